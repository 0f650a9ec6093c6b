import { virtualClock } from '@landfall/adapter-embedded';
import { createLogger } from '@landfall/runtime';
import { beforeEach, describe, expect, it } from 'vitest';
import { component } from './component.ts';

class Away extends Error {
  readonly code: string;
  constructor(message: string, code = 'away') {
    super(message);
    this.code = code;
  }
}

let said: string[];
beforeEach(() => {
  said = [];
});

function waiting(waitMaxMs: number, clock = virtualClock(0)) {
  const logger = createLogger({ level: 'silent', showPlates: false });
  return { clock, wait: { clock, logger, waitMaxMs, say: (line: string) => void said.push(line) } };
}

describe('a component', () => {
  it('is waited for, and says why only when the reason is new', async () => {
    const { clock, wait } = waiting(60_000);
    const reasons = ['refused', 'refused', 'no leader'];
    const open = async (): Promise<string> => {
      const reason = reasons.shift();
      if (reason !== undefined) throw new Away(reason);
      return 'open';
    };
    const kafka = component({ name: 'kafka', place: 'a:1', open }, wait);
    expect(kafka.ready()).toEqual({ ok: false, detail: 'waiting for a:1' });
    const opened = kafka.opened();
    await clock.advance(1000);
    expect(kafka.ready()).toEqual({ ok: false, detail: 'waiting for a:1: refused' });
    await clock.advance(2000);
    expect(await opened).toBe('open');
    expect(said).toEqual(['  waiting for kafka at a:1: refused', '  waiting for kafka at a:1: no leader']);
    expect(kafka.ready()).toEqual({ ok: true, detail: 'reachable' });
    await kafka.close();
  });

  it.each([
    ['is given up when it is not there in time', 'away', 'component-missing'],
    ['is given up at once when waiting cannot mend it', 'unfit', 'component-unfit'],
  ])('%s', async (_what, code, expected) => {
    const { wait } = waiting(code === 'away' ? 0 : 60_000);
    const open = (): Promise<never> => Promise.reject(new Away('refused', code));
    const kafka = component({ name: 'kafka', place: 'a:1', open, final: ['unfit'] }, wait);
    await expect(kafka.opened()).rejects.toMatchObject({ code: expected, message: expect.stringContaining('refused') });
  });

  it('is not ready while it is away or silent, and ready again when it is back', async () => {
    const { clock, wait } = waiting(0);
    let answer: () => Promise<unknown> = Promise.resolve.bind(Promise);
    const probe = (): Promise<unknown> => answer();
    const redis = component({ name: 'redis', place: 'r:1', open: async () => 'open', probe }, wait);
    await redis.opened();
    const after = async (next: () => Promise<unknown>, ms: number) => {
      answer = next;
      await clock.advance(ms);
      return redis.ready();
    };
    const away = await after(() => Promise.reject(new Error('refused')), 5000);
    expect(away).toEqual({ ok: false, detail: 'redis away: refused' });
    expect(await after(() => Promise.resolve(), 5000)).toEqual({ ok: true, detail: 'reachable' });
    const silent = await after(() => new Promise(() => undefined), 10_000);
    expect(silent).toEqual({ ok: false, detail: 'redis away: no answer in 5000 ms' });
    await redis.close();
  });
});
