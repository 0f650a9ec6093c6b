import type { Polygon } from '../polygon.ts';
import { parsePolygon } from '../polygon.ts';
import type { Parsed, RuleTexts } from './window-rule.ts';

/** The longest time that a parameter may give, milliseconds: what the windows of rules hold. */
const TIME_MAX_MS = 7 * 24 * 3_600_000;
/** The longest within the windows that are kept by the hour. */
const NEAR_MAX_MS = 24 * 3_600_000;

/** A parameter whose value is a whole number: what it is when it is absent, and its bounds, both inclusive. */
export interface NumberSpec {
  readonly fallback: number;
  readonly min: number;
  readonly max: number;
}

/** Milliseconds, up to a day. */
export function nearMs(fallback: number): NumberSpec {
  return { fallback, min: 1, max: NEAR_MAX_MS };
}

/** Milliseconds, up to seven days. */
export function farMs(fallback: number): NumberSpec {
  return { fallback, min: 1, max: TIME_MAX_MS };
}

/** A number of things. */
export function count(
  fallback: number,
  { min = 1, max = 100 }: { readonly min?: number; readonly max?: number } = {},
): NumberSpec {
  return { fallback, min, max };
}

/** The parameters of a definition as numbers, by the names that the rule has and no others; `texts` names those that the rule reads itself. */
export function parseNumbers<Name extends string>(
  { parameters }: Pick<RuleTexts, 'parameters'>,
  specs: Readonly<Record<Name, NumberSpec>>,
  texts: readonly string[] = [],
): Parsed<Readonly<Record<Name, number>>> {
  const numbers: Record<string, number> = {};
  for (const [name, { fallback }] of Object.entries<NumberSpec>(specs)) numbers[name] = fallback;
  for (const [name, text] of Object.entries(parameters)) {
    if (texts.includes(name)) continue;
    if (!Object.hasOwn(specs, name)) {
      const known = [...Object.keys(specs), ...texts];
      return refused(
        `there is no parameter ${name}; there ${known.length === 0 ? 'are none' : `is ${known.join(', ')}`}`,
      );
    }
    const { min, max } = specs[name as Name];
    const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (!(number >= min && number <= max)) return refused(`${name} is to be a whole number from ${min} to ${max}`);
    numbers[name] = number;
  }
  return { ok: true, value: numbers as Record<Name, number> };
}

export function refused(problem: string): { readonly ok: false; readonly problem: string } {
  return { ok: false, problem };
}

/** For the kinds that have no use for an area. */
export function withoutArea<T>({ area }: Pick<RuleTexts, 'area'>, parsed: Parsed<T>): Parsed<T> {
  return area === null ? parsed : refused('this kind takes no area');
}

/** An area that the kind cannot do without; `name` is what its problems call it. */
export function neededArea(name: string, text: string | null | undefined): Parsed<Polygon> {
  if (text === null || text === undefined) return refused(`this kind needs ${name}, a GeoJSON polygon`);
  const parsed = parsePolygon(text);
  return parsed.ok ? parsed : refused(`${name} ${parsed.problem}`);
}
