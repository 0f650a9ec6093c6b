import type { KeysFile, Platform } from '@landfall/runtime';
import type { Day, PlayKeys, PlayProgress } from '@landfall/simulator';
import { dayStart, play, simulateDay } from '@landfall/simulator';
import { keyOfRole } from './keys-file.ts';
import type { AllInOneOptions } from './config.ts';
import type { SimulationState } from './simulation-state.ts';
import { loadSimulationState, saveSimulationState } from './simulation-state.ts';

export interface Simulation {
  /** For the page's banner and ages. `rate` is null while it goes as fast as it can, and 0 once the day is over. */
  status(): { readonly simulatedAt: number; readonly rate: number | null };
  /** Stops sending and saves how far it has come. Idempotent. */
  stop(): Promise<void>;
}

export interface SimulationStart {
  readonly platform: Platform;
  readonly keys: KeysFile;
  readonly baseUrl: string;
  readonly options: Pick<AllInOneOptions, 'seed' | 'scale' | 'rate'>;
  readonly say: (line: string) => void;
}

/** The night goes by as fast as it can, so that the page shows a county at work within seconds. */
const NIGHT_MS = 6 * 3_600_000;
const SAVE_EVERY_MS = 2000;

/**
 * Plays a day in Kent into the services over HTTP, as cameras would: yesterday, so that no event time lies in the future. A restart
 * goes on with the same day where it stopped.
 */
export async function startSimulation({ platform, keys, baseUrl, options, say }: SimulationStart): Promise<Simulation> {
  const fresh = (): SimulationState => {
    const startMs = dayStart(platform.clock.now());
    return { seed: options.seed, scale: options.scale, startMs, doneToMs: startMs };
  };
  let state = (await loadSimulationState(platform)) ?? fresh();
  const day = simulateDay({ seed: state.seed, startMs: state.startMs, readsPerDayScale: state.scale });
  const abort = new AbortController();
  let rate: number | null = null;
  let over = state.doneToMs >= day.endMs;

  const onProgress = ({ doneToMs }: PlayProgress): void => {
    if (doneToMs > state.doneToMs) state = { ...state, doneToMs: Math.min(doneToMs, day.endMs) };
  };
  const playFrom = (speed: number, signal: AbortSignal, toMs: number) => {
    rate = Number.isFinite(speed) ? speed : null;
    return playUntil({
      day,
      baseUrl,
      keys: playKeys(keys),
      rate: speed,
      fromMs: state.doneToMs,
      signal,
      toMs,
      onProgress,
      say,
    });
  };
  const run = async (): Promise<void> => {
    const dawnMs = day.startMs + NIGHT_MS;
    if (state.doneToMs < dawnMs) await playFrom(Infinity, abort.signal, dawnMs);
    if (!abort.signal.aborted) await playFrom(options.rate, abort.signal, Infinity);
    if (abort.signal.aborted) return;
    over = true;
    say('The simulated day is over; what it left is on the page. Start with another data file for a new one.');
  };
  const running = run().catch((error: unknown) => {
    platform.logger.error({ err: error }, 'the simulation stopped');
    say(`The simulation stopped: ${error instanceof Error ? error.message : String(error)}`);
  });
  const saving = saveRegularly(platform, () => state, abort.signal);
  return {
    status: () => ({ simulatedAt: state.doneToMs, rate: over ? 0 : rate }),
    async stop() {
      abort.abort();
      await Promise.all([running, saving]);
    },
  };
}

interface Stretch {
  readonly day: Day;
  readonly baseUrl: string;
  readonly keys: PlayKeys;
  readonly rate: number;
  readonly fromMs: number;
  /** Simulated time at which to leave off; Infinity: the end of the day. */
  readonly toMs: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: PlayProgress) => void;
  readonly say: (line: string) => void;
}

async function playUntil({ signal, toMs, onProgress, say, ...options }: Stretch): Promise<void> {
  const reached = new AbortController();
  await play({
    ...options,
    signal: AbortSignal.any([signal, reached.signal]),
    onProgress(progress) {
      onProgress(progress);
      if (progress.doneToMs >= toMs) reached.abort();
    },
    onRefused: ({ path, status, detail }) => say(`The simulator was refused at ${path} (${status}): ${detail}`),
  });
}

async function saveRegularly(platform: Platform, current: () => SimulationState, signal: AbortSignal): Promise<void> {
  let saved: SimulationState | undefined;
  for (;;) {
    const state = current();
    if (state !== saved)
      await saveSimulationState(platform, state).catch((error: unknown) =>
        platform.logger.warn({ err: error }, 'simulation state not saved'),
      );
    saved = state;
    if (signal.aborted) return;
    await platform.clock.sleep(SAVE_EVERY_MS, signal);
  }
}

function playKeys(keys: KeysFile): PlayKeys {
  return {
    source: keyOfRole(keys, 'source').key,
    analyst: keyOfRole(keys, 'analyst').key,
    secondAnalyst: keyOfRole(keys, 'analyst', 1).key,
    admin: keyOfRole(keys, 'admin').key,
  };
}
