import type { EventByTopic, Topic } from '@landfall/core';
import { eventHeaders, eventKey } from '@landfall/core';
import type { LogPosition, NewRecord } from '@landfall/ports';
import type { Platform } from './platform.ts';

/** A topic with an event of its kind. */
export type NewEvent = { readonly [T in Topic]: { readonly topic: T; readonly event: EventByTopic[T] } }[Topic];

/**
 * Encodes, keys and appends events, with the headers of CloudEvents; resolves with a position for each, in order, once all are durable.
 * Rejects with LogError, after which appending them again is right: every event has an identity of its own.
 */
export async function publish(
  platform: Pick<Platform, 'log' | 'codec' | 'clock' | 'metrics'>,
  events: readonly NewEvent[],
): Promise<readonly LogPosition[]> {
  if (events.length === 0) return [];
  const { log, codec, clock, metrics } = platform;
  const timestampMs = clock.now();
  const counts = new Map<Topic, number>();
  const records = events.map(({ topic, event }): NewRecord => {
    counts.set(topic, (counts.get(topic) ?? 0) + 1);
    const record = { topic, key: eventKey(topic, event), value: codec.encode(topic, event), timestampMs };
    const headers = eventHeaders(topic, event);
    return headers === undefined ? record : { ...record, headers };
  });
  const stop = metrics.appendSeconds.startTimer();
  const positions = await log.append(records);
  stop();
  for (const [topic, count] of counts) metrics.recordsAppended.inc({ topic }, count);
  return positions;
}
