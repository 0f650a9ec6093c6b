import { nextTurn } from '../../support/world.ts';
import type { Scheduler } from './scheduler.ts';

/** Lets virtual time pass as fast as it can, for suites that wait for no clock; the result stops it. */
export function runFreely(scheduler: Scheduler): () => Promise<void> {
  const stopping = new AbortController();
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) if (!(await scheduler.step())) await nextTurn();
  };
  const running = run();
  return () => {
    stopping.abort();
    return running;
  };
}
