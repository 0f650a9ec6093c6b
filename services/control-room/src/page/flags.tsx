import type { HitView } from '../wire.ts';
import { foundWords } from './words.ts';

/** Doubts about the incident that an operator must weigh before acting. Renders nothing when there are none. */
export function Flags({ hits, lead }: { readonly hits: readonly HitView[]; readonly lead: HitView }) {
  const flags: string[] = [];
  if (lead.hit.pastReview)
    flags.push('The entry is past its review date: confirm with the contact that it still stands.');
  const found = foundWords(lead.hit);
  if (found !== null) flags.push(`${found}. It was there at the capture time, not now.`);
  if (lead.hit.evidence.some((fact) => fact.clockState === 'AHEAD' || fact.clockState === 'DISAGREES')) {
    flags.push("The source's clock is doubtful: the capture time may be wrong.");
  }
  const lists = new Set(hits.map((view) => view.hit.listId));
  if (lists.size > 1) flags.push(`On ${lists.size} lists: read every entry below.`);
  if (flags.length === 0) return null;
  return (
    <ul class="flags" aria-label="Doubts">
      {flags.map((flag) => (
        <li key={flag}>{flag}</li>
      ))}
    </ul>
  );
}
