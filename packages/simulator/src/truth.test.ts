import { describe, expect, it } from 'vitest';
import { simulateDay } from './day.ts';
import { reportedCameraId } from './reported-camera.ts';
import { STORIES } from './stories/all-stories.ts';
import type { TrueHit } from './truth.ts';
import { countByStory, truth } from './truth.ts';

const START_MS = Date.UTC(2026, 2, 10);
const day = simulateDay({ seed: 7, startMs: START_MS, readsPerDayScale: 0.03 });
const hits = truth(day);

function keyOf(hit: Pick<TrueHit, 'entryKey' | 'mark' | 'cameraId' | 'gmrId' | 'occurredAtMs'>): string {
  return [hit.entryKey, hit.mark, hit.cameraId ?? hit.gmrId, hit.occurredAtMs].join(' ');
}

/** Camera, normalised mark and time of a read as it was sent. */
function readSent(body: string): { readonly cameraId: string; readonly mark: string; readonly occurredAtMs: number } {
  const text = (name: string): string => new RegExp(`"${name}":"([^"]*)"`, 'u').exec(body)?.[1] ?? '';
  const mark = text('plate')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/gu, '');
  return { cameraId: text('cameraId'), mark, occurredAtMs: Date.parse(text('capturedAt')) };
}

/** Hits on reads in the project's own JSON, found by comparing every message with every listed mark, from the end of the day backwards. */
function bruteForce(): ReadonlySet<string> {
  const found = new Set<string>();
  const classes = ['0ODQ', '1IL', '8B', '5S', '2Z', '6G'];
  const alike = (a: string, b: string): boolean =>
    classes.some((members) => members.includes(a) && members.includes(b));
  const listed = [
    ...day.plan.background.vehicles.map(({ entryKey, plate }) => ({ entryKey, mark: plate.mark, fromMs: 0 })),
    ...day.plan.stories.flatMap(({ entries }) =>
      entries.flatMap(({ body }) =>
        body.identifiers
          .filter(({ kind }) => kind === 'VRM')
          .map(({ raw }) => ({
            entryKey: body.sourceReference,
            mark: raw.replaceAll(' ', ''),
            fromMs: Date.parse(body.validFrom) - body.lookBackHours * 3_600_000,
          })),
      ),
    ),
  ];
  const lines = [...day.messages()].filter(({ format }) => format === 'landfall-json').toReversed();
  for (const { body } of lines) {
    const { cameraId, mark, occurredAtMs } = readSent(body);
    for (const { entryKey, mark: wanted, fromMs } of listed) {
      if (wanted.length !== mark.length || occurredAtMs < fromMs) continue;
      let wrong = 0;
      for (let i = 0; i < mark.length; i += 1) {
        if (mark.charAt(i) !== wanted.charAt(i)) wrong += alike(mark.charAt(i), wanted.charAt(i)) ? 1 : 2;
      }
      if (wrong <= 1) found.add(keyOf({ entryKey, mark, cameraId, gmrId: null, occurredAtMs }));
    }
  }
  return found;
}

describe('truth', () => {
  it('has at least one hit of every story', () => {
    const counts = countByStory(day, hits);
    expect([...counts.keys()]).toHaveLength(STORIES.length + 1);
    for (const count of counts.values()) expect(count).toBeGreaterThan(0);
  });

  it('is the same however often it is asked for, and when messages were read before', () => {
    const again = simulateDay({ seed: 7, startMs: START_MS, readsPerDayScale: 0.03 });
    again.messages().next();
    expect(truth(again)).toEqual(hits);
  });

  it('agrees with comparing every sent message with every listed mark', () => {
    const own = new Set(
      day.cameras.filter(({ format }) => format === 'landfall-json').map((camera) => reportedCameraId(camera)),
    );
    const ofReads = hits.filter(
      ({ cameraId, matchKind }) => cameraId !== null && own.has(cameraId) && matchKind !== 'WILDCARD',
    );
    expect(new Set(ofReads.map(keyOf))).toEqual(bruteForce());
    expect(ofReads.some(({ matchKind }) => matchKind === 'CONFUSABLE')).toBe(true);
  });

  it('names every hit once', () => {
    expect(new Set(hits.map(keyOf)).size).toBe(hits.length);
  });

  it('has the first hit within five minutes and one in every hour', () => {
    const times = hits.map(({ occurredAtMs }) => occurredAtMs ?? Infinity).toSorted((a, b) => a - b);
    expect((times[0] ?? Infinity) - START_MS).toBeLessThan(5 * 60_000);
    const hours = new Set(times.map((time) => Math.floor((time - START_MS) / 3_600_000)));
    expect(Array.from({ length: 24 }, (_, hour) => hours.has(hour))).not.toContain(false);
  });

  it('finds the missing child only by looking back, and the lorry both at the port and on the road', () => {
    const entry = day.plan.stories.find(({ key }) => key === 'missing-child')?.entries[0];
    const childTimes = hits
      .filter(({ story }) => story === 'missing-child')
      .map(({ occurredAtMs }) => occurredAtMs ?? 0);
    expect(Math.min(...childTimes)).toBeLessThan((entry?.dueMs ?? 0) - 6 * 3_600_000);
    const tractor = hits.filter(({ entryKey }) => entryKey === 'SIM-TRAFFICKING-TRACTOR');
    expect(new Set(tractor.map(({ fact }) => fact))).toEqual(new Set(['movement', 'read']));
    expect(hits.filter(({ entryKey }) => entryKey === 'SIM-TRAFFICKING-TRAILERS')).toHaveLength(2);
  });

  it('takes the wrongly set clock at its word', () => {
    const wrong = day.cameras.find(({ clockAheadMs }) => clockAheadMs > 0);
    if (wrong === undefined) throw new Error('one camera has a wrong clock');
    const read = hits.find(({ cameraId }) => cameraId === reportedCameraId(wrong));
    expect(read?.story).toBe('everyday-list');
  });
});
