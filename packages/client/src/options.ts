import type { KafkaOptions } from '@landfall/adapter-kafka';
import type { RegistryOptions } from '@landfall/adapter-registry';
import type { Hit } from '@landfall/core';

/** Where a hit stands in the log. */
export interface HitPlace {
  /** Without the namespace. */
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** The vehicle's mark: hits of one key come in order. */
  readonly key: string;
  /** When the hit was handed to the log, epoch milliseconds. */
  readonly timestampMs: number;
  /** The attributes of CloudEvents: ce_id, ce_type, ce_time and others. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A record that is no hit: it is damaged, or its schema is not in the registry or not one of a hit. */
export interface UnreadableRecord extends HitPlace {
  /** A copy, yours to keep. */
  readonly value: Uint8Array;
  /** `header-invalid`, `schema-not-loaded`, `schema-mismatch` or `value-invalid`. */
  readonly code: string;
  readonly message: string;
}

/** What went wrong and is tried again. */
export interface Problem {
  /** `handler`: onHit or onUnreadable rejected. `registry`: a schema could not be fetched. `log`: the brokers are away. */
  readonly kind: 'handler' | 'registry' | 'log';
  readonly error: unknown;
  /** The pause before the next try. */
  readonly retryMs: number;
}

export interface HitsOptions extends Pick<KafkaOptions, 'brokers' | 'ssl' | 'sasl' | 'clientId' | 'namespace'> {
  /** Where the schemas are: the registry's Confluent API. Reading is all that is asked of it. */
  readonly registry: Pick<RegistryOptions, 'url' | 'auth' | 'tls' | 'timeoutMs'>;
  /** Your system's name as a consumer: its processes share the work, and it goes on where it stopped. */
  readonly group: string;
  /** Topics that carry hits. Absent: `hits`. */
  readonly topics?: readonly string[];
  /**
   * Called with each hit, one after another for a vehicle, at the same time for vehicles of different partitions: with
   * state RAISED when it is raised, and again with RETRACTED and a stateReason when it is taken back. When it rejects,
   * it is called again with the same hit after a pause, and what is behind it in the partition waits.
   */
  readonly onHit: (hit: Hit, place: HitPlace) => void | Promise<void>;
  /** Called with each record that is no hit; the stream goes on when it resolves, and tries again when it rejects. */
  readonly onUnreadable: (record: UnreadableRecord) => void | Promise<void>;
  /** Told of everything that is tried again. Must not throw. */
  readonly onProblem?: (problem: Problem) => void;
  /** So many hits are remembered to recognise those that come again; the oldest are forgotten. Absent: 100,000. */
  readonly rememberedMax?: number;
  /** So many records of a partition are handled between commits, and come again after a crash. Absent: 10. */
  readonly batchMax?: number;
  /** onHit runs for so many partitions at once. Absent: 8. */
  readonly partitionsAtOnce?: number;
}
