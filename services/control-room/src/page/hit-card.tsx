import { useState } from 'preact/hooks';
import type { Evidence } from '@landfall/core';
import type { HitView } from '../wire.ts';
import { Clocks } from './clocks.tsx';
import { countOf, formatAgo, formatBearing, formatTime } from './format.ts';
import { placeOf, type Places } from './places.ts';
import { CLOCK_WORDS, foundWords, MATCH_WORDS, movementWords, ruleWords, takenBackWords } from './words.ts';

export interface HitCardProps {
  readonly view: HitView;
  readonly places: Places;
  /** Open when first shown; after that the operator decides. */
  readonly open: boolean;
  readonly nowMs: number;
  readonly captureNowMs: number;
  readonly simulated: boolean;
}

/** One hit: a line, and on demand its evidence and clocks. */
export function HitCard(props: HitCardProps) {
  const { view, places, nowMs, captureNowMs } = props;
  const { hit } = view;
  const [open, setOpen] = useState(props.open);
  const last = hit.evidence.at(-1);
  const found = foundWords(hit);
  const rule = ruleWords(hit);
  const takenBack = takenBackWords(hit);
  return (
    <details
      class={takenBack === null ? 'hit' : 'hit hit-retracted'}
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      data-hit-id={hit.hitId}
    >
      <summary>
        <time class="hit-when">{formatTime(hit.capturedAt, captureNowMs)}</time>
        <strong class="hit-where">{last === undefined ? '' : placeOf(last, places)}</strong>
        <span>{formatAgo(hit.capturedAt, captureNowMs)}</span>
        {rule === null ? null : <span class="hit-rule">{rule}</span>}
        <span class="hit-state">{takenBack ?? answerWords(view)}</span>
      </summary>
      {open ? (
        <div class="hit-body">
          {rule === null ? null : <h4>{rule}</h4>}
          {takenBack === null ? null : <p class="hit-taken-back">{takenBack}. Do not act on this hit.</p>}
          <p>
            {MATCH_WORDS[hit.matchKind]} on {hit.identifierMark}, list {hit.listId} entry revision {hit.entryRevision},
            rule {hit.ruleId} version {hit.ruleVersion}.{found === null ? '' : ` ${found}.`}
            {hit.pastReview ? ' Entry past its review date.' : ''}
          </p>
          <ul class="evidence" aria-label={countOf(hit.evidence.length, 'fact')}>
            {hit.evidence.map((fact) => (
              <li key={fact.factId}>
                <EvidenceLine fact={fact} places={places} captureNowMs={captureNowMs} />
              </li>
            ))}
          </ul>
          <Clocks view={view} nowMs={nowMs} captureNowMs={captureNowMs} simulated={props.simulated} />
        </div>
      ) : null}
    </details>
  );
}

interface EvidenceLineProps {
  readonly fact: Evidence;
  readonly places: Places;
  readonly captureNowMs: number;
}

function EvidenceLine({ fact, places, captureNowMs }: EvidenceLineProps) {
  const parts: string[] = [];
  if (fact.kind === 'MOVEMENT') parts.push(movementWords(fact.movementKind, fact.direction));
  if (fact.carrier !== null) parts.push(fact.carrier);
  if (fact.bearingDeg !== null) parts.push(`heading ${formatBearing(fact.bearingDeg)}`);
  if (fact.lane !== null) parts.push(`lane ${fact.lane}`);
  if (fact.confidence !== null) parts.push(`confidence ${Math.round(fact.confidence * 100)} %`);
  parts.push(`source ${fact.sourceId}`);
  const doubt = fact.clockState === 'AHEAD' || fact.clockState === 'DISAGREES';
  return (
    <>
      <span class="mono evidence-raw">{fact.rawPlate}</span> {placeOf(fact, places)},{' '}
      {formatTime(fact.occurredAt, captureNowMs)}
      <span class="evidence-more"> · {parts.join(' · ')}</span>
      {doubt ? <span class="evidence-doubt"> · {CLOCK_WORDS[fact.clockState]}</span> : null}
    </>
  );
}

function answerWords(view: HitView): string {
  if (view.acknowledgedAt === null) return 'unanswered';
  return view.acknowledgedBy === null ? 'acknowledged' : `acknowledged by ${view.acknowledgedBy}`;
}
