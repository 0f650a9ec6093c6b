import type { DeadLetter } from '@landfall/core';
import type { LogPosition } from '@landfall/ports';
import type { KeptSubscription, Platform } from '@landfall/runtime';
import { followEvents } from '@landfall/runtime';
import { DEAD_LETTERS_LISTED_MAX } from './bounds.ts';

/** A dead letter as it is listed: everything but its bytes. */
export type DeadLetterSummary = Omit<DeadLetter, 'bytes'> & { readonly position: LogPosition };

/**
 * The newest dead letters, a projection of their topic.
 *
 * Guarantee: a dead letter that this process wrote is listed as soon as it is written; others when the projection has read them.
 * On crash: built again from the log.
 * On retry: recording one twice changes nothing.
 * Bounds: 10,000 summaries, the oldest go first; bytes stay in the log.
 */
export interface DeadLetters {
  record(letter: DeadLetter, position: LogPosition): void;
  find(id: string): DeadLetterSummary | undefined;
  /** Newest first. */
  list(filter: {
    readonly code: string | null;
    readonly resolution: string | null;
    readonly limit: number;
  }): readonly DeadLetterSummary[];
  /** The letter with its bytes; null when retention has removed it. */
  fetch(summary: DeadLetterSummary): Promise<DeadLetter | null>;
  follow(): KeptSubscription;
}

export function deadLetters(platform: Platform): DeadLetters {
  // Insertion order is age.
  const letters = new Map<string, DeadLetterSummary>();
  const record = (letter: DeadLetter, position: LogPosition): void => {
    const before = letters.get(letter.deadLetterId);
    if (
      before !== undefined &&
      before.position.partition === position.partition &&
      before.position.offset >= position.offset
    ) {
      return;
    }
    const { bytes: _inTheLog, ...summary } = letter;
    // A closing record has no bytes: those of the opening one stay the place to fetch from.
    const place = letter.resolution === 'REPLAYED' && before !== undefined ? before.position : position;
    letters.delete(letter.deadLetterId);
    letters.set(letter.deadLetterId, { ...summary, position: place });
    if (letters.size <= DEAD_LETTERS_LISTED_MAX) return;
    const [oldest] = letters.keys();
    if (oldest !== undefined) letters.delete(oldest);
  };
  return {
    record,
    find: (id) => letters.get(id),
    list({ code, resolution, limit }) {
      const listed = [...letters.values()].toReversed();
      return listed
        .filter(
          (letter) =>
            (code === null || letter.code === code) && (resolution === null || letter.resolution === resolution),
        )
        .slice(0, limit);
    },
    async fetch(summary) {
      const [found] = await platform.log.fetch([summary.position]);
      if (found === undefined) return null;
      await platform.codec.load([found]);
      return platform.codec.decode('dead-letters', found.value);
    },
    follow: () =>
      followEvents(platform, {
        service: 'ingest',
        topics: ['dead-letters'],
        onEvents(events) {
          for (const { topic, event, partition, offset } of events) record(event, { topic, partition, offset });
        },
      }),
  };
}
