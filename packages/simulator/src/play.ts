import type { Day } from './day.ts';
import type { Envelope } from './envelopes.ts';
import { envelopes } from './envelopes.ts';
import { pause } from './pause.ts';
import type { Post } from './post.ts';
import { createPost } from './post.ts';

export { PlayError } from './post.ts';
export type { PlayErrorCode } from './post.ts';

export interface PlayKeys {
  /** Of a source; of two different analysts, since nobody approves an own entry; of an admin, who supplies reference data. */
  readonly source: string;
  readonly analyst: string;
  readonly secondAnalyst: string;
  readonly admin: string;
}

export interface PlayProgress {
  /** Everything that is due before this simulated time has been answered: `fromMs` of a play that goes on from here. */
  readonly doneToMs: number;
  readonly requests: number;
  readonly reads: number;
  readonly movements: number;
  /** Requests that the services refused for good; each was reported as `onRefused`. */
  readonly refused: number;
}

export interface PlayOptions {
  readonly day: Day;
  /** Origin of the services, such as `http://127.0.0.1:8080`. */
  readonly baseUrl: string;
  readonly keys: PlayKeys;
  /** Simulated seconds in a second: 1 is real time, Infinity as fast as the services take it. */
  readonly rate: number;
  /** Ends the play: it stops sending, drops what is under way, and resolves with what was done. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: PlayProgress) => void;
  readonly onRefused?: (refusal: { readonly path: string; readonly status: number; readonly detail: string }) => void;
  /** Simulated time to begin at; the beginning of the day unless said. */
  readonly fromMs?: number;
}

/** Requests under way at once. */
const IN_FLIGHT_MAX = 8;
/** Real time within which what is due goes out together. */
const TICK_MS = 100;
/** Simulated time that goes out together when nothing paces the play; the batch's bound comes first on busy roads. */
const TICK_UNPACED_MS = 60_000;

/**
 * Sends a day over HTTP in order of delivery, at a multiple of real time.
 *
 * Guarantee: every message is answered before `doneToMs` passes it; what desks send (reference data, entries, approvals) is answered before
 * anything later is sent. On crash: go on with `fromMs` = the last `doneToMs`; what was sent before is sent again, and the services know
 * it by its identity. On retry: after a lost connection, 429 and 503 (after Retry-After) the same bytes are sent again, until the signal.
 * Bounds: 8 requests under way, 500 reads in a request, ten minutes of the day in memory.
 *
 * Rejects with PlayError `unauthorised` when a key is refused; other refusals are reported and counted.
 */
export async function play(options: PlayOptions): Promise<PlayProgress> {
  const { day, signal, onProgress } = options;
  const fromMs = options.fromMs ?? day.startMs;
  const post = createPost(options);
  const flights = createFlights(post);
  const pace = createPace(options.rate, fromMs);
  const tickMs = Number.isFinite(options.rate) ? TICK_MS * options.rate : TICK_UNPACED_MS;
  let doneToMs = fromMs;
  let lastDueMs = fromMs;
  const progress = (): PlayProgress => ({ doneToMs, ...flights.tally, refused: post.refused() });
  for (const envelope of envelopes(day.messages(fromMs), tickMs)) {
    await pace(envelope.dueMs, signal);
    await flights.belowBound();
    if (flights.failure() !== null || signal?.aborted === true) break;
    doneToMs = Math.min(envelope.firstDueMs, flights.earliestDueMs());
    lastDueMs = Math.max(lastDueMs, envelope.dueMs);
    flights.launch(envelope);
    if (envelope.inOrder) await flights.all();
    onProgress?.(progress());
  }
  await flights.all();
  const failure = flights.failure();
  if (failure !== null) throw failure;
  if (signal?.aborted !== true) doneToMs = lastDueMs + 1;
  onProgress?.(progress());
  return progress();
}

interface Flights {
  readonly tally: { requests: number; reads: number; movements: number };
  readonly launch: (envelope: Envelope) => void;
  /** Waits until there is room for one more. */
  readonly belowBound: () => Promise<void>;
  readonly all: () => Promise<void>;
  /** When the earliest message under way is due; Infinity when none is. */
  readonly earliestDueMs: () => number;
  /** The first error that a request ended with. */
  readonly failure: () => Error | null;
}

/** The requests under way. */
function createFlights(post: Post): Flights {
  const tally = { requests: 0, reads: 0, movements: 0 };
  const underWay = new Map<number, { readonly dueMs: number; readonly landed: Promise<void> }>();
  let launched = 0;
  let failure: Error | null = null;
  const fly = async (number: number, envelope: Envelope): Promise<void> => {
    try {
      await post.send(envelope);
      tally.requests += 1;
      if (envelope.kind === 'read') tally.reads += envelope.count;
      if (envelope.kind === 'movement') tally.movements += envelope.count;
    } catch (error) {
      failure ??= error instanceof Error ? error : new Error(String(error));
    }
    underWay.delete(number);
  };
  const landings = (): readonly Promise<void>[] => [...underWay.values()].map(({ landed }) => landed);
  return {
    tally,
    launch: (envelope) => {
      launched += 1;
      underWay.set(launched, { dueMs: envelope.firstDueMs, landed: fly(launched, envelope) });
    },
    belowBound: async () => {
      while (underWay.size >= IN_FLIGHT_MAX) await Promise.race(landings());
    },
    all: async () => {
      await Promise.all(landings());
    },
    earliestDueMs: () => [...underWay.values()].reduce((earliest, { dueMs }) => Math.min(earliest, dueMs), Infinity),
    failure: () => failure,
  };
}

/** Waits until a simulated time is due by the wall clock. A play that has fallen behind does not wait until it has caught up. */
function createPace(rate: number, fromMs: number): (dueMs: number, signal: AbortSignal | undefined) => Promise<void> {
  const beganMs = performance.now();
  return async (dueMs, signal) => {
    const waitMs = (dueMs - fromMs) / rate - (performance.now() - beganMs);
    if (waitMs > 1) await pause(waitMs, signal);
  };
}
