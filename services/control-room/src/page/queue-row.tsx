import { Component } from 'preact';
import type { IncidentSummary } from '../wire.ts';
import { countOf, formatAgo, formatMissing, formatSpan, formatTime } from './format.ts';
import { placeOf, type Places } from './places.ts';
import { Plate } from './plate.tsx';
import { Priority } from './priority.tsx';
import { LEVEL_WORDS, STATUS_WORDS, themesWords } from './words.ts';

export interface QueueRowProps {
  readonly summary: IncidentSummary;
  readonly places: Places;
  readonly selected: boolean;
  readonly tabbable: boolean;
  /** Server's time, for ages since publication. */
  readonly nowMs: number;
  /** Time on which capture times stand. */
  readonly captureNowMs: number;
  readonly onSelect: (vehicleMark: string) => void;
  readonly onOpen: (vehicleMark: string) => void;
}

/** One vehicle of the queue. Renders again only when something that it shows has changed. */
export class QueueRow extends Component<QueueRowProps> {
  override shouldComponentUpdate(next: QueueRowProps): boolean {
    const now = this.props;
    return (
      next.summary !== now.summary ||
      next.selected !== now.selected ||
      next.tabbable !== now.tabbable ||
      next.places !== now.places ||
      ages(next) !== ages(now)
    );
  }

  override render({ summary, places, selected, tabbable, nowMs, captureNowMs, onSelect, onOpen }: QueueRowProps) {
    const mark = summary.vehicleMark;
    const { lastSeen } = summary;
    return (
      <div
        role="option"
        id={`row-${mark}`}
        class={`row row-${summary.priority.toLowerCase()} row-${summary.status.toLowerCase()}`}
        data-mark={mark}
        aria-selected={selected}
        tabIndex={tabbable ? 0 : -1}
        onClick={() => onOpen(mark)}
        onFocus={() => onSelect(mark)}
      >
        <div class="row-line">
          <Priority level={summary.priority} />
          <Plate mark={mark} />
          <Pause />
          <span class="row-hits">{hitsWords(summary)}</span>
          <Answer summary={summary} nowMs={nowMs} />
        </div>
        <div class="row-line row-second">
          <span class="row-place">
            <strong>{placeOf(lastSeen, places)}</strong>
            <span aria-hidden="true">, {formatAgo(lastSeen.at, captureNowMs)}</span>
          </span>
          <Pause />
          <time class="row-time">{formatTime(lastSeen.at, captureNowMs)}</time>
          <Pause />
        </div>
        <div class="row-line row-third">
          {summary.missingSince === null ? null : (
            <strong class="row-missing">{formatMissing(summary.missingSince, captureNowMs)}</strong>
          )}
          <Pause />
          <span class="row-theme">{themesWords(summary.themes)}</span>
          <Pause />
          <span>risk {LEVEL_WORDS[summary.risk].toLowerCase()}</span>
          <Pause />
          {summary.ocgIds.length === 0 ? null : <span>{ocgWords(summary)}</span>}
          <Pause />
          {summary.status === 'UNANSWERED' || summary.answeredBy === null ? null : <span>by {summary.answeredBy}</span>}
          <Pause />
          {summary.warningMarkers === '' ? null : <span class="row-warning">⚠ {summary.warningMarkers}</span>}
        </div>
      </div>
    );
  }
}

/** A pause between the parts of a row for those who hear it. The parts that tick are kept from them: the times say the same. */
function Pause() {
  return <span class="unseen">, </span>;
}

function Answer({ summary, nowMs }: { readonly summary: IncidentSummary; readonly nowMs: number }) {
  if (summary.status === 'UNANSWERED' && summary.unansweredSince !== null) {
    return (
      <span class="row-status row-waiting" aria-hidden="true">
        waiting {formatSpan(nowMs - summary.unansweredSince)}
      </span>
    );
  }
  return (
    <span class="row-status">
      {STATUS_WORDS[summary.status]}
      <Pause />
    </span>
  );
}

function hitsWords({ hitCount, unansweredCount, retractedCount }: IncidentSummary): string {
  if (hitCount === 0) return `${countOf(retractedCount, 'hit')} taken back`;
  if (unansweredCount === hitCount) return `${hitCount} unanswered`;
  const hits = countOf(hitCount, 'hit');
  return unansweredCount === 0 ? hits : `${hits}, ${unansweredCount} unanswered`;
}

function ocgWords({ ocgIds, harmMax }: IncidentSummary): string {
  const named = ocgIds.map((id) => (/^OCG\b/iu.test(id) ? id : `OCG ${id}`));
  const groups = named.join(', ');
  return harmMax === null ? groups : `${groups}, harm ${harmMax}`;
}

function ages({ summary, nowMs, captureNowMs }: QueueRowProps): string {
  const waiting = summary.unansweredSince === null ? '' : formatSpan(nowMs - summary.unansweredSince);
  const missing = summary.missingSince === null ? '' : formatMissing(summary.missingSince, captureNowMs);
  return `${formatAgo(summary.lastSeen.at, captureNowMs)}|${waiting}|${formatTime(summary.lastSeen.at, captureNowMs)}|${missing}`;
}
