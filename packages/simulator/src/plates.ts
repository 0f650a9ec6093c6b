import type { Random } from './random.ts';

/** What stands on the back of a vehicle. */
export interface Plate {
  /** As people write it, with its separators. */
  readonly text: string;
  /** Letters and digits only. */
  readonly mark: string;
  /** ISO 3166-1 alpha-2 of the state that issued it. */
  readonly country: string;
}

const UK_LETTERS = 'ABCDEFGHJKLMNOPRSTUVWXY';
const ANY_LETTERS = 'ABCDEFGHJKLMNPRSTUVWXYZ';
const YEAR_LETTERS = 'ABCDEFGHJKLMNPRSTVWXY';
/** Leading letters of south-eastern and other registration areas; Kent and London are the most frequent. */
const UK_AREAS = [
  'GJ',
  'GK',
  'GL',
  'GM',
  'GN',
  'GU',
  'GX',
  'KE',
  'LA',
  'LC',
  'LD',
  'LF',
  'LJ',
  'LN',
  'LR',
  'LS',
  'LV',
  'EA',
  'EJ',
  'EK',
];
const UK_AREAS_FAR = [
  'AK',
  'BD',
  'BX',
  'CE',
  'DE',
  'FJ',
  'HJ',
  'MA',
  'NK',
  'OE',
  'OV',
  'PJ',
  'RE',
  'SF',
  'VN',
  'WF',
  'YD',
  'YK',
];
const NORTHERN_IRELAND_AREAS = [
  'AZ',
  'BZ',
  'CIZ',
  'DIG',
  'EIL',
  'FXI',
  'HIA',
  'IAZ',
  'JIG',
  'KDZ',
  'LIL',
  'NIB',
  'OKZ',
  'RIJ',
  'SIW',
  'UIA',
];

export function plateOf(text: string, country: string): Plate {
  return { text, mark: text.replaceAll(/[^A-Z0-9]/gu, ''), country };
}

function letters(random: Random, count: number, alphabet: string): string {
  let out = '';
  for (let i = 0; i < count; i += 1) out += alphabet.charAt(random.below(alphabet.length));
  return out;
}

/** Digits that begin with 1 to 9. */
function serial(random: Random, digits: number): string {
  const low = 10 ** (digits - 1);
  return String(low + random.below(low * 9));
}

function padded(random: Random, digits: number): string {
  return String(random.below(10 ** digits)).padStart(digits, '0');
}

/** A UK mark of any grammar: mostly current, some of every older kind, Northern Irish ones and a few Q plates. */
export function ukPlate(random: Random): Plate {
  const kind = random.unit();
  if (kind < 0.84) return plateOf(currentMark(random), 'GB');
  if (kind < 0.91) {
    const year = YEAR_LETTERS.charAt(random.below(YEAR_LETTERS.length));
    return plateOf(
      `${year}${serial(random, 1 + random.below(3))} ${letters(random, 3, 'ABCDEFGHJKLMNOPRSTUVWXY')}`,
      'GB',
    );
  }
  if (kind < 0.925) {
    const year = YEAR_LETTERS.charAt(random.below(YEAR_LETTERS.length));
    return plateOf(`${letters(random, 3, UK_LETTERS)} ${serial(random, 1 + random.below(3))}${year}`, 'GB');
  }
  if (kind < 0.96)
    return plateOf(`${letters(random, 1 + random.below(3), UK_LETTERS)} ${serial(random, 1 + random.below(3))}`, 'GB');
  if (kind < 0.998)
    return plateOf(`${random.pick(NORTHERN_IRELAND_AREAS)} ${serial(random, 1 + random.below(4))}`, 'GB');
  return plateOf(`Q${serial(random, 3)} ${letters(random, 3, UK_LETTERS)}`, 'GB');
}

function currentMark(random: Random): string {
  const area = random.pick(random.chance(0.8) ? UK_AREAS : UK_AREAS_FAR);
  const half = random.chance(0.5) ? 2 + random.below(25) : 52 + random.below(24);
  return `${area}${String(half).padStart(2, '0')} ${letters(random, 3, ANY_LETTERS)}`;
}

/** A current mark with an age identifier that will not be issued for years: for listed vehicles, so that none names a real one. */
export function unissuedPlate(random: Random): Plate {
  return plateOf(`${random.pick(UK_AREAS)}${80 + random.below(20)} ${letters(random, 3, ANY_LETTERS)}`, 'GB');
}

type Maker = (random: Random) => string;

const FOREIGN: readonly (readonly [country: string, weight: number, make: Maker])[] = [
  ['FR', 18, (random) => `${letters(random, 2, ANY_LETTERS)}-${padded(random, 3)}-${letters(random, 2, ANY_LETTERS)}`],
  ['PL', 18, (random) => `W${letters(random, 1, ANY_LETTERS)} ${padded(random, 5)}`],
  [
    'RO',
    14,
    (random) =>
      `${random.pick(['B', 'CJ', 'TM', 'IS', 'BH', 'AR'])} ${padded(random, 2)} ${letters(random, 3, ANY_LETTERS)}`,
  ],
  ['NL', 10, (random) => `${padded(random, 2)}-${letters(random, 3, ANY_LETTERS)}-${random.below(10)}`],
  [
    'DE',
    9,
    (random) =>
      `${random.pick(['B', 'K', 'DU', 'HH', 'M', 'AC'])}-${letters(random, 2, ANY_LETTERS)} ${serial(random, 4)}`,
  ],
  ['LT', 8, (random) => `${letters(random, 3, ANY_LETTERS)} ${padded(random, 3)}`],
  ['BE', 7, (random) => `1-${letters(random, 3, ANY_LETTERS)}-${padded(random, 3)}`],
  ['ES', 5, (random) => `${padded(random, 4)} ${letters(random, 3, 'BCDFGHJKLMNPRSTVWXYZ')}`],
  [
    'IE',
    5,
    (random) =>
      `${10 + random.below(16)}${1 + random.below(2)}-${random.pick(['D', 'C', 'G', 'LK', 'WX'])}-${serial(random, 4)}`,
  ],
  [
    'BG',
    4,
    (random) => `${random.pick(['CB', 'PB', 'B', 'TX'])} ${padded(random, 4)} ${letters(random, 2, 'ABEKMHOPCTYX')}`,
  ],
  ['HU', 2, (random) => `${letters(random, 3, ANY_LETTERS)}-${padded(random, 3)}`],
];
const FOREIGN_WEIGHT = FOREIGN.reduce((sum, [, weight]) => sum + weight, 0);

/** A mark of one of the countries whose vehicles use the Channel ports, in that country's usual shape. */
export function foreignPlate(random: Random): Plate {
  let left = random.between(0, FOREIGN_WEIGHT);
  for (const [country, weight, make] of FOREIGN) {
    left -= weight;
    if (left < 0) return plateOf(make(random), country);
  }
  return plateOf('AB-123-CD', 'FR');
}

/** A trailer's own number as hauliers enter it. */
export function trailerPlate(random: Random): Plate {
  return plateOf(`${letters(random, 2, ANY_LETTERS)}${padded(random, 2)} ${padded(random, 4)}`, 'GB');
}
