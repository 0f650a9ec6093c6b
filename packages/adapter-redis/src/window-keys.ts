/** Where each key of a store stands. One bucket's keys share a hash tag, and so a slot: one script may touch them all. */
export interface WindowKeys {
  /** The epoch, how far each partition is stored, and beside it how much each bucket had taken by then. */
  readonly positions: string;
  readonly witness: string;
  readonly positionsSlot: number;
  bucket(bucket: number): BucketKeys;
}

export interface BucketKeys {
  readonly slot: number;
  /** `e` epoch, `n` writes so far, `v` version of the marks, `k` marks present, `b` bytes of marks. */
  readonly meta: string;
  /** Ids of the marks that changed here, by version. */
  readonly order: string;
  /** Bytes of each hour's chunk. */
  readonly hours: string;
  /** Bytes of each period's kept facts: hours, and below zero days. */
  readonly kept: string;
  /** Marks whose home is here, by id: the newest revision of each. */
  readonly bodies: string;
  /** Of marks whose home is here, the buckets that may not have heard of the newest revision yet. */
  readonly pending: string;
  chunk(hour: number | string): string;
  /** Kept facts of a period, by window. */
  keptOf(period: number | string): string;
}

/** Slots of a Redis Cluster. */
const SLOTS = 16_384;

export function windowKeys(namespace: string, bucketCount: number): WindowKeys {
  const buckets = Array.from({ length: bucketCount }, (_, bucket) => bucketKeys(`${namespace}:${bucket}`));
  const tag = `${namespace}:positions`;
  return {
    positions: `{${tag}}:at`,
    witness: `{${tag}}:witness`,
    positionsSlot: slotOf(tag),
    bucket: (bucket) => buckets[bucket]!,
  };
}

function bucketKeys(tag: string): BucketKeys {
  return {
    slot: slotOf(tag),
    meta: `{${tag}}:meta`,
    order: `{${tag}}:order`,
    hours: `{${tag}}:hours`,
    kept: `{${tag}}:kept`,
    bodies: `{${tag}}:bodies`,
    pending: `{${tag}}:pending`,
    chunk: (hour) => `{${tag}}:f:${hour}`,
    keptOf: (period) => `{${tag}}:w:${period}`,
  };
}

/** CRC16 (XMODEM) of the hash tag, as the cluster specification asks. */
export function slotOf(tag: string): number {
  let crc = 0;
  for (const byte of Buffer.from(tag)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021;
    crc &= 0xffff;
  }
  return crc % SLOTS;
}
