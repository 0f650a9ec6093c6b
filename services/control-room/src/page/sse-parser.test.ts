import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sseParser, type SseMessage } from './sse-parser.ts';

const stream =
  ': beat\n\nid: e-1\nevent: snapshot\ndata: {"a":1}\n\nid: e-2\nevent: gone\ndata: x\ndata: y\n\n: beat\n\n';
const messages: readonly SseMessage[] = [
  { id: 'e-1', event: 'snapshot', data: '{"a":1}' },
  { id: 'e-2', event: 'gone', data: 'x\ny' },
];

describe('sseParser', () => {
  it('finds the same messages however the network cuts the stream', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: stream.length - 1 }));
    fc.assert(
      fc.property(cuts, (places) => {
        const parse = sseParser();
        const ends = [...places.toSorted((a, b) => a - b), stream.length];
        const found = ends.flatMap((end, index) => parse(stream.slice(ends[index - 1] ?? 0, end)));
        expect(found).toEqual(messages);
      }),
    );
  });

  it('waits for the end of a message', () => {
    const parse = sseParser();
    expect(parse('id: e-1\ndata: a\n')).toEqual([]);
    expect(parse('\n')).toEqual([{ id: 'e-1', event: 'message', data: 'a' }]);
  });
});
