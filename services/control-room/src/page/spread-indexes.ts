/** At most `max` of `count` indexes, evenly spread: the last one first, as it matters most, then the first, then those between. */
export function spreadIndexes(count: number, max: number): readonly number[] {
  if (count <= 0 || max <= 0) return [];
  const last = count - 1;
  const steps = Math.min(count, max) - 1;
  if (steps === 0) return [last];
  const between = Array.from({ length: steps - 1 }, (_, step) => Math.round((last * (steps - 1 - step)) / steps));
  return [last, 0, ...between];
}
