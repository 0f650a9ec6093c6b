/**
 * Admission of work: bytes and records in hand over all requests are bounded, and a request over the bound is turned away before it costs
 * anything, so that its sender tries again.
 */
export interface BackPressure {
  /** A lease for one request, nothing taken yet. */
  open(): Lease;
  readonly bytes: number;
  readonly records: number;
}

export interface Lease {
  /** Takes so many more; false when that is over the bound, and nothing is taken. */
  takeBytes(count: number): boolean;
  takeRecords(count: number): boolean;
  /** Gives back part of what was taken. */
  returnBytes(count: number): void;
  /** Gives everything back. Idempotent. */
  release(): void;
}

export function backPressure(max: { readonly bytes: number; readonly records: number }): BackPressure {
  const inHand = { bytes: 0, records: 0 };
  const take = (kind: 'bytes' | 'records', count: number): boolean => {
    if (inHand[kind] + count > max[kind]) return false;
    inHand[kind] += count;
    return true;
  };
  return {
    get bytes() {
      return inHand.bytes;
    },
    get records() {
      return inHand.records;
    },
    open() {
      const taken = { bytes: 0, records: 0 };
      const takeMore = (kind: 'bytes' | 'records', count: number): boolean => {
        if (!take(kind, count)) return false;
        taken[kind] += count;
        return true;
      };
      return {
        takeBytes: (count) => takeMore('bytes', count),
        takeRecords: (count) => takeMore('records', count),
        returnBytes(count) {
          inHand.bytes -= count;
          taken.bytes -= count;
        },
        release() {
          inHand.bytes -= taken.bytes;
          inHand.records -= taken.records;
          taken.bytes = 0;
          taken.records = 0;
        },
      };
    },
  };
}
