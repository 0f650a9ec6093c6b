/**
 * Hits for other systems, from Kafka and a schema registry.
 *
 * Guarantee: every hit is handed over at least once, those of a vehicle in order, and committed after onHit has
 *   resolved for it. Within one process a hit that comes again is handed over once, for as long as it is remembered; it
 *   is handed over again, with its new state, when it is taken back and when it is put in force again.
 *   Hits of newer writers are read as this version knows them: unknown fields are left out, unknown symbols of an enum
 *   become its default.
 * On crash: the records since the last commit come again, also those whose onHit had resolved, for what was
 *   remembered is gone: whoever must not act twice keeps hitId and state with what it did.
 * On retry: a rejected onHit or onUnreadable is called again after 100 ms, doubling to 30 s, for as long as it takes; a
 *   registry or brokers that are away are tried again in the same way. Nothing is passed over.
 * Bounds: batchMax records in hand and partitionsAtOnce calls at once; rememberedMax hits, about 200 bytes each. A group
 *   without a commit begins with the oldest hit that the topic holds.
 */
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { kafkaEventLog } from '@landfall/adapter-kafka';
import { confluentSchemaRegistry } from '@landfall/adapter-registry';
import { openDecoder } from '@landfall/codec';
import type { Topic } from '@landfall/core';
import type { EventLog, Subscription } from '@landfall/ports';
import type { Handling } from './handle-batch.ts';
import { handleBatch } from './handle-batch.ts';
import type { HitsOptions } from './options.ts';
import { rememberedHits } from './remembered-hits.ts';
import { tryUntilDone } from './try-until-done.ts';

export interface HitConsumer {
  /** Resolves when everything that was in the topics at the start has been handed over; rejects when closed before. */
  readonly caughtUp: Promise<void>;
  /** Lets the calls in hand finish, commits them, and leaves the group. Idempotent. */
  close(): Promise<void>;
}

const REMEMBERED_MAX = 100_000;
const BATCH_MAX = 10;
const REJOIN_MS = 100;

/** Joins the group and begins. Rejects with LogError when the brokers cannot be reached or refuse: later it tries again. */
export async function consumeHits(options: HitsOptions): Promise<HitConsumer> {
  const { brokers, clientId, ssl, sasl, namespace, partitionsAtOnce } = options;
  const log = kafkaEventLog({
    brokers,
    ...given({ clientId, ssl, sasl, namespace, partitionsAtOnce }),
  });
  const registry = confluentSchemaRegistry(options.registry);
  const schema = await readFile(new URL('../hit.avsc', import.meta.url), 'utf8');
  const ending = new AbortController();
  const handling: Handling = {
    decoder: openDecoder({ registry, schemas: { hits: schema } }),
    remembered: rememberedHits(options.rememberedMax ?? REMEMBERED_MAX),
    options,
    signal: ending.signal,
  };
  const close = async (): Promise<void> => {
    ending.abort();
    await log.close();
    await registry.close();
  };
  try {
    return await keepConsuming({ log, handling, options, close });
  } catch (error) {
    await close();
    throw error;
  }
}

/** The options that were given: under exactOptionalPropertyTypes an absent one is not one that is undefined. */
function given<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

async function keepConsuming(parts: {
  readonly log: EventLog;
  readonly handling: Handling;
  readonly options: HitsOptions;
  readonly close: () => Promise<void>;
}): Promise<HitConsumer> {
  const { log, handling, options } = parts;
  const caughtUp = Promise.withResolvers<void>();
  caughtUp.promise.catch(() => {});
  const subscribe = (): Promise<Subscription> =>
    log.consume({
      group: options.group,
      // Any topic that carries hits: the log only puts the namespace before its name.
      topics: (options.topics ?? ['hits']) as readonly Topic[],
      batchMax: options.batchMax ?? BATCH_MAX,
      onBatch: (batch) => handleBatch(handling, batch),
    });
  const first = await subscribe();
  const running = stayJoined({ first, subscribe, handling, onCaughtUp: caughtUp.resolve });
  running.then(caughtUp.reject, caughtUp.reject);
  let closing: Promise<void> | null = null;
  return {
    caughtUp: caughtUp.promise,
    close() {
      closing ??= parts.close();
      return closing;
    },
  };
}

/** Joins again whenever the log has stopped. Rejects when the signal is given. */
async function stayJoined(parts: {
  readonly first: Subscription;
  readonly subscribe: () => Promise<Subscription>;
  readonly handling: Handling;
  readonly onCaughtUp: () => void;
}): Promise<never> {
  const { subscribe, onCaughtUp, handling } = parts;
  const { signal, options } = handling;
  const { onProblem } = options;
  const join = () => tryUntilDone({ work: subscribe, kindOf: () => 'log', onProblem, signal });
  for (let current = parts.first; ; current = await join()) {
    current.caughtUp.then(onCaughtUp, () => {});
    await current.stopped.catch((error: unknown) => {
      signal.throwIfAborted();
      onProblem?.({ kind: 'log', error, retryMs: REJOIN_MS });
    });
    await pause(REJOIN_MS, undefined, { signal });
  }
}
