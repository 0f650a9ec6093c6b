import type { EventLog, WindowStore } from '@landfall/ports';

/** Counts the steps that a process takes in its world, and lets it die at one of them: before its effect, or just after it. */
export interface CrashPlan {
  /** The step, from 0, at which the process dies; Infinity: never. */
  readonly atStep: number;
  readonly afterEffect: boolean;
}

export interface CrashingPorts {
  readonly log: EventLog;
  readonly windows: WindowStore;
  /** Resolves when the planned crash has happened. */
  readonly crashed: Promise<void>;
}

/**
 * The faults: a process stops for good at any call to the log or the windows, with the effect of that call done or not done; and
 * everything it asks of its world from then on fails. What it held in memory is gone with it.
 */
export function crashingPorts(log: EventLog, windows: WindowStore, plan: CrashPlan): CrashingPorts {
  const crash = Promise.withResolvers<void>();
  let steps = 0;
  let dead = false;

  const step = async <T>(effect: () => Promise<T>): Promise<T> => {
    if (dead) throw new Error('the process is dead');
    const mine = steps;
    steps += 1;
    if (mine === plan.atStep && !plan.afterEffect) return die();
    const result = await effect();
    if (mine === plan.atStep) return die();
    if (dead) throw new Error('the process is dead');
    return result;
  };
  const die = (): never => {
    dead = true;
    crash.resolve();
    throw new Error('the process dies here');
  };

  return {
    crashed: crash.promise,
    log: {
      append: (records) => step(() => log.append(records)),
      fetch: (positions) => step(() => log.fetch(positions)),
      offsetsAt: (topic, timestampMs) => step(() => log.offsetsAt(topic, timestampMs)),
      follow: (options) => log.follow(options),
      scan: (options) => log.scan(options),
      ends: (topic) => log.ends(topic),
      committed: (group, topic) => log.committed(group, topic),
      close: () => log.close(),
      // The commit is the consumer's: a handler that fails leaves its batch uncommitted, one that ends lets it commit.
      consume: (options) => log.consume({ ...options, onBatch: (batch) => step(() => options.onBatch(batch)) }),
    },
    windows: {
      bucketCount: windows.bucketCount,
      marksSince: (seen, buckets) => windows.marksSince(seen, buckets),
      expire: (horizon) => windows.expire(horizon),
      positions: () => windows.positions(),
      sizes: () => windows.sizes(),
      close: () => windows.close(),
      storeAndLook: (facts, seen) => step(() => windows.storeAndLook(facts, seen)),
      markAndLook: (marks) => step(() => windows.markAndLook(marks)),
      keepAndLook: (facts) => step(() => windows.keepAndLook(facts)),
      advance: (positions) => step(() => windows.advance(positions)),
    },
  };
}
