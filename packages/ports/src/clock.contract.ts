import { describe, expect, it } from 'vitest';
import type { Clock } from './clock.ts';
import { inWorld } from './contract-support.ts';
import type { Contract } from './contract-support.ts';

export interface ClockWorld {
  readonly clock: Clock;
  /** Lets so many milliseconds pass: a virtual clock is moved, a real one moves by itself and this resolves at once. */
  readonly elapse: (ms: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A real timer is allowed to be this much early by the clock's reading, because the two are rounded separately. */
const TIMER_GRAIN_MS = 2;

const FOREVER_MS = 400 * 24 * 3_600_000;

export function clockContract(contract: Contract<ClockWorld>): void {
  const options = contract.timeoutMs === undefined ? {} : { timeout: contract.timeoutMs };
  describe(`clock: ${contract.name}`, options, () => {
    it('gives epoch milliseconds that never go back', () =>
      inWorld(contract.open, async ({ clock }) => {
        let last = clock.now();
        expect(last).toBeGreaterThan(Date.UTC(2000, 0, 1));
        for (let round = 0; round < 1_000; round += 1) {
          const now = clock.now();
          expect(now).toBeGreaterThanOrEqual(last);
          last = now;
        }
      }));

    it('wakes a sleeper when the delay has passed, and not before', () =>
      inWorld(contract.open, async ({ clock, elapse }) => {
        const before = clock.now();
        const slept = clock.sleep(15).then(() => clock.now());
        await elapse(15);
        expect((await slept) - before).toBeGreaterThanOrEqual(15 - TIMER_GRAIN_MS);
      }));

    it('wakes sleepers in the order of their instants', () =>
      inWorld(contract.open, async ({ clock, elapse }) => {
        const order: string[] = [];
        const late = clock.sleep(30).then(() => order.push('late'));
        const early = clock.sleep(10).then(() => order.push('early'));
        await elapse(30);
        await Promise.all([late, early]);
        expect(order).toEqual(['early', 'late']);
      }));

    it('does not wait for no time at all', () =>
      inWorld(contract.open, async ({ clock, elapse }) => {
        const slept = Promise.all([clock.sleep(0), clock.sleep(-5)]);
        await elapse(0);
        await expect(slept).resolves.toHaveLength(2);
      }));

    it('ends a sleep without an error when its signal aborts', () =>
      inWorld(contract.open, async ({ clock }) => {
        const controller = new AbortController();
        const slept = clock.sleep(FOREVER_MS, controller.signal);
        controller.abort();
        await expect(slept).resolves.toBeUndefined();
      }));

    it('does not begin to sleep when the signal was aborted before', () =>
      inWorld(contract.open, async ({ clock }) => {
        await expect(clock.sleep(FOREVER_MS, AbortSignal.abort())).resolves.toBeUndefined();
      }));

    it('sleeps through delays longer than a timer can count', () =>
      inWorld(contract.open, async ({ clock, elapse }) => {
        const controller = new AbortController();
        let awake = false;
        const sleep = async (): Promise<void> => {
          await clock.sleep(FOREVER_MS, controller.signal);
          awake = true;
        };
        const slept = sleep();
        const short = clock.sleep(20);
        await elapse(20);
        await short;
        expect(awake).toBe(false);
        controller.abort();
        await slept;
      }));
  });
}
