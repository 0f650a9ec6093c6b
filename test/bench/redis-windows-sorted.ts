import type { WindowFact } from '@landfall/ports';
import { Redis } from 'ioredis';

/** The representation that was not chosen: a sorted set for each vehicle. Only to be measured; it survives no loss of data. */
export interface SortedWindows {
  /** Stores a batch, one script call for each bucket, and gives the version of each bucket's marks. */
  store(facts: readonly WindowFact[]): Promise<void>;
  /** How many facts a vehicle has in a range of time. */
  look(keyHash: number, range: { readonly fromMs: number; readonly toMs: number }): Promise<number>;
  close(): void;
}

/** KEYS: the bucket's version of marks, then vehicles. ARGV: life in ms, then for each vehicle its count, scores and members. */
const STORE = `#!lua
local at = 2
for i = 2, #KEYS do
  local count = tonumber(ARGV[at])
  redis.call('ZADD', KEYS[i], unpack(ARGV, at + 1, at + 2 * count))
  redis.call('PEXPIRE', KEYS[i], ARGV[1])
  at = at + 2 * count + 1
end
return redis.call('GET', KEYS[1]) or '0'
`;
const MEMBER_BYTES = 8;

type Commands = Record<string, (...words: readonly (string | number | Buffer)[]) => unknown>;

export function sortedWindows(options: {
  readonly host: string;
  readonly port: number;
  readonly bucketCount: number;
  readonly lifeMs: number;
}): SortedWindows {
  const { host, port, bucketCount, lifeMs } = options;
  const redis = new Redis({ host, port, protocol: 2, scripts: { storeSorted: { lua: STORE } } });
  const keyOf = (keyHash: number): string => `{${keyHash % bucketCount}}${keyHash.toString(36)}`;
  return {
    store: async (facts) => {
      const pipeline = redis.pipeline();
      for (const [bucket, ofBucket] of Map.groupBy(facts, ({ keyHash }) => keyHash % bucketCount)) {
        const vehicles = Map.groupBy(ofBucket, ({ keyHash }) => keyHash);
        const keys = [`{${bucket}}v`, ...[...vehicles.keys()].map(keyOf)];
        const words = [...vehicles.values()].flatMap((own) => [own.length, ...own.flatMap((one) => [one.atMs, memberOf(one)])]); // prettier-ignore
        (pipeline as unknown as Commands)['storeSorted']!(keys.length, ...keys, lifeMs, ...words);
      }
      for (const [error] of (await pipeline.exec()) ?? []) if (error !== null) throw error;
    },
    look: async (keyHash, { fromMs, toMs }) =>
      (await redis.zrangeBuffer(keyOf(keyHash), fromMs, `(${toMs}`, 'BYSCORE', 'WITHSCORES')).length / 2,
    close: () => redis.disconnect(),
  };
}

/** Where the fact stands in the log: offset in six bytes, partition in two. */
function memberOf({ position }: WindowFact): Buffer {
  const member = Buffer.allocUnsafe(MEMBER_BYTES);
  member.writeUIntLE(position.offset, 0, 6);
  member.writeUInt16LE(position.partition, 6);
  return member;
}
