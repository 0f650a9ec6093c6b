import { useEffect, useState } from 'preact/hooks';
import { countOf } from './format.ts';
import type { Fresh } from './live-state.ts';
import { placeOf, type Places } from './places.ts';
import { useStore, type Store } from './store.ts';
import { LEVEL_WORDS, themesWords } from './words.ts';

export interface AnnouncerProps {
  readonly fresh: Store<readonly Fresh[]>;
  readonly places: Places;
}

/** Tells screen readers of new hits: HIGH interrupts, the rest and what was taken back wait their turn. One concise sentence each. */
export function Announcer({ fresh, places }: AnnouncerProps) {
  const news = useStore(fresh);
  const [assertive, setAssertive] = useState('');
  const [polite, setPolite] = useState('');
  useEffect(() => {
    const high = news.filter((item) => item.newHigh > 0);
    const rest = news.filter((item) => item.newHigh === 0 && item.newHits > 0);
    const back = news.filter((item) => item.takenBack > 0);
    if (high.length > 0) setAssertive(sentence(high, places));
    const calm = [sentence(rest, places), takenBackSentence(back)].filter((text) => text !== '');
    if (calm.length > 0) setPolite(calm.join(' '));
  }, [news]);
  return (
    <>
      <div class="unseen" role="alert" aria-live="assertive" data-testid="announce-high">
        {assertive}
      </div>
      <div class="unseen" aria-live="polite" data-testid="announce">
        {polite}
      </div>
    </>
  );
}

function sentence(news: readonly Fresh[], places: Places): string {
  const [first] = news;
  if (first === undefined) return '';
  const { summary, newHits } = first;
  const level = first.newHigh > 0 ? 'HIGH' : LEVEL_WORDS[summary.priority].toLowerCase();
  const one = [
    `${newHits === 1 ? 'New' : countOf(newHits, 'new')} ${level} hit${newHits === 1 ? '' : 's'}`,
    summary.vehicleMark,
    placeOf(summary.lastSeen, places),
    themesWords(summary.themes),
  ].join(', ');
  return news.length === 1 ? `${one}.` : `${one}, and ${countOf(news.length - 1, 'more vehicle')}.`;
}

function takenBackSentence(news: readonly Fresh[]): string {
  const [first] = news;
  if (first === undefined) return '';
  const one = `${countOf(first.takenBack, 'hit')} taken back, ${first.summary.vehicleMark}`;
  return news.length === 1 ? `${one}.` : `${one}, and ${countOf(news.length - 1, 'more vehicle')}.`;
}
