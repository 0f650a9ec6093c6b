import { hash } from 'node:crypto';
import type { EventByTopic, Topic } from '@landfall/core';
import type { LogBatch, LogRecord } from '@landfall/ports';
import { publish } from './publish.ts';
import type { Platform } from './platform.ts';

/** An event as it was read from the log. */
export interface Received<T extends Topic = Topic> {
  readonly topic: T;
  readonly event: EventByTopic[T];
  readonly partition: number;
  readonly offset: number;
  readonly timestampMs: number;
}

/**
 * Decodes a batch. A record that cannot be decoded ends as a dead letter with its bytes, and the others go on: it never stops a
 * partition. Its dead letter has an id made of the service and its position: meeting it again, as a projection does at each start,
 * appends and counts that letter again, and lists no second one.
 */
export async function decodeBatch(platform: Platform, batch: LogBatch, service: string): Promise<readonly Received[]> {
  await platform.codec.load(batch.records);
  const events: Received[] = [];
  for (const record of batch.records) {
    try {
      const event = platform.codec.decode(batch.topic, record.value);
      events.push({
        topic: batch.topic,
        event,
        partition: batch.partition,
        offset: record.offset,
        timestampMs: record.timestampMs,
      });
    } catch (error) {
      await buryPoison(platform, { batch, record, service, error });
    }
  }
  return events;
}

export async function buryPoison(
  platform: Platform,
  poison: { readonly batch: LogBatch; readonly record: LogRecord; readonly service: string; readonly error: unknown },
): Promise<void> {
  const { batch, record, service } = poison;
  const code = (poison.error as { code?: unknown }).code;
  const reason = typeof code === 'string' ? code : 'value-invalid';
  platform.metrics.poisonRecords.inc({ topic: batch.topic, code: reason });
  platform.logger.error(
    { topic: batch.topic, partition: batch.partition, offset: record.offset, code: reason },
    'poison record',
  );
  // A dead letter that cannot be read is not made a dead letter again: it stays where it is, counted.
  if (batch.topic === 'dead-letters') return;
  const place = `${service}/${batch.topic}/${batch.partition}/${record.offset}`;
  await publish(platform, [
    {
      topic: 'dead-letters',
      event: {
        deadLetterId: hash('sha256', place, 'base64url').slice(0, 16),
        at: platform.clock.now(),
        service,
        code: reason,
        detail: poison.error instanceof Error ? poison.error.message.slice(0, 500) : 'The record cannot be decoded.',
        sourceId: '',
        route: batch.topic,
        contentType: 'application/octet-stream',
        bytes: Buffer.from(record.value),
        byteLength: record.value.length,
        truncated: false,
        topic: batch.topic,
        partition: batch.partition,
        offset: record.offset,
        replayOf: null,
        resolution: 'OPEN',
      },
    },
  ]);
  platform.metrics.deadLetters.inc({ service, code: reason });
}
