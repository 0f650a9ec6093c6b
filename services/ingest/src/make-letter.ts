import type { DeadLetter } from '@landfall/core';
import { OVERSIZED_KEPT_BYTES } from './bounds.ts';
import { idOfBytes } from './read-id.ts';
import type { Rejection, Source } from './sources/source.ts';

/** Where a rejected input came from. */
export interface Origin {
  readonly source: Source;
  readonly sourceId: string;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  readonly replayOf: string | null;
}

/**
 * The dead letter of a rejection. Its id is made of source, route, code and bytes, so that the same bad message again, from a camera that
 * never gives up, is the same dead letter.
 */
export function letterOf(rejection: Rejection, contentType: string, origin: Origin): DeadLetter {
  const { code, detail, original } = rejection;
  const { source, sourceId, receivedAt, replayOf } = origin;
  const whole = typeof original === 'string' ? Buffer.from(original) : Buffer.from(original);
  // A refused batch is still with its sender; its start is enough to know it by.
  const bytes = code === 'batch-too-large' ? whole.subarray(0, OVERSIZED_KEPT_BYTES) : whole;
  return {
    deadLetterId: idOfBytes([sourceId, source.route, code], whole),
    at: receivedAt,
    service: 'ingest',
    code,
    detail,
    sourceId,
    route: source.route,
    // A record is text of its own, whatever it was cut out of.
    contentType: typeof original === 'string' ? 'application/json' : contentType,
    bytes,
    byteLength: whole.length,
    truncated: bytes.length < whole.length,
    topic: null,
    partition: null,
    offset: null,
    replayOf,
    resolution: 'OPEN',
  };
}
