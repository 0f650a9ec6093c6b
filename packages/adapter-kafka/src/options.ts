import type { ConnectionOptions } from 'node:tls';

/** How to reach the brokers. */
export interface KafkaOptions {
  /** `host:port` of one or more brokers; the others are found through them. */
  readonly brokers: readonly string[];
  /** Named in the brokers' logs and quotas. Absent: `landfall`. */
  readonly clientId?: string;
  /** TLS: true for the system's authorities, or what node:tls takes (ca, cert, key, servername). Absent: plain text. */
  readonly ssl?: boolean | ConnectionOptions;
  readonly sasl?: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  };
  /** A broker that has not answered a request for so long is taken for frozen. Joining a group may take longer. Absent: 10,000. */
  readonly requestMs?: number;
  /** Put before the name of every topic and group, so that several systems can share brokers. Absent: nothing. */
  readonly namespace?: string;
  /** What the client reports of itself. Absent: nothing is written anywhere. */
  readonly onLog?: (entry: KafkaLogEntry) => void;
}

export interface KafkaLogEntry {
  readonly level: 'error' | 'warn' | 'info' | 'debug';
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export interface KafkaEventLogOptions extends KafkaOptions {
  /** One request to the brokers carries at most so many records. Absent: 10,000. */
  readonly sendRecordsMax?: number;
  /** And at most so many bytes, unless one record is larger; below the brokers' socket.request.max.bytes. Absent: 8 MiB. */
  readonly sendBytesMax?: number;
  /**
   * How long an append waits for company when nothing is being sent; while a request is under way the next one gathers
   * in any case. Absent: 0, one turn of the event loop.
   */
  readonly lingerMs?: number;
  /** Appends waiting to be sent take at most so many bytes; more are refused with `log-unavailable`. Absent: 256 MiB. */
  readonly queueBytesMax?: number;
  /** A request is given up after so long, with all tries of the client. Absent: 20,000. */
  readonly sendMs?: number;
  /**
   * A consumer that is not heard of for so long loses its partitions; those of one that was killed stand still so long.
   * Absent: 10,000.
   */
  readonly sessionTimeoutMs?: number;
  /** How often a consumer is heard of, also while onBatch runs. Absent: 2,000. */
  readonly heartbeatMs?: number;
  /** One read of a partition brings at most so many bytes, unless one batch is larger. Absent: 1 MiB. */
  readonly fetchBytesMax?: number;
  /** A consumer handles at most so many partitions at once. Absent: 8. */
  readonly partitionsAtOnce?: number;
  /** A consumer whose client has done nothing for so long is stopped with `log-unavailable`. Absent: 60,000. */
  readonly stalledMs?: number;
  /** How long reading is tried again while brokers are away, before `log-unavailable`. Absent: 15,000. */
  readonly unavailableMs?: number;
}

export type Settings = Required<Omit<KafkaEventLogOptions, Exclude<keyof KafkaOptions, 'requestMs'>>>;

export function requestMsOf({ requestMs = 10_000 }: Pick<KafkaOptions, 'requestMs'>): number {
  return requestMs;
}

/** Every bound of the log, given or by default. */
export function settingsOf(options: KafkaEventLogOptions): Settings {
  return {
    requestMs: requestMsOf(options),
    sendRecordsMax: options.sendRecordsMax ?? 10_000,
    sendBytesMax: options.sendBytesMax ?? 8 * 1024 * 1024,
    lingerMs: options.lingerMs ?? 0,
    queueBytesMax: options.queueBytesMax ?? 256 * 1024 * 1024,
    sendMs: options.sendMs ?? 20_000,
    sessionTimeoutMs: options.sessionTimeoutMs ?? 10_000,
    heartbeatMs: options.heartbeatMs ?? 2_000,
    fetchBytesMax: options.fetchBytesMax ?? 1024 * 1024,
    partitionsAtOnce: options.partitionsAtOnce ?? 8,
    stalledMs: options.stalledMs ?? 60_000,
    unavailableMs: options.unavailableMs ?? 15_000,
  };
}
