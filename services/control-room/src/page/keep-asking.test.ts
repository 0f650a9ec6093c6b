import { describe, expect, it } from 'vitest';
import { keepAsking } from './keep-asking.ts';

const NEVER_MS = 2_000_000_000;

describe('keepAsking', () => {
  it('asks once more, long before its time, for all who want it sooner while it asks', async () => {
    let asked = 0;
    const answerFirst: (() => void)[] = [];
    await new Promise<void>((askedAgain) => {
      const soon = keepAsking({
        everyMs: NEVER_MS,
        soonMs: 0,
        async ask() {
          asked += 1;
          if (asked > 1) askedAgain();
          else await new Promise<void>((resolve) => void answerFirst.push(resolve));
        },
      });
      soon();
      soon();
      expect(asked).toBe(1);
      answerFirst[0]?.();
    });
    expect(asked).toBe(2);
  });
});
