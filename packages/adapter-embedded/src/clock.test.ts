import { clockContract } from '@landfall/ports/contracts';
import { describe, expect, it } from 'vitest';
import { systemClock, virtualClock } from './clock.ts';

clockContract({
  name: 'system',
  open: async () => ({ clock: systemClock(), elapse: async () => {}, close: async () => {} }),
});

clockContract({
  name: 'virtual',
  open: async () => {
    const clock = virtualClock(Date.UTC(2026, 10, 20));
    return { clock, elapse: (ms) => clock.advance(ms), close: async () => {} };
  },
});

describe('virtualClock', () => {
  it('stands still until it is moved', async () => {
    const clock = virtualClock(1_000);
    expect(clock.now()).toBe(1_000);
    await clock.advance(250);
    expect(clock.now()).toBe(1_250);
  });

  it('runs a loop of sleeps as often as its time allows, each at its own instant', async () => {
    const clock = virtualClock(0);
    const instants: number[] = [];
    const stop = new AbortController();
    const loop = (async () => {
      while (!stop.signal.aborted) {
        await clock.sleep(100, stop.signal);
        instants.push(clock.now());
      }
    })();
    await clock.advance(350);
    expect(instants).toEqual([100, 200, 300]);
    expect(clock.now()).toBe(350);
    stop.abort();
    await loop;
  });
});
