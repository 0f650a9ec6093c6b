import { describe, expect, it } from 'vitest';
import { CatchUp } from './catch-up.ts';

const ends = [5, 0, 9].map((offset, partition) => ({ topic: 'hits' as const, partition, offset }));

/** Whether the promise has resolved by now. */
const isSettled = (subject: CatchUp): Promise<boolean> =>
  Promise.race([subject.promise.then(() => true), Promise.resolve(false).then(() => false)]);

describe('CatchUp', () => {
  it('waits for every partition to reach its end', async () => {
    const subject = new CatchUp(ends);
    subject.reach('hits/0', 5);
    subject.reach('hits/2', 8);
    subject.check();
    expect(await isSettled(subject)).toBe(false);
    subject.reach('hits/2', 9);
    subject.check();
    expect(await isSettled(subject)).toBe(true);
  });

  it('does not wait for partitions that somebody else reads', async () => {
    const subject = new CatchUp(ends);
    subject.reach('hits/0', 5);
    subject.assign(['hits/0', 'hits/1']);
    subject.check();
    expect(await isSettled(subject)).toBe(true);
  });

  it('takes no progress back', async () => {
    const subject = new CatchUp(ends.slice(0, 1));
    subject.reach('hits/0', 5);
    subject.reach('hits/0', 0);
    subject.check();
    expect(await isSettled(subject)).toBe(true);
  });
});
