import { describe, expect, it } from 'vitest';
import { createStillClock } from './still-clock.ts';

describe('createStillClock', () => {
  it('stands at the last moment heard while the connection is lost, however often it is tried again', () => {
    const clock = createStillClock(1000);
    clock.follow('live');
    clock.heard(5000);
    expect(clock.stillAtMs.get()).toBeNull();
    clock.follow('lost');
    clock.heard(9000);
    clock.follow('lost');
    expect(clock.stillAtMs.get()).toBe(5000);
  });

  it('runs again with the connection, and stands at the later moment when it is lost again', () => {
    const clock = createStillClock(1000);
    clock.follow('lost');
    clock.follow('live');
    expect(clock.stillAtMs.get()).toBeNull();
    clock.heard(7000);
    clock.follow('signed-out');
    expect(clock.stillAtMs.get()).toBe(7000);
  });
});
