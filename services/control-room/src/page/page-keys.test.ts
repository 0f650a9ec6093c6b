import { describe, expect, it } from 'vitest';
import { commandOf } from './page-keys.ts';

const idle = { modified: false, typing: false, inQueue: false };

describe('commandOf', () => {
  it.each([
    ['j', 'next'],
    ['k', 'previous'],
    ['a', 'acknowledge'],
    ['n', 'note'],
    ['m', 'map'],
    ['/', 'filter'],
    ['?', 'help'],
    ['Escape', 'back'],
  ])('takes %s anywhere as %s', (key, command) => {
    expect(commandOf({ ...idle, key })).toBe(command);
  });

  it('takes arrows and Enter only in the queue, so that they work as usual elsewhere', () => {
    expect(commandOf({ ...idle, key: 'ArrowDown', inQueue: true })).toBe('next');
    expect(commandOf({ ...idle, key: 'Enter', inQueue: true })).toBe('open');
    expect(commandOf({ ...idle, key: 'ArrowDown' })).toBeNull();
    expect(commandOf({ ...idle, key: 'Enter' })).toBeNull();
  });

  it('leaves letters to a field, but lets Escape leave it', () => {
    expect(commandOf({ ...idle, key: 'a', typing: true })).toBeNull();
    expect(commandOf({ ...idle, key: 'Escape', typing: true })).toBe('back');
  });

  it("leaves the browser's own combinations alone", () => {
    expect(commandOf({ ...idle, key: 'a', modified: true })).toBeNull();
  });
});
