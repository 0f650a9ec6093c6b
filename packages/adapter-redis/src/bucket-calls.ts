import { WindowStoreError } from '@landfall/ports';
import type { Epoch } from './epoch.ts';
import type { RedisCall, RedisClient, Reply, Word } from './redis-client.ts';
import type { BucketKeys, WindowKeys } from './window-keys.ts';

/** A script on one bucket; epoch and known writes are added when it is sent. */
export interface BucketCall {
  readonly bucket: number;
  readonly name: RedisCall['name'];
  readonly keys: (keys: BucketKeys) => readonly string[];
  readonly words: readonly Word[];
}

export interface BucketCalls {
  readonly keys: WindowKeys;
  /** Replies in order. Rejects with `windows-unavailable` when a bucket is not the one that was known. */
  run(calls: readonly BucketCall[]): Promise<readonly Reply[]>;
  /** Calls that ask for no epoch. */
  runPlain(calls: readonly RedisCall[]): Promise<readonly Reply[]>;
  /** Takes in how many writes a bucket has acknowledged. */
  acknowledge(bucket: number, writes: number): void;
  /** A script on the positions, with the epoch as its first word. */
  runOnPositions(name: RedisCall['name'], words: readonly Word[]): Promise<void>;
  known(bucket: number): number;
}

/** Calls within one epoch; `onLost` hears when Redis turns out to have lost some of its data. */
export function bucketCalls(options: {
  readonly client: RedisClient;
  readonly keys: WindowKeys;
  readonly epoch: Epoch;
  readonly onLost: () => void;
}): BucketCalls {
  const { client, keys, epoch, onLost } = options;
  const lost = (): WindowStoreError => {
    onLost();
    return lostError();
  };
  return {
    keys,
    run: async (calls) => {
      if (calls.length === 0) return [];
      const replies = await client.run(
        calls.map(({ bucket, name, keys: named, words }): RedisCall => {
          const own = keys.bucket(bucket);
          return { slot: own.slot, name, keys: named(own), words: [epoch.id, epoch.known[bucket]!, ...words] };
        }),
      );
      if (replies.includes(null)) throw lost();
      return replies;
    },
    runPlain: async (calls) => (calls.length === 0 ? [] : client.run(calls)),
    runOnPositions: async (name, words) => {
      const { positions, witness, positionsSlot: slot } = keys;
      const replies = await client.run([{ slot, name, keys: [positions, witness], words: [epoch.id, ...words] }]);
      if (replies.includes(null)) throw lost();
    },
    acknowledge: (bucket, writes) => {
      epoch.known[bucket] = Math.max(epoch.known[bucket]!, writes);
    },
    known: (bucket) => epoch.known[bucket]!,
  };
}

export function lostError(): WindowStoreError {
  const text = 'Redis has lost windows. Ask for positions(), which begins anew, and refill from the log.';
  return new WindowStoreError('windows-unavailable', text);
}
