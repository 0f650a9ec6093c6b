import { createHash } from 'node:crypto';
import { distanceKm } from '@landfall/geography';
import { describe, expect, it } from 'vitest';
import { simulateDay } from './day.ts';
import type { ReadFact } from './facts.ts';
import { MISREAD_SHARE } from './misread.ts';
import { walk } from './walk.ts';

const START_MS = Date.UTC(2026, 2, 10);
const SMALL = { seed: 'a day in March', startMs: START_MS, readsPerDayScale: 0.02 };

function hashOf(options: Parameters<typeof simulateDay>[0]): string {
  const hash = createHash('sha256');
  for (const message of simulateDay(options).messages()) hash.update(JSON.stringify(message));
  return hash.digest('hex');
}

function readsOf(scale: number): readonly ReadFact[] {
  const day = simulateDay({ ...SMALL, readsPerDayScale: scale });
  return [...walk(day.plan)].flatMap(({ reads }) => reads);
}

function trueMs(read: ReadFact): number {
  return read.capturedMs - read.camera.clockAheadMs;
}

function foreignShare(reads: readonly ReadFact[], road: string): number {
  const there = reads.filter(({ camera }) => camera.road === road);
  return there.filter(({ country }) => country !== 'GB').length / there.length;
}

describe('simulateDay', () => {
  it('gives the same bytes for the same seed and others for another', () => {
    expect(hashOf(SMALL)).toBe(hashOf(SMALL));
    expect(hashOf({ ...SMALL, seed: 'another' })).not.toBe(hashOf(SMALL));
  });

  it('gives messages in order of delivery, beginning with the reference data', () => {
    const messages = [...simulateDay(SMALL).messages()];
    expect(messages.slice(0, 2).map(({ kind }) => kind)).toEqual(['reference', 'reference']);
    expect(messages.every(({ dueMs }, index) => index === 0 || dueMs >= (messages[index - 1]?.dueMs ?? 0))).toBe(true);
  });

  it('goes on from any time with the very messages that it would have given', () => {
    const fromMs = START_MS + 9.5 * 3_600_000;
    const all = [...simulateDay(SMALL).messages()].filter(({ dueMs }) => dueMs >= fromMs);
    expect([...simulateDay(SMALL).messages(fromMs)]).toEqual(all);
  });

  it('has 150 cameras, of which one has a wrong clock and one falls silent at noon', () => {
    const { cameras } = simulateDay(SMALL);
    expect(cameras).toHaveLength(150);
    expect(cameras.filter(({ clockAheadMs }) => clockAheadMs === 8 * 3_600_000)).toHaveLength(1);
    const silent = cameras
      .filter(({ silentFromMs }) => silentFromMs === 12 * 3_600_000)
      .map(({ cameraId }) => cameraId);
    expect(silent).toEqual(['M2-NEWNHAM-E-1']);
    const last = Math.max(
      ...readsOf(0.05)
        .filter(({ camera }) => camera.cameraId === silent[0])
        .map(({ capturedMs }) => capturedMs),
    );
    expect(last).toBeLessThan(START_MS + 12 * 3_600_000);
    expect(last).toBeGreaterThan(START_MS + 11 * 3_600_000);
  });

  it('speaks every format', () => {
    const formats = new Set(Array.from(simulateDay(SMALL).messages(), ({ format }) => format));
    expect([...formats].toSorted()).toEqual([
      'axis',
      'frigate',
      'geojson',
      'gvms',
      'hikvision',
      'landfall-json',
      'voi-csv',
      'watchlist-json',
    ]);
  });

  it('keeps in memory only what is under way', () => {
    const day = simulateDay({ ...SMALL, readsPerDayScale: 0.2 });
    let largest = 0;
    let total = 0;
    for (const { deliveries } of walk(day.plan)) {
      largest = Math.max(largest, deliveries.length);
      total += deliveries.length;
    }
    expect(total).toBeGreaterThan(100_000);
    expect(largest).toBeLessThan(total / 50);
  });

  it('refuses a day that cannot be', () => {
    expect(() => simulateDay({ ...SMALL, hours: 25 })).toThrow(RangeError);
    expect(() => simulateDay({ ...SMALL, startMs: 0.5 })).toThrow(RangeError);
  });
});

describe('the traffic', () => {
  const reads = readsOf(0.1);

  it('is about 4,200 reads a camera and day', () => {
    expect(reads.length / 150 / 0.1).toBeGreaterThan(3_900);
    expect(reads.length / 150 / 0.1).toBeLessThan(4_500);
  });

  it('is misread in 3 of 100 captures', () => {
    const misread = reads.filter(({ mark, trueMark }) => mark !== '' && mark !== trueMark).length / reads.length;
    expect(Math.abs(misread - MISREAD_SHARE)).toBeLessThan(0.003);
  });

  it('is about a third foreign at the port and hardly so in the Weald', () => {
    expect(foreignShare(reads, 'A20')).toBeGreaterThan(0.28);
    expect(foreignShare(reads, 'A20')).toBeLessThan(0.42);
    expect(foreignShare(reads, 'A229')).toBeLessThan(0.1);
  });

  it('never drives faster than 200 km/h between two cameras, but for the clone', () => {
    const tooFast = new Set<string>();
    const lastOf = new Map<string, ReadFact>();
    for (const read of reads.toSorted((a, b) => trueMs(a) - trueMs(b))) {
      const last = lastOf.get(read.trueMark);
      lastOf.set(read.trueMark, read);
      if (last === undefined) continue;
      // A whole second more: some formats have no milliseconds.
      const hours = (trueMs(read) - trueMs(last) + 1_000) / 3_600_000;
      const sameVehicle = last.country === read.country;
      if (sameVehicle && distanceKm(last.camera.position, read.camera.position) / hours > 200)
        tooFast.add(read.trueMark);
    }
    expect([...tooFast]).toEqual(['GX97CLN']);
  });

  it('delivers some captures twice, some minutes late, and those of three cameras hours late', () => {
    const day = simulateDay({ ...SMALL, readsPerDayScale: 0.05 });
    const deliveries = [...walk(day.plan)].flatMap((slot) =>
      slot.deliveries.filter((delivery) => delivery.kind === 'read'),
    );
    const share = (count: number): number => count / deliveries.length;
    const delay = ({ dueMs, read }: (typeof deliveries)[number]): number => dueMs - trueMs(read);
    expect(share(deliveries.filter(({ resend }) => resend).length)).toBeGreaterThan(0.008);
    const late = deliveries.filter((one) => !one.resend && delay(one) > 60_000 && one.read.camera.uploadEveryMs === 0);
    expect(share(late.length)).toBeGreaterThan(0.01);
    const hours = new Set(deliveries.filter((one) => delay(one) > 3_600_000).map(({ read }) => read.camera.cameraId));
    expect([...hours].toSorted()).toEqual(['A2-BARHAM-E-1', 'A228-HOO-S-1', 'A28-MARGATE-W-1']);
  });
});
