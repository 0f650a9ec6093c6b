import { describe, expect, it } from 'vitest';
import { eventKey } from './event-key.ts';
import { sampleAction, sampleEntry, sampleHit, sampleMovement, sampleRead, SAMPLE_GROUP } from './fixtures.ts';

describe('eventKey', () => {
  it('gives a read and its misread one key', () => {
    expect(eventKey('anpr.reads', sampleRead({ mark: 'GK66ABC' }))).toBe('6K66A8C');
    expect(eventKey('anpr.reads', sampleRead({ mark: 'GK6GA8C' }))).toBe('6K66A8C');
  });

  it('keys a read without a mark by its id', () => {
    expect(eventKey('anpr.reads', sampleRead({ mark: '', readId: 'r' }))).toBe('r');
  });

  it('keys the other topics by the identity that topics.yaml names', () => {
    expect(eventKey('port.movements', sampleMovement())).toBe('movement-1');
    expect(eventKey('watchlist.entries', sampleEntry())).toBe('entry-7');
    expect(eventKey('ocg.registry', SAMPLE_GROUP)).toBe('ocg-12');
    expect(eventKey('hits', sampleHit())).toBe('GK66ABC');
    expect(eventKey('incident.actions', sampleAction())).toBe('GK66ABC');
  });
});
