import type { Hit } from './events.ts';
import { compareHitRecords } from './hit-state.ts';
import { compareText } from './match.ts';

/** Hits and actions kept in full in one incident, the newest of each. */
export const INCIDENT_KEPT_MAX = 500;

export interface KeepBy<T> {
  readonly idOf: (item: T) => string;
  readonly timeOf: (item: T) => number;
  /** Negative when `a` is to be shown of two items with one id. Without it, the texts of the two decide. */
  readonly prefer?: (a: T, b: T) => number;
}

/**
 * The list with an item in its place by time and then id, each id once, and no more than the 500 newest. The result is
 * a function of the set of items put in, whatever their order, as long as one id always has one time. An id may come
 * with two times when a source corrects itself: the preferred one is kept, in its place.
 */
export function addKept<T>(items: readonly T[], item: T, by: KeepBy<T>): readonly T[] {
  const elsewhere = items.findIndex((one) => by.idOf(one) === by.idOf(item) && by.timeOf(one) !== by.timeOf(item));
  if (elsewhere === -1) return addInPlace(items, item, by);
  return isPreferred(item, items[elsewhere]!, by) ? addInPlace(items.toSpliced(elsewhere, 1), item, by) : items;
}

function isPreferred<T>(item: T, other: T, by: KeepBy<T>): boolean {
  if (item === other) return false;
  return (by.prefer?.(item, other) ?? compareText(JSON.stringify(item), JSON.stringify(other))) < 0;
}

function addInPlace<T>(items: readonly T[], item: T, by: KeepBy<T>): readonly T[] {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (comparePlace(items[middle]!, item, by) < 0) low = middle + 1;
    else high = middle;
  }
  const there = items[low];
  if (there !== undefined && by.idOf(there) === by.idOf(item)) {
    return isPreferred(item, there, by) ? items.with(low, item) : items;
  }
  if (items.length < INCIDENT_KEPT_MAX) return items.toSpliced(low, 0, item);
  return low === 0 ? items : [...items.slice(1, low), item, ...items.slice(low)];
}

function comparePlace<T>(a: T, b: T, by: KeepBy<T>): number {
  return by.timeOf(a) - by.timeOf(b) || compareText(by.idOf(a), by.idOf(b));
}

/**
 * Of two contents of one hit, the one that counts; of those that say the same, the one that was matched first; then
 * published first; then by way of finding and whole text.
 */
export function preferredHit(a: Hit, b: Hit): number {
  return (
    compareHitRecords(a, b) ||
    a.matchedAt - b.matchedAt ||
    a.publishedAt - b.publishedAt ||
    compareText(a.found, b.found) ||
    compareText(JSON.stringify(a), JSON.stringify(b))
  );
}
