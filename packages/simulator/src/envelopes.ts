import type { SimulatedMessage } from './messages.ts';

/** One HTTP request to be sent: a message, or reads that are due together. */
export interface Envelope extends SimulatedMessage {
  /** When the first of its messages is due; `dueMs` is when the last is. */
  readonly firstDueMs: number;
  /** It must be answered before anything later is sent. */
  readonly inOrder: boolean;
}

/** Reads in one request. */
const BATCH_MAX = 500;

/**
 * Joins reads in the project's own JSON that follow each other within `tickMs` of simulated time to NDJSON. Other messages pass between
 * batches: a batch is closed before any of them, so that nothing overtakes.
 */
export function* envelopes(messages: Iterable<SimulatedMessage>, tickMs: number): Generator<Envelope, void, undefined> {
  let batch: SimulatedMessage[] = [];
  for (const message of messages) {
    const joins = message.format === 'landfall-json';
    const full = batch.length >= BATCH_MAX || message.dueMs - (batch[0]?.dueMs ?? message.dueMs) >= tickMs;
    const first = batch[0];
    if (first !== undefined && (full || isDesk(message))) {
      yield joined(first, batch);
      batch = [];
    }
    if (joins) batch.push(message);
    else yield { ...message, firstDueMs: first?.dueMs ?? message.dueMs, inOrder: isDesk(message) };
  }
  const first = batch[0];
  if (first !== undefined) yield joined(first, batch);
}

/** What people send; cameras and ports do not wait for one another. */
function isDesk({ kind }: SimulatedMessage): boolean {
  return kind !== 'read' && kind !== 'movement';
}

function joined(first: SimulatedMessage, batch: readonly SimulatedMessage[]): Envelope {
  return {
    ...first,
    dueMs: batch.at(-1)?.dueMs ?? first.dueMs,
    firstDueMs: first.dueMs,
    inOrder: false,
    contentType: 'application/x-ndjson',
    body: batch.map(({ body }) => body).join('\n'),
    count: batch.length,
  };
}
