import type { Parsed } from './window-rule.ts';

/** The longest time that a parameter may give, milliseconds: a day, which the windows outlast. */
const PARAMETER_MAX_MS = 24 * 3_600_000;

/** The parameters of a definition as times in milliseconds, by the names that the rule has and no others. */
export function parseTimes<Name extends string>(
  texts: Readonly<Record<string, string>>,
  defaults: Readonly<Record<Name, number>>,
): Parsed<Readonly<Record<Name, number>>> {
  const times: Record<string, number> = { ...defaults };
  for (const [name, text] of Object.entries(texts)) {
    if (!Object.hasOwn(defaults, name)) return { ok: false, problem: `there is no parameter ${name}` };
    const ms = /^\d{1,9}$/.test(text) ? Number(text) : 0;
    if (ms < 1 || ms > PARAMETER_MAX_MS) {
      return { ok: false, problem: `${name} is to be whole milliseconds from 1 to ${PARAMETER_MAX_MS}` };
    }
    times[name] = ms;
  }
  return { ok: true, value: times as Record<Name, number> };
}
