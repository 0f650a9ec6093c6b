import type { LogRecord } from '@landfall/ports';

type HeaderValue = Buffer | string | undefined;

/** A record as kafkajs decodes it. */
export interface WireRecord {
  readonly offset: string;
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: Readonly<Record<string, HeaderValue | readonly HeaderValue[]>>;
  /** A marker of a transaction, which is no record. */
  readonly isControlRecord?: boolean;
}

const EMPTY = new Uint8Array();
const NO_HEADERS: LogRecord['headers'] = {};

/**
 * A record as the port gives it; null for a marker. A key or value that another producer left out is empty; of a header
 * that is there several times the last counts. The value shares memory with what came from the broker.
 */
export function toRecord(wire: WireRecord): LogRecord | null {
  if (wire.isControlRecord === true) return null;
  return {
    offset: Number(wire.offset),
    key: wire.key === null ? '' : wire.key.toString('utf8'),
    value: wire.value ?? EMPTY,
    timestampMs: Number(wire.timestamp),
    headers: headersOf(wire.headers),
  };
}

function headersOf(headers: WireRecord['headers']): LogRecord['headers'] {
  if (headers === undefined) return NO_HEADERS;
  const names = Object.keys(headers);
  if (names.length === 0) return NO_HEADERS;
  return Object.fromEntries(names.map((name) => [name, headerText(headers[name])]));
}

function headerText(value: HeaderValue | readonly HeaderValue[]): string {
  const one: HeaderValue =
    typeof value === 'string' || Buffer.isBuffer(value) || value === undefined ? value : value.at(-1);
  return one === undefined ? '' : one.toString();
}
