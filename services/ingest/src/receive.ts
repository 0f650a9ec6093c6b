import type { Platform } from '@landfall/runtime';
import { publish } from '@landfall/runtime';
import type { Lease } from './back-pressure.ts';
import { fillBatch } from './fill-batch.ts';
import type { Batch, RejectedRecord } from './fill-batch.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { IngestMeters } from './ingest-meters.ts';
import type { RecentIds } from './recent-ids.ts';
import type { Reference } from './reference.ts';
import type { Source, SourceContext, SourceMessage } from './sources/source.ts';
import { splitMultipart } from './split-multipart.ts';

/** What receiving needs of the service. */
export interface Intake {
  readonly platform: Platform;
  readonly reference: Reference;
  readonly deadLetters: DeadLetters;
  readonly recent: RecentIds;
  readonly meters: IngestMeters;
  readonly localTimeZone: string;
}

export interface Delivery {
  readonly source: Source;
  readonly sourceId: string;
  readonly message: SourceMessage;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  readonly lease: Lease;
  /** The dead letter that is being replayed, or null. A replay of which nothing can be used writes nothing. */
  readonly replayOf: string | null;
}

export interface Receipt {
  /** Records in the message. */
  readonly received: number;
  /** Facts that are in the log now, duplicates included. */
  readonly accepted: number;
  /** Of those, how many were there before, as far as this process remembers. */
  readonly duplicates: number;
  /** Messages that are no facts, such as heartbeats. */
  readonly ignored: number;
  readonly rejected: readonly RejectedRecord[];
  /** Names of fields that were given and not known. */
  readonly ignoredFields: readonly string[];
}

/**
 * From a message to facts and dead letters in the log.
 *
 * Guarantee: when it resolves, every record of the message is durably a fact or a dead letter, or was ignored on purpose.
 * On crash: nothing was acknowledged, so the sender sends again.
 * On retry: facts and dead letters have ids of their content, so the same message again adds nothing new.
 * Bounds: the lease; one append a message. Rejects with LogError; resolves with 'overloaded' when the lease gives no room for the records.
 */
export async function receive(intake: Intake, delivery: Delivery): Promise<Receipt | 'overloaded'> {
  const { source, message, lease, sourceId, receivedAt } = delivery;
  const stop = intake.platform.metrics.parseSeconds.startTimer({ format: source.format });
  const context: SourceContext = {
    sourceId,
    receivedAt,
    cameras: intake.reference.cameras(),
    gvms: intake.reference.gvms(),
    localTimeZone: intake.localTimeZone,
  };
  const { documents, rejections } = await splitMultipart(message);
  const filling = fillBatch({ origin: delivery, context, isKnown: (id) => intake.recent.has(id) });
  for (const document of documents)
    for (const outcome of source.parse(document, context)) filling.add(outcome, document);
  for (const rejection of rejections) filling.add(rejection, message);
  stop();
  const { batch } = filling;
  if (!lease.takeRecords(batch.events.length)) return 'overloaded';
  const replayFailed = delivery.replayOf !== null && batch.accepted === 0 && batch.rejected.length > 0;
  if (!replayFailed) await store(intake, batch, source);
  const { accepted, duplicates, ignored, rejected } = batch;
  return { received: batch.index, accepted, duplicates, ignored, rejected, ignoredFields: [...batch.ignoredFields] };
}

async function store(intake: Intake, batch: Batch, source: Source): Promise<void> {
  const { platform, meters, recent } = intake;
  const { metrics } = platform;
  const positions = await publish(platform, batch.events);
  for (const id of batch.ids) recent.add(id);
  const storedAt = platform.clock.now();
  for (const [index, { topic, event }] of batch.events.entries()) {
    const position = positions[index];
    if (topic === 'anpr.reads') meters.stored(event, storedAt);
    else if (topic === 'port.movements') meters.storedMovement(event, storedAt);
    else if (topic === 'dead-letters' && position !== undefined) {
      intake.deadLetters.record(event, position);
      metrics.deadLetters.inc({ service: 'ingest', code: event.code });
    }
  }
  const { format } = source;
  if (batch.duplicates > 0) metrics.duplicatesSkipped.inc({ format }, batch.duplicates);
  if (batch.ignored > 0) metrics.messagesIgnored.inc({ format }, batch.ignored);
  if (batch.routesUnknown > 0) metrics.routesUnknown.inc(batch.routesUnknown);
}
