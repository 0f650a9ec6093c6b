import { HttpProblem } from '@landfall/runtime';
import { describe, expect, it } from 'vitest';
import { openSession, requireSameOrigin, sealSession, sessionFor } from './session.ts';

describe('sessionFor', () => {
  it.each(['operator', 'admin'] as const)('lets a principal with the role %s in', (role) => {
    expect(sessionFor({ name: 'PC Lunn', role }, 100)).toEqual({ name: 'PC Lunn', role, expiresAt: 100 });
  });

  it.each(['source', 'analyst'] as const)('keeps a principal with the role %s out', (role) => {
    expect(sessionFor({ name: 'camera', role }, 100)).toBeNull();
  });

  it('keeps an unknown key out', () => {
    expect(sessionFor(null, 100)).toBeNull();
  });
});

describe('openSession', () => {
  const session = { name: 'PC Lunn', role: 'operator', expiresAt: 100 } as const;

  it('opens what was sealed until it expires', () => {
    const sealed = sealSession(session);
    expect(openSession(sealed, 99)).toEqual(session);
    expect(openSession(sealed, 100)).toBeNull();
  });

  it.each([
    ['no JSON', 'e30x'],
    ['another shape', Buffer.from('{"name":"x"}').toString('base64url')],
    ['another role', Buffer.from(JSON.stringify({ ...session, role: 'source' })).toString('base64url')],
    ['nothing', ''],
  ])('opens nothing for %s', (_caption, text) => {
    expect(openSession(text, 0)).toBeNull();
  });
});

describe('requireSameOrigin', () => {
  it.each([
    { 'sec-fetch-site': 'same-origin' },
    { origin: 'http://desk.example:8080', host: 'desk.example:8080' },
    { 'sec-fetch-site': 'same-origin', origin: 'null', host: 'desk.example' },
  ])('lets %j pass', (headers) => {
    expect(() => requireSameOrigin(headers)).not.toThrow();
  });

  it.each([
    { 'sec-fetch-site': 'cross-site', origin: 'http://desk.example', host: 'desk.example' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
    { origin: 'http://evil.example', host: 'desk.example' },
    { origin: 'http://desk.example:81', host: 'desk.example' },
    { origin: 'null', host: 'desk.example' },
    { host: 'desk.example' },
    {},
  ])('refuses %j', (headers) => {
    expect(() => requireSameOrigin(headers)).toThrow(HttpProblem);
  });
});
