import type { ActionKind, IncidentAction } from '@landfall/core';
import { countOf, formatTime } from './format.ts';

const WORDS: Readonly<Record<ActionKind, string>> = {
  UNKNOWN: 'did something',
  DELIVERED: 'saw',
  ACKNOWLEDGED: 'acknowledged',
  NOTED: 'noted',
  CLOSED: 'closed',
};

export interface HistoryProps {
  /** Newest first. */
  readonly actions: readonly IncidentAction[];
  readonly nowMs: number;
}

/** What operators did about the incident. */
export function History({ actions, nowMs }: HistoryProps) {
  return (
    <section aria-labelledby="history-title" class="history">
      <h3 id="history-title">Answers and notes</h3>
      {actions.length === 0 ? <p class="empty">None yet.</p> : null}
      <ol>
        {actions.map((action) => (
          <li key={action.actionId}>
            <time>{formatTime(action.at, nowMs)}</time> <strong>{action.name}</strong> {WORDS[action.kind]}
            {action.kind === 'ACKNOWLEDGED' ? ` ${countOf(action.hitIds.length, 'hit')}` : ''}
            {action.note === '' ? null : <span class="history-note">: {action.note}</span>}
          </li>
        ))}
      </ol>
    </section>
  );
}
