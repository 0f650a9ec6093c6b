import type { Clock } from '@landfall/ports';
import type { Random } from '@landfall/simulator';
import { nextTurn } from '../../support/world.ts';

/**
 * Virtual time. Nothing happens but what was scheduled: the next task by its instant, ties by the seed; and after each, everything that
 * follows from it without waiting is done before the next. So a run is a function of its seed.
 */
export interface Scheduler extends Clock {
  /** Runs a task so many milliseconds from now; the result takes it back. */
  schedule(delayMs: number, run: () => void): () => void;
  wait(delayMs: number): Promise<void>;
  /** Runs the next task and all that follows from it. False: there is none. */
  step(): Promise<boolean>;
  /** Tasks that have run. */
  readonly steps: number;
  /** Lets so much time pass. */
  advance(ms: number): Promise<void>;
  /** Runs until it is done. False: the time, from now, was over before, or there is nothing left to run. */
  runUntil(done: () => boolean, withinMs: number): Promise<boolean>;
}

interface Task {
  readonly atMs: number;
  readonly tie: number;
  readonly run: () => void;
}

export function createScheduler(startMs: number, random: Random): Scheduler {
  let nowMs = startMs;
  let steps = 0;
  const tasks: Task[] = [];

  const schedule = (delayMs: number, run: () => void): (() => void) => {
    const task: Task = { atMs: nowMs + Math.max(0, Math.round(delayMs)), tie: random.unit(), run };
    const after = tasks.findIndex((other) => isBefore(task, other));
    tasks.splice(after === -1 ? tasks.length : after, 0, task);
    return () => {
      const at = tasks.indexOf(task);
      if (at !== -1) tasks.splice(at, 1);
    };
  };
  const step = async (): Promise<boolean> => {
    const task = tasks.shift();
    if (task === undefined) return false;
    nowMs = task.atMs;
    steps += 1;
    task.run();
    await nextTurn();
    return true;
  };

  return {
    now: () => nowMs,
    schedule,
    step,
    get steps() {
      return steps;
    },
    wait: (delayMs) => new Promise((resolve) => void schedule(delayMs, resolve)),
    sleep: (delayMs, signal) =>
      new Promise((resolve) => {
        if (delayMs <= 0 || signal?.aborted === true) {
          resolve();
          return;
        }
        const wake = (): void => {
          cancel();
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        const cancel = schedule(delayMs, wake);
        signal?.addEventListener('abort', wake);
      }),
    async advance(ms) {
      const untilMs = nowMs + ms;
      await nextTurn();
      while (tasks.length > 0 && tasks[0]!.atMs <= untilMs) await step();
      nowMs = untilMs;
    },
    async runUntil(done, withinMs) {
      const untilMs = nowMs + withinMs;
      await nextTurn();
      while (!done()) {
        if (tasks.length === 0 || tasks[0]!.atMs > untilMs) return false;
        await step();
      }
      return true;
    },
  };
}

function isBefore(one: Task, other: Task): boolean {
  return one.atMs === other.atMs ? one.tie < other.tie : one.atMs < other.atMs;
}
