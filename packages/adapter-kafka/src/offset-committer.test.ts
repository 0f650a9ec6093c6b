import type { OffsetsByTopicPartition } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { OffsetCommitter } from './offset-committer.ts';

const place = (partition: number, next: number): Parameters<OffsetCommitter['note']>[0] => ({
  topic: 'anpr.reads',
  partition,
  next,
});

/** A broker that takes commits when it is told to. */
function broker(): {
  taken: string[];
  answer: (error?: Error) => void;
  send: (o: OffsetsByTopicPartition) => Promise<void>;
} {
  const taken: string[] = [];
  let settle: ((error?: Error) => void) | null = null;
  return {
    taken,
    answer: (error) => settle?.(error),
    send: ({ topics }) => {
      taken.push(topics.flatMap((one) => one.partitions.map((p) => `${p.partition}:${p.offset}`)).join(' '));
      return new Promise((resolve, reject) => {
        settle = (error) => (error === undefined ? resolve() : reject(error));
      });
    },
  };
}

describe('OffsetCommitter', () => {
  it('gathers what is done while a commit is under way into the next one', async () => {
    const committer = new OffsetCommitter();
    const { taken, answer, send } = broker();
    committer.note(place(0, 10));
    committer.begin(send);
    committer.note(place(0, 20));
    committer.note(place(1, 5));
    committer.begin(send);
    expect(taken).toEqual(['0:10']);
    const flushed = committer.flush(async (offsets) => {
      const sent = send(offsets);
      answer();
      await sent;
    });
    answer();
    await flushed;
    expect(taken).toEqual(['0:10', '0:20 1:5']);
  });

  it('commits again what failed, unless more is done by then', async () => {
    const committer = new OffsetCommitter();
    const { taken, send } = broker();
    committer.note(place(0, 10));
    committer.note(place(1, 5));
    const failing = committer.flush(async (offsets) => {
      void send(offsets);
      committer.note(place(0, 20));
      throw new Error('the coordinator is away');
    });
    await expect(failing).rejects.toThrow('the coordinator is away');
    await committer.flush(async (offsets) => void send(offsets));
    expect(taken).toEqual(['0:10 1:5', '0:20 1:5']);
  });

  it('forgets what a rebalance has given to others', async () => {
    const committer = new OffsetCommitter();
    const { taken, send } = broker();
    committer.note(place(0, 10));
    committer.forget();
    await committer.flush(send);
    expect(taken).toEqual([]);
  });
});
