import { describe, expect, it } from 'vitest';
import { frameText, replayRing } from './replay-ring.ts';

const bounds = { eventsMax: 3, bytesMax: 10_000 };

describe('replayRing', () => {
  it('gives a page the events after the one it names, in order', () => {
    const ring = replayRing({ epoch: 'e', ...bounds });
    const [first, second, third] = ['a', 'b', 'c'].map((body) => ring.append('incidents', body));
    expect(ring.after(first!.id)).toEqual([second, third]);
    expect(ring.after(third!.id)).toEqual([]);
  });

  it('gives everything kept to a page that has just the snapshot before it', () => {
    const ring = replayRing({ epoch: 'e', ...bounds });
    const start = ring.lastId();
    const frames = ['a', 'b', 'c'].map((body) => ring.append('incidents', body));
    expect(ring.after(start)).toEqual(frames);
  });

  it('asks for a snapshot when an event behind the named one has been dropped', () => {
    const ring = replayRing({ epoch: 'e', ...bounds });
    const ids = ['a', 'b', 'c', 'd', 'e'].map((body) => ring.append('incidents', body).id);
    expect(ring.after(ids[0]!)).toBeNull();
    expect(ring.after(ids[1]!)?.map((frame) => frame.id)).toEqual(ids.slice(2));
  });

  it('drops by size as well as by number', () => {
    const ring = replayRing({ epoch: 'e', eventsMax: 100, bytesMax: 200 });
    const start = ring.lastId();
    ring.append('incidents', 'x'.repeat(120));
    const second = ring.append('incidents', 'y'.repeat(120)).id;
    ring.append('incidents', 'z'.repeat(10));
    expect(ring.after(start)).toBeNull();
    expect(ring.after(second)).toHaveLength(1);
  });

  it.each(['other-1', 'e-99', 'e--1', 'e-', 'e-1x', '', 'e'])(
    'asks for a snapshot for the id %j, which is none of its own',
    (id) => {
      const ring = replayRing({ epoch: 'e', ...bounds });
      ring.append('incidents', 'a');
      expect(ring.after(id)).toBeNull();
    },
  );
});

describe('frameText', () => {
  it('keeps a line break of the data inside its one data line', () => {
    expect(frameText('e-1', 'incidents', 'a\nb')).toBe('id: e-1\nevent: incidents\ndata: "a\\nb"\n\n');
  });
});
