import { describe, expect, it } from 'vitest';
import { assert, AssertionFailure, assertNever } from './assert.ts';

describe('assert', () => {
  it('lets a true condition pass', () => {
    expect(() => assert(true, 'holds')).not.toThrow();
  });

  it('throws with the message when the promise is broken', () => {
    expect(() => assert(false, 'a hit has evidence')).toThrow(new AssertionFailure('a hit has evidence'));
  });

  it('names the value that no branch expected', () => {
    // Called past the types, as a value of a newer writer would reach it.
    expect(() => Reflect.apply(assertNever, undefined, [{ kind: 'newer' }])).toThrow(/newer/);
  });
});
