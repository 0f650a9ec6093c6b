import type { AlarmLoad } from '../wire.ts';
import { countOf } from './format.ts';

/** Guides of alarm management: about one alarm in ten minutes is acceptable for one operator, more than ten is a flood. */
const GUIDE_10_MIN = 1;
const FLOOD_10_MIN = 10;

export interface LoadLineProps {
  readonly load: AlarmLoad | null;
  /** Counted by the page itself, so that it is true at once. */
  readonly unanswered: number;
  readonly unansweredHigh: number;
}

/** The operator's load. */
export function LoadLine({ load, unanswered, unansweredHigh }: LoadLineProps) {
  const alarms = load?.alarms10Min ?? 0;
  const flood = alarms > FLOOD_10_MIN;
  return (
    <dl class="load" aria-label="Load">
      <div class={unansweredHigh > 0 ? 'load-item load-alert' : 'load-item'}>
        <dt>Unanswered</dt>
        <dd>
          {unanswered}
          {unansweredHigh > 0 ? <span class="load-note"> ({unansweredHigh} high)</span> : null}
        </dd>
      </div>
      <div class={flood ? 'load-item load-flood' : 'load-item'}>
        <dt>Last 10 min</dt>
        <dd>
          {countOf(alarms, 'alarm')}
          <span class="load-note"> {flood ? 'FLOOD: over 10' : `(guide: ${GUIDE_10_MIN})`}</span>
        </dd>
      </div>
    </dl>
  );
}
