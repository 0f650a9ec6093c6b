import { describe, expect, it } from 'vitest';
import { eventHeaders } from './event-headers.ts';
import { NOON, sampleAction, sampleEntry, sampleHit, sampleMovement, sampleRead } from './fixtures.ts';

describe('eventHeaders', () => {
  it('gives a hit every attribute of CloudEvents 1.0 in binary mode', () => {
    expect(eventHeaders('hits', sampleHit())).toEqual({
      ce_specversion: '1.0',
      ce_id: 'hit-1',
      ce_type: 'landfall.hit.v1',
      ce_source: '/landfall/hits',
      ce_time: '2026-11-05T12:00:00.000Z',
      ce_subject: 'GK66ABC',
      ce_dataschema: 'urn:landfall:schema:hit',
      'content-type': 'application/avro',
    });
  });

  it('gives a hit that is published again the same headers', () => {
    const again = sampleHit({ matchedAt: NOON + 9000, publishedAt: NOON + 9001, found: 'LOOK_BACK' });
    expect(eventHeaders('hits', again)).toEqual(eventHeaders('hits', sampleHit()));
  });

  it('gives a hit that is taken back an id of its own, of the same type', () => {
    const back = sampleHit({ state: 'RETRACTED', entryRevision: 4, stateVersion: 1 });
    expect(eventHeaders('hits', back)).toEqual({
      ...eventHeaders('hits', sampleHit()),
      ce_id: 'hit-1/retracted/4.1',
    });
  });

  it('gives reads none', () => {
    expect(eventHeaders('anpr.reads', sampleRead())).toBeUndefined();
  });

  it('tells a revision that awaits approval from the approved one', () => {
    const waiting = eventHeaders('watchlist.entries', sampleEntry({ state: 'AWAITING_APPROVAL' }));
    expect(waiting?.['ce_id']).toBe('entry-7/3/AWAITING_APPROVAL');
    expect(eventHeaders('watchlist.entries', sampleEntry())?.['ce_id']).toBe('entry-7/3/ACTIVE');
  });

  it('names no vehicle beyond what the key names', () => {
    const headers = [
      eventHeaders('port.movements', sampleMovement({ vehicle: { raw: 'GK66 ABC', mark: 'GK66ABC' } })),
      eventHeaders('watchlist.entries', sampleEntry()),
    ];
    expect(JSON.stringify(headers)).not.toMatch(/GK66|TR1234|TR-1234/);
    expect(eventHeaders('incident.actions', sampleAction())?.['ce_subject']).toBe('GK66ABC');
  });

  it('leaves out a time that RFC 3339 cannot say', () => {
    for (const [capturedAt, text] of [
      [Date.parse('9999-12-31T23:59:59.999Z'), '9999-12-31T23:59:59.999Z'],
      [Date.parse('9999-12-31T23:59:59.999Z') + 1, undefined],
      [Date.parse('0000-01-01T00:00:00Z') - 1, undefined],
      [Number.NaN, undefined],
    ] as const) {
      expect(eventHeaders('hits', sampleHit({ capturedAt }))?.['ce_time']).toBe(text);
    }
  });
});
