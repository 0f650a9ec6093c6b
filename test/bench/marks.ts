/** Letters that the current grammar uses in the area, and in the last three places. */
const AREA_LETTERS = 'ABCDEFGHJKLMNOPRSTUVWXY';
const LAST_LETTERS = 'ABCDEFGHJKLMNOPRSTUVWXYZ';
const YEARS = [
  ...Array.from({ length: 25 }, (_, year) => year + 2),
  ...Array.from({ length: 25 }, (_, year) => year + 52),
];
const SPACE = AREA_LETTERS.length ** 2 * YEARS.length * LAST_LETTERS.length ** 3;
/** Prime to the size of the space, and small enough that its product with any number in use is exact. */
const STRIDE = 236_887_691;
/** Marks from here on are never listed, whatever the size of the list. */
const UNLISTED_FROM = 2_000_000;

/** The nth of 365 million current UK marks, each once, in an order without a pattern: `markAt(3)` is always the same. */
export function markAt(n: number): string {
  let rest = (n * STRIDE) % SPACE;
  const take = (count: number): number => {
    const taken = rest % count;
    rest = Math.floor(rest / count);
    return taken;
  };
  const area = AREA_LETTERS.charAt(take(AREA_LETTERS.length)) + AREA_LETTERS.charAt(take(AREA_LETTERS.length));
  const year = String(YEARS[take(YEARS.length)]).padStart(2, '0');
  let last = '';
  for (let place = 0; place < 3; place += 1) last += LAST_LETTERS.charAt(take(LAST_LETTERS.length));
  return area + year + last;
}

const CONFUSED: Readonly<Record<string, string>> = {
  O: '0',
  D: 'O',
  L: '1',
  B: '8',
  S: '5',
  Z: '2',
  G: '6',
  0: 'O',
  1: 'L',
  2: 'Z',
  5: 'S',
  6: 'G',
  8: 'B',
};

/** The mark as a camera misreads it, with one character of the mark taken for another of its class; itself when none can be. */
function misread(mark: string): string {
  const place = Array.from(mark).findIndex((character) => character in CONFUSED);
  return place < 0 ? mark : mark.slice(0, place) + CONFUSED[mark.charAt(place)] + mark.slice(place + 1);
}

/** What a day's traffic shows of marks: vehicles come again, some are listed, and some of those are misread. */
export interface Traffic {
  /** Marks 0 to this are listed. */
  readonly listed: number;
  /** Share of reads that show a listed vehicle. */
  readonly watchedShare: number;
  /** Different vehicles that nobody lists. */
  readonly vehicles: number;
}

/** Of the watched reads, so many are misread by one character. */
const MISREAD_OF_WATCHED = 0.2;

/** The mark that the next camera reads, from a seed: the same sequence in every run. */
export function trafficMarks(traffic: Traffic, seed: number): () => string {
  const random = randomNumbers(seed);
  return () => {
    if (random() >= traffic.watchedShare) return markAt(UNLISTED_FROM + Math.floor(random() * traffic.vehicles));
    const mark = markAt(Math.floor(random() * traffic.listed));
    return random() < MISREAD_OF_WATCHED ? misread(mark) : mark;
  };
}

/** Numbers in [0, 1) from a seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
