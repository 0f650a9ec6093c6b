import { emptyIncident, evolveIncident, type Incident } from '@landfall/core';
import { HttpProblem } from '@landfall/runtime';
import { describe, expect, it } from 'vitest';
import { actionOf, deliveryActions, parseAnswer, parseDeliveries } from './actions.ts';
import { testHit } from './test-hits.ts';
import type { AnswerKind } from './wire.ts';

const answer = { actionId: 'a'.repeat(32), name: 'PC Lunn', note: 'Unit sent.', hitIds: ['a'], includeOlder: false };

interface Refusal {
  readonly what: string;
  readonly kind: AnswerKind;
  readonly body: unknown;
  readonly code: string;
}

function bytes(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof HttpProblem) return error.code;
    throw error;
  }
  return 'none';
}

function incidentOf(...hitIds: readonly string[]): Incident {
  return hitIds.reduce(
    (incident, hitId, index) => evolveIncident(incident, { kind: 'hit', hit: testHit({ hitId, capturedAt: index }) }),
    emptyIncident('GK19ODX'),
  );
}

describe('parseAnswer', () => {
  it('trims what was typed', () => {
    expect(parseAnswer(bytes({ ...answer, name: ' PC Lunn ' }), 'acknowledge')).toEqual(answer);
  });

  it.each<Refusal>([
    { what: 'a name of spaces', kind: 'acknowledge', body: { ...answer, name: '  ' }, code: 'request-invalid' },
    {
      what: 'a note that is too long',
      kind: 'note',
      body: { ...answer, note: 'x'.repeat(2001) },
      code: 'request-invalid',
    },
    { what: 'an unknown field', kind: 'note', body: { ...answer, extra: 1 }, code: 'request-invalid' },
    {
      what: 'an actionId that anybody could guess',
      kind: 'note',
      body: { ...answer, actionId: '1' },
      code: 'request-invalid',
    },
    {
      what: 'too many hits',
      kind: 'note',
      body: { ...answer, hitIds: Array.from({ length: 501 }, () => 'h') },
      code: 'request-invalid',
    },
    { what: 'closing without a reason', kind: 'close', body: { ...answer, note: ' ' }, code: 'reason-missing' },
    { what: 'an empty note', kind: 'note', body: { ...answer, note: '' }, code: 'note-missing' },
  ])('refuses $what', ({ kind, body, code }) => {
    expect(codeOf(() => parseAnswer(bytes(body), kind))).toBe(code);
  });

  it.each([Buffer.from('{'), Buffer.alloc(0), undefined, 'text'])('refuses the body %j, which is no JSON', (body) => {
    expect(codeOf(() => parseAnswer(body, 'note'))).toBe('body-not-json');
  });
});

describe('actionOf', () => {
  it('answers the hits that the operator saw, and not one that came since', () => {
    const action = actionOf(incidentOf('a', 'b'), { kind: 'acknowledge', answer, at: 7 });
    expect(action).toMatchObject({ kind: 'ACKNOWLEDGED', vehicleMark: 'GK19ODX', hitIds: ['a'], at: 7 });
  });

  it('answers older hits too when the list could not name them, and no newer one', () => {
    const named = { ...answer, hitIds: ['c'], includeOlder: true };
    const action = actionOf(incidentOf('a', 'b', 'c', 'd'), { kind: 'close', answer: named, at: 7 });
    expect(action.hitIds.toSorted()).toEqual(['a', 'b', 'c']);
  });

  it('leaves out ids of other vehicles, and refuses to acknowledge nothing', () => {
    const stranger = { ...answer, hitIds: ['x'] };
    expect(codeOf(() => actionOf(incidentOf('a'), { kind: 'acknowledge', answer: stranger, at: 7 }))).toBe(
      'nothing-to-answer',
    );
  });

  it('answers nothing with a note', () => {
    expect(actionOf(incidentOf('a'), { kind: 'note', answer, at: 7 }).hitIds).toEqual([]);
  });
});

describe('deliveries', () => {
  it('become one action per vehicle', () => {
    let ids = 0;
    const marks = new Map([
      ['a', 'GK19ODX'],
      ['b', 'LR08WYP'],
      ['c', 'GK19ODX'],
    ]);
    const newId = (): string => `id-${(ids += 1)}`;
    expect(deliveryActions(marks, { name: 'PC Lunn', at: 7, newId })).toEqual([
      {
        actionId: 'id-1',
        vehicleMark: 'GK19ODX',
        kind: 'DELIVERED',
        hitIds: ['a', 'c'],
        name: 'PC Lunn',
        note: '',
        at: 7,
      },
      { actionId: 'id-2', vehicleMark: 'LR08WYP', kind: 'DELIVERED', hitIds: ['b'], name: 'PC Lunn', note: '', at: 7 },
    ]);
  });

  it('are refused when they are not a list of ids', () => {
    expect(codeOf(() => parseDeliveries(bytes({ hitIds: 'a' })))).toBe('request-invalid');
  });
});
