import type { NewRecord } from '@landfall/ports';
import { describe, expect, it } from 'vitest';
import { isTooLarge, prepare, SendPlan } from './send-plan.ts';

const FACTS = { partitions: 16, maxMessageBytes: 1_000 };
const BOUNDS = { recordsMax: 100, bytesMax: 10_000, batchBytesMax: () => 1_000 };

function record(key: string, bytes = 10, more: Partial<NewRecord> = {}): NewRecord {
  return { topic: 'anpr.reads', key, value: new Uint8Array(bytes), timestampMs: 1, ...more };
}

const outgoing = (key: string, bytes?: number): ReturnType<typeof prepare> => prepare(record(key, bytes), FACTS);

describe('prepare', () => {
  // The partitions on which Kafka's own producer puts these keys, of sixteen.
  it.each([
    ['21', (-973932308 & 0x7fffffff) % 16],
    ['foobar', (-790332482 & 0x7fffffff) % 16],
    ['abc', 479470107 % 16],
  ])('puts %j where Kafka’s own clients put it', (key, partition) => {
    expect(outgoing(key).partition).toBe(partition);
  });

  it('counts keys and headers in bytes of UTF-8', () => {
    const bare = outgoing('').bytes;
    expect(outgoing('Ż').bytes - bare).toBe(2);
    const headed = prepare(record('', 10, { headers: { ß: 'ü' } }), FACTS).bytes;
    expect(headed - bare).toBeGreaterThanOrEqual(4);
  });
});

describe('isTooLarge', () => {
  it('refuses what the topic cannot take, and leaves the doubtful to the brokers', () => {
    expect(isTooLarge(outgoing('a', 1_000), FACTS)).toBe(true);
    expect(isTooLarge(outgoing('a', 900), FACTS)).toBe(false);
    expect(isTooLarge(outgoing('a', 9_000), { ...FACTS, maxMessageBytes: null })).toBe(false);
  });
});

describe('SendPlan', () => {
  it('makes one batch for each partition, in the order in which records came', () => {
    const plan = new SendPlan(BOUNDS);
    const records = ['a', 'b', 'a', 'c', 'b', 'a'].map((key) => outgoing(key));
    expect(records.every((one) => plan.add(one))).toBe(true);
    for (const batch of plan.batches()) expect(batch).toEqual(records.filter((one) => batch.includes(one)));
    expect(plan.batches().flat()).toHaveLength(6);
    expect(plan.size).toBe(6);
  });

  it('takes no more records than its bound', () => {
    const plan = new SendPlan({ ...BOUNDS, recordsMax: 2 });
    expect([outgoing('a'), outgoing('b'), outgoing('c')].map((one) => plan.add(one))).toEqual([true, true, false]);
  });

  it('takes no more bytes than its bound, unless one record is larger', () => {
    const plan = new SendPlan({ ...BOUNDS, bytesMax: 500 });
    expect(plan.add(outgoing('a', 800))).toBe(true);
    expect(plan.add(outgoing('b', 1))).toBe(false);
  });

  it('lets no batch grow beyond what its topic takes', () => {
    const plan = new SendPlan(BOUNDS);
    expect(plan.add(outgoing('a', 500))).toBe(true);
    expect(plan.add(outgoing('a', 500))).toBe(false);
  });
});
