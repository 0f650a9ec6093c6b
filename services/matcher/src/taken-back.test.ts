import type { LogBatch, LogPosition, Offsets, ScanOptions } from '@landfall/ports';
import { describe, expect, it } from 'vitest';
import { takenBack } from './taken-back.ts';

const at = (offset: number): LogPosition => ({ topic: 'hits', partition: 0, offset });

/** One partition of hits; a record's time is its place, and it is looked at once. */
function hitsLog(ids: readonly string[]) {
  const looked: number[] = [];
  return {
    looked,
    ids,
    ends: async (): Promise<Offsets> => [at(ids.length)],
    offsetsAt: async (_topic: string, timestampMs: number): Promise<Offsets> => [at(Math.max(0, timestampMs))],
    async *scan({ from, to }: ScanOptions): AsyncGenerator<LogBatch> {
      for (let offset = from?.[0]?.offset ?? 0; offset < to![0]!.offset; offset += 1) {
        looked.push(offset);
        const headers = { ce_id: ids[offset]! };
        const record = { offset, key: 'AB12CDE', value: new Uint8Array(), timestampMs: offset, headers };
        yield { topic: 'hits', partition: 0, records: [record], endOffset: offset + 1 };
      }
    },
  };
}

const running = new AbortController().signal;

describe('takenBack', () => {
  it('finds a retraction by its header, and only from the instant on', async () => {
    const log = hitsLog(['a', 'b/retracted/2.1', 'c', 'd/raised/2.2']);
    expect(await takenBack(log, running).any(2)).toBe(false);
    expect(await takenBack(log, running).any(1)).toBe(true);
    expect(await takenBack(log, running).any(0)).toBe(true);
  });

  it('looks at what has come since, and at nothing twice unless it is asked for more', async () => {
    const ids = ['a', 'b', 'c'];
    const log = hitsLog(ids);
    const watch = takenBack(log, running);
    expect(await watch.any(1)).toBe(false);
    ids.push('d');
    expect(await watch.any(1)).toBe(false);
    expect(await watch.any(2)).toBe(false);
    expect(log.looked).toEqual([1, 2, 3]);
    ids.push('e/retracted/3.1');
    expect(await watch.any(2)).toBe(true);
    expect(await watch.any(4)).toBe(true);
    expect(log.looked).toEqual([1, 2, 3, 4]);
  });

  it('stops when the service does', async () => {
    await expect(takenBack(hitsLog(['a']), AbortSignal.abort()).any(0)).rejects.toThrow(/abort/i);
  });
});
