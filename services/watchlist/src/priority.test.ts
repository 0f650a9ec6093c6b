import { describe, expect, it } from 'vitest';
import { priorityOf } from './priority.ts';

describe('the priority of an Action', () => {
  it.each([
    ['HIGH', 'HIGH'],
    ['HIGH - STOP', 'HIGH'],
    ['Stop (HIGH)', 'HIGH'],
    ['medium priority', 'MEDIUM'],
    ['MED', 'MEDIUM'],
    ['LOW_SILENT', 'LOW'],
    ['LOW, was HIGH until May', 'LOW'],
    ['high/High', 'HIGH'],
  ])('of %j is %s', (action, level) => {
    expect(priorityOf(action)).toEqual({ ok: true, value: level });
  });

  it.each([
    ['Silent', 'priority-unknown'],
    ['1', 'priority-unknown'],
    ['', 'priority-unknown'],
    ['Highway patrol to follow', 'priority-unknown'],
    ['Was HIGH, now LOW', 'priority-ambiguous'],
  ])('of %j is refused as %s', (action, code) => {
    expect(priorityOf(action)).toMatchObject({ ok: false, refusal: { code } });
  });
});
