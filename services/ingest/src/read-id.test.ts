import { expect, it } from 'vitest';
import { idOf } from './read-id.ts';

it('gives the same parts the same id for ever', () => {
  expect(idOf(['kent-cameras', 'M20-J10-E', 'GU62SJE', '1795000000000'])).toBe('gOpngBEoj5bx45H7');
});

it('tells lists of parts apart that join to one text', () => {
  expect(new Set([idOf(['ab', 'c']), idOf(['a', 'bc']), idOf(['abc']), idOf(['abc', ''])]).size).toBe(4);
});
