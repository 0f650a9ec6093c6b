import type { Decoder } from '@landfall/codec';
import { CodecError } from '@landfall/codec';
import type { Hit } from '@landfall/core';
import type { LogBatch, LogRecord } from '@landfall/ports';
import { SchemaRegistryError } from '@landfall/ports';
import type { HitPlace, HitsOptions, Problem } from './options.ts';
import type { RememberedHits } from './remembered-hits.ts';
import { tryUntilDone } from './try-until-done.ts';

export interface Handling {
  readonly decoder: Decoder;
  readonly remembered: RememberedHits;
  readonly options: Pick<HitsOptions, 'onHit' | 'onUnreadable' | 'onProblem'>;
  /** Given, nothing is tried again. */
  readonly signal: AbortSignal;
}

/** Hands over what a batch holds, one record after another. Rejects only after the signal. */
export async function handleBatch(handling: Handling, batch: LogBatch): Promise<void> {
  await attempt(handling, () => handling.decoder.load(batch.records));
  for (const record of batch.records) await handleRecord(handling, batch, record);
}

async function handleRecord(handling: Handling, batch: LogBatch, record: LogRecord): Promise<void> {
  const { remembered, options } = handling;
  const { topic, partition } = batch;
  const { offset, key, timestampMs, headers } = record;
  const place: HitPlace = { topic, partition, offset, key, timestampMs, headers };
  const hit = readHit(handling.decoder, record);
  if (hit instanceof CodecError) {
    const { code, message } = hit;
    const value = Uint8Array.from(record.value);
    return attempt(handling, () => options.onUnreadable({ ...place, value, code, message }));
  }
  if (remembered.isNews(hit)) await attempt(handling, () => options.onHit(hit, place));
  remembered.add(hit);
}

function readHit(decoder: Decoder, record: LogRecord): Hit | CodecError {
  try {
    return decoder.decode('hits', record.value);
  } catch (error) {
    if (error instanceof CodecError) return error;
    throw error;
  }
}

function attempt({ options, signal }: Handling, work: () => void | Promise<void>): Promise<void> {
  return tryUntilDone({ work, kindOf, onProblem: options.onProblem, signal });
}

function kindOf(error: unknown): Problem['kind'] {
  return error instanceof SchemaRegistryError ? 'registry' : 'handler';
}
