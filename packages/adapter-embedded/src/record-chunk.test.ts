import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHUNK_BYTES_MAX, CHUNK_RECORDS_MAX, chunkPacker, readRecord, recordBytes, recordEnd } from './record-chunk.ts';
import { read } from './test-files.ts';

const anyRecord = fc
  .record({
    key: fc.string({ unit: 'grapheme' }),
    value: fc.uint8Array({ maxLength: 500 }),
    timestampMs: fc.double({ noNaN: true, noDefaultInfinity: true }),
    headers: fc.dictionary(fc.string({ unit: 'grapheme', minLength: 1 }), fc.string({ unit: 'grapheme' }), {
      noNullPrototype: true,
    }),
  })
  .map((record) => ({ topic: 'anpr.reads' as const, ...record }));

describe('chunkPacker', () => {
  it('gives back every record as it came', () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { minLength: 1, maxLength: CHUNK_RECORDS_MAX }), (records) => {
        const packer = chunkPacker();
        const packed = records.filter((record) => packer.add(record));
        const chunk = Buffer.from(packer.take());
        let at = 0;
        for (const [index, record] of packed.entries()) {
          const found = readRecord(chunk, at, index);
          expect({ ...found, value: [...found.value] }).toEqual({
            offset: index,
            key: record.key,
            value: [...record.value],
            timestampMs: record.timestampMs,
            headers: record.headers,
          });
          at = recordEnd(chunk, at);
        }
        expect(at).toBe(chunk.length);
      }),
    );
  });

  it('refuses a record more than a chunk may have, and one that would make it too large', () => {
    const packer = chunkPacker();
    for (let index = 0; index < CHUNK_RECORDS_MAX; index += 1) expect(packer.add(read('k', 'x'))).toBe(true);
    expect(packer.add(read('k', 'x'))).toBe(false);
    packer.take();
    expect(packer.add(read('k', 'x'.repeat(CHUNK_BYTES_MAX - 100)))).toBe(true);
    expect(packer.add(read('k', 'x'.repeat(200)))).toBe(false);
  });

  it('takes a record of any size when it is the first', () => {
    const packer = chunkPacker();
    expect(packer.add(read('k', 'x'.repeat(5_000_000)))).toBe(true);
    expect(packer.count).toBe(1);
    expect(packer.take().length).toBeGreaterThan(5_000_000);
    expect(packer.count).toBe(0);
  });

  it('counts the bytes of keys and headers in UTF-8', () => {
    expect(recordBytes(read('é', 'abc', { headers: { a: 'b' } }))).toBe(2 + 3 + '{"a":"b"}'.length);
  });
});
