import type { Condition, Logger } from '@landfall/runtime';
import type { Clock } from '@landfall/ports';

export interface ComponentOptions<T> {
  /** As readiness and messages name it, such as `kafka`. */
  readonly name: string;
  /** Where it is looked for. */
  readonly place: string;
  readonly open: () => Promise<T>;
  /** Asked every five seconds once it is open; rejects when the component cannot be used. Absent: it is needed at the start only. */
  readonly probe?: (opened: T) => Promise<unknown>;
  /** Codes of errors that no waiting mends. */
  readonly final?: readonly string[];
}

export interface Component<T> extends Condition {
  /** Waits until it is there. Rejects with ComponentError when it is not in time. */
  opened(): Promise<T>;
  close(): Promise<void>;
}

/** A component that did not come up in time, or never can as it is. */
class ComponentError extends Error {
  override readonly name = 'ComponentError';
  readonly code: 'component-missing' | 'component-unfit';

  constructor(code: ComponentError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export interface WaitOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly waitMaxMs: number;
  /** One line for each try that failed for a new reason. */
  readonly say: (line: string) => void;
}

const RETRY_MS = 1000;
const PROBE_EVERY_MS = 5000;
const PROBE_MAX_MS = 5000;

/**
 * Kafka, Redis or the registry, as a process sees it: waited for at the start, and watched from then on.
 *
 * Guarantee: `ready` is true only while the component answers.
 * Bounds: one try a second for `waitMaxMs`; one probe every five seconds, which counts as failed after five.
 */
export function component<T>(options: ComponentOptions<T>, wait: WaitOptions): Component<T> {
  const { name, place, probe } = options;
  const { clock, logger } = wait;
  const closing = new AbortController();
  let state = { ok: false, detail: `waiting for ${place}` };
  let watching: Promise<void> | undefined;
  const watch = async (opened: T): Promise<void> => {
    if (probe === undefined) return;
    while (!closing.signal.aborted) {
      await clock.sleep(PROBE_EVERY_MS, closing.signal);
      if (closing.signal.aborted) return;
      const failure = await failureWithin(PROBE_MAX_MS, clock, probe(opened));
      const ok = failure === null;
      if (ok !== state.ok)
        logger[ok ? 'info' : 'error']({ component: name, place, failure }, ok ? 'is back' : 'is away');
      state = { ok, detail: failure === null ? 'reachable' : `${name} away: ${failure}` };
    }
  };
  return {
    name,
    ready: () => state,
    async opened() {
      const opened = await tryUntilThere(options, wait, (reason) => {
        state = { ok: false, detail: `waiting for ${place}: ${reason}` };
      });
      state = { ok: true, detail: 'reachable' };
      watching = watch(opened);
      return opened;
    },
    async close() {
      closing.abort();
      await watching;
    },
  };
}

async function tryUntilThere<T>(
  { name, place, open, final = [] }: ComponentOptions<T>,
  { clock, waitMaxMs, say }: WaitOptions,
  onWaiting: (reason: string) => void,
): Promise<T> {
  const endsAt = performance.now() + waitMaxMs;
  let said = '';
  for (;;) {
    try {
      return await open();
    } catch (error) {
      const reason = reasonOf(error);
      const { code } = error as { readonly code?: unknown };
      if (typeof code !== 'string') throw error;
      if (final.includes(code)) {
        throw new ComponentError('component-unfit', `${name} at ${place} cannot be used: ${reason}`, { cause: error });
      }
      if (performance.now() >= endsAt) {
        const waited = `${name} at ${place} is not there after ${Math.round(waitMaxMs / 1000)} s: ${reason}`;
        throw new ComponentError('component-missing', waited, { cause: error });
      }
      if (reason !== said) say(`  waiting for ${name} at ${place}: ${reason}`);
      said = reason;
      onWaiting(reason);
      await clock.sleep(RETRY_MS);
    }
  }
}

/** Why the work failed; null when it did not. */
async function failureWithin(ms: number, clock: Clock, work: Promise<unknown>): Promise<string | null> {
  const over = new AbortController();
  const outcome = work.then(() => null, reasonOf);
  const late = clock.sleep(ms, over.signal).then(() => `no answer in ${ms} ms`);
  const first = await Promise.race([outcome, late]);
  over.abort();
  return first;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
