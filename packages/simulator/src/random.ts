/**
 * A stream of pseudo-random numbers. The same seeds give the same stream on every machine: integers only, no clock, no Math.random.
 */
export interface Random {
  /** 0 inclusive to 1 exclusive, 32 bits. */
  unit(): number;
  /** An integer from 0 inclusive to `count` exclusive. */
  below(count: number): number;
  /** A number from `low` inclusive to `high` exclusive. */
  between(low: number, high: number): number;
  chance(probability: number): boolean;
  /** One of a non-empty list. */
  pick<T>(list: readonly T[]): T;
}

/** A stream of its own for each list of seeds; streams of different seeds are unrelated. The generator is sfc32. */
export function createRandom(...seeds: readonly (number | string)[]): Random {
  let a = hashSeeds(seeds, 0x9e3779b9);
  let b = hashSeeds(seeds, 0x243f6a88);
  let c = hashSeeds(seeds, 0xb7e15162);
  let counter = 1;
  const unit = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4294967296;
  };
  for (let i = 0; i < 12; i += 1) unit();
  const below = (count: number): number => Math.floor(unit() * count);
  return {
    unit,
    below,
    between: (low, high) => low + unit() * (high - low),
    chance: (probability) => unit() < probability,
    pick: (list) => {
      const picked = list[below(list.length)];
      if (picked === undefined) throw new RangeError('pick needs a list that is not empty');
      return picked;
    },
  };
}

/** A whole number near `expected`, right on average. */
export function roundByChance(expected: number, random: Random): number {
  const whole = Math.floor(expected);
  return random.chance(expected - whole) ? whole + 1 : whole;
}

function hashSeeds(seeds: readonly (number | string)[], basis: number): number {
  let hash = basis;
  for (const character of seeds.join('\u0001')) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
