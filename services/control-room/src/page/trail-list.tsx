import { countOf, formatBearing, formatStep, formatTime } from './format.ts';
import type { TrailPoint } from './trail.ts';

export interface TrailListProps {
  /** Oldest first. */
  readonly trail: readonly TrailPoint[];
  readonly nowMs: number;
}

/** The trail in words: what the map shows, for people who do not see it. Newest first, as the operator needs it. */
export function TrailList({ trail, nowMs }: TrailListProps) {
  const newestFirst = trail.toReversed();
  return (
    <ol class="trail-list" aria-label={`Trail, newest first, ${countOf(trail.length, 'place')}`} reversed>
      {newestFirst.map((point, index) => {
        const before = newestFirst[index + 1];
        return (
          <li key={point.factId}>
            <time>{formatTime(point.at, nowMs)}</time> <strong>{point.place}</strong>
            {point.bearingDeg === null ? null : <span> heading {formatBearing(point.bearingDeg)}</span>}
            {before === undefined ? null : <span class="step"> {formatStep(before.at, point.at)}</span>}
            {point.position === null ? <span class="step"> not on the map</span> : null}
          </li>
        );
      })}
    </ol>
  );
}
