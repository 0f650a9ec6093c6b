import { describe, expect, it } from 'vitest';
import { AssertionFailure } from './assert.ts';
import { HOUR, NOON, sampleEntry, sampleMovement, sampleRead, SAMPLE_GROUP, TODAY } from './fixtures.ts';
import { hitId } from './hit-id.ts';
import type { HitInput } from './hit.ts';
import { buildHit, evidenceOfMovement, evidenceOfRead } from './hit.ts';
import { WATCH_HIT_RULE } from './rules/watch-hit.ts';

const input = (given: Partial<HitInput> = {}): HitInput => ({
  rule: WATCH_HIT_RULE,
  match: { ref: 0, kind: 'VRM', mark: 'GK66ABC', matchKind: 'EXACT', forgiven: [] },
  entry: sampleEntry(),
  entryOcg: SAMPLE_GROUP,
  evidence: [evidenceOfRead(sampleRead())],
  found: 'LIVE',
  late: false,
  matchedAt: NOON + HOUR,
  today: TODAY,
  ...given,
});

describe('buildHit', () => {
  it('carries what the entry says, the harm of its group, and four clocks', () => {
    expect(buildHit(input())).toMatchObject({
      ruleId: 'watch-hit',
      ruleVersion: 1,
      vehicleMark: 'GK66ABC',
      entryId: 'entry-7',
      entryRevision: 3,
      priority: 'HIGH',
      warningMarkers: 'Violent',
      ocgId: 'ocg-12',
      ocgHarmScore: 80,
      pastReview: false,
      capturedAt: NOON + HOUR / 2,
      receivedAt: NOON + HOUR / 2 + 400,
      matchedAt: NOON + HOUR,
      publishedAt: NOON + HOUR,
    });
  });

  it('has one id however and whenever it was found, under any revision', () => {
    const ids = [
      input(),
      input({ found: 'LOOK_BACK', late: true, matchedAt: 0, today: 0, entryOcg: null }),
      input({ entry: sampleEntry({ revision: 9, priority: 'LOW' }) }),
    ].map((each) => buildHit(each).hitId);
    expect(new Set(ids)).toEqual(
      new Set([hitId({ ruleId: 'watch-hit', ruleVersion: 1, entryId: 'entry-7', evidenceIds: ['read-1'] })]),
    );
  });

  it('names the listed vehicle for a confusable match, and the vehicle read for a pattern', () => {
    const evidence = [evidenceOfRead(sampleRead({ mark: 'GK6GABC' }))];
    const forgiven = [{ index: 3, read: 'G', listed: '6' }];
    const close = { ref: 0, kind: 'VRM', mark: 'GK66ABC', matchKind: 'CONFUSABLE', forgiven } as const;
    const open = { ref: 0, kind: 'PARTIAL_VRM', mark: 'GK6*', matchKind: 'WILDCARD', forgiven: [] } as const;
    expect(buildHit(input({ evidence, match: close }))).toMatchObject({ vehicleMark: 'GK66ABC', forgiven });
    expect(buildHit(input({ evidence, match: open }))).toMatchObject({
      vehicleMark: 'GK6GABC',
      identifierMark: 'GK6*',
    });
  });

  it('orders its evidence by event time, and takes its first two clocks from the latest fact', () => {
    const early = evidenceOfRead(sampleRead({ readId: 'z', capturedAt: NOON, receivedAt: NOON + 9 * HOUR }));
    const late = evidenceOfRead(sampleRead({ readId: 'a' }));
    const hit = buildHit(input({ evidence: [late, early] }));
    expect(hit.evidence.map(({ factId }) => factId)).toEqual(['z', 'a']);
    expect([hit.capturedAt, hit.receivedAt]).toEqual([late.occurredAt, late.receivedAt]);
    expect(hit).toEqual(buildHit(input({ evidence: [early, late] })));
  });

  it('says that an entry is past review from the day after its review date', () => {
    const past = [null, TODAY, TODAY - 1].map(
      (reviewDate) => buildHit(input({ entry: sampleEntry({ reviewDate }) })).pastReview,
    );
    expect(past).toEqual([false, false, true]);
  });

  it('is never built on nothing', () => {
    expect(() => buildHit(input({ evidence: [] }))).toThrow(AssertionFailure);
  });
});

describe('evidenceOfRead', () => {
  it('keeps the plate as sent beside the mark', () => {
    expect(evidenceOfRead(sampleRead())).toMatchObject({
      factId: 'read-1',
      kind: 'READ',
      rawPlate: 'GK66 ABC',
      mark: 'GK66ABC',
      cameraId: 'A20-03',
      movementKind: null,
    });
  });
});

describe('evidenceOfMovement', () => {
  it('bears the number that matched, and every clock that came', () => {
    expect(evidenceOfMovement(sampleMovement(), { raw: 'TR-1234', mark: 'TR1234' })).toMatchObject({
      factId: 'movement-1',
      kind: 'MOVEMENT',
      rawPlate: 'TR-1234',
      placeName: 'Dover',
      clockState: 'PLAUSIBLE',
      clocks: [
        { name: 'localArrival', text: '2026-11-05T12:00', at: NOON },
        { name: 'updatedAt', at: NOON - 60_000 },
      ],
    });
  });

  it.each([
    [{ timeBasis: 'RECEIVED' }, 'UNKNOWN'],
    [{ timeBasis: 'UNKNOWN' }, 'UNKNOWN'],
    [{ localArrivalRepeats: true }, 'UNKNOWN'],
    [{ timeBasis: 'SOURCE_UTC', localArrivalRepeats: true }, 'PLAUSIBLE'],
    [{ occurredAt: NOON + HOUR }, 'AHEAD'],
  ] as const)('of %j has a clock that is %s', (given, state) => {
    expect(evidenceOfMovement(sampleMovement(given), { raw: 'T', mark: 'T' }).clockState).toBe(state);
  });
});
