import { DAY_MS, T0 } from '../support/events.ts';

/** A scenario is a table that a police officer can read, one event a line, in the order in which they reach the system:
 *
 *     Mon 08:00 entry E1 on kent-voi lists AB12CDE until Mon 20:00 look-back 24h forgives 1
 *     Mon 08:05 read M20-J9 AB12CDE taken Mon 08:01     -> E1 exact late
 *     Mon 08:06 movement GBDVR vehicle KL58FEM trailer C123456 container MSKU1234565  -> nothing
 *     Mon 08:07 withdraw E1
 *     Mon 08:08 incident AB12CDE                        -> 1 hit
 *
 * What follows the arrow is what must come of that line in the end, however much later it was found. A read is taken when it arrives
 * unless said. The days are Sun to Tue around the Monday of the tests, UTC.
 */
export type ScenarioLine =
  | { readonly kind: 'entry'; readonly at: number; readonly entry: ScenarioEntry }
  | { readonly kind: 'withdraw'; readonly at: number; readonly name: string }
  | (Expected & {
      readonly kind: 'read';
      readonly at: number;
      readonly camera: string;
      readonly mark: string;
      readonly taken: number;
    })
  | (Expected & {
      readonly kind: 'movement';
      readonly at: number;
      readonly port: string;
      readonly carries: readonly Numbered[];
    })
  | (Expected & { readonly kind: 'incident'; readonly at: number; readonly mark: string });

interface Expected {
  /** The line without its arrow, spaces made one. */
  readonly text: string;
  readonly expected: string;
}

export interface ScenarioEntry {
  readonly name: string;
  readonly list: string;
  readonly listed: Numbered;
  readonly until: number | null;
  readonly lookBackMs: number;
  readonly forgives: number;
}

export interface Numbered {
  readonly what: 'vehicle' | 'trailer' | 'container';
  readonly number: string;
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const MONDAY_MS = Math.floor(T0 / DAY_MS) * DAY_MS;
const DAYS = ['Sun', 'Mon', 'Tue'];

const TIME = '(?:Sun|Mon|Tue) \\d\\d:\\d\\d';
const NUMBER = '(?:(?:trailer|container) )?\\S+';
const ENTRY = new RegExp(
  `^entry (\\S+) on (\\S+) lists (${NUMBER})(?: until (${TIME}))?(?: look-back (\\d+)h)?(?: forgives (\\d))?$`,
);
const READ = new RegExp(`^read (\\S+) (\\S+)(?: taken (${TIME}))?$`);
const MOVEMENT = /^movement (\S+)((?: (?:vehicle|trailer|container) \S+)+)$/;

/** Throws with the line that it does not understand. */
export function parseScenario(table: string): readonly ScenarioLine[] {
  const lines = table.split('\n').map((line) => line.trim().replaceAll(/\s+/g, ' '));
  return lines.filter((line) => line !== '').map(parseLine);
}

function parseLine(line: string): ScenarioLine {
  const [text = '', expected = ''] = line.split(' -> ');
  const at = timeOf(text.slice(0, 9));
  const words = text.slice(10);
  const arrow = { text, expected };
  const entry = ENTRY.exec(words);
  if (entry !== null && expected === '') return { kind: 'entry', at, entry: entryOf(entry) };
  const [, withdrawn] = /^withdraw (\S+)$/.exec(words) ?? [];
  if (withdrawn !== undefined && expected === '') return { kind: 'withdraw', at, name: withdrawn };
  if (expected === '') throw new Error(`not understood: ${line}`);
  const [, camera, mark, taken] = READ.exec(words) ?? [];
  if (camera !== undefined && mark !== undefined) {
    return { kind: 'read', at, camera, mark, taken: taken === undefined ? at : timeOf(taken), ...arrow };
  }
  const [, port, carried] = MOVEMENT.exec(words) ?? [];
  if (port !== undefined && carried !== undefined)
    return { kind: 'movement', at, port, carries: carriedOf(carried), ...arrow };
  const [, vehicle] = /^incident (\S+)$/.exec(words) ?? [];
  if (vehicle !== undefined) return { kind: 'incident', at, mark: vehicle, ...arrow };
  throw new Error(`not understood: ${line}`);
}

function entryOf([
  ,
  name = '',
  list = '',
  number = '',
  until,
  lookBack = '24',
  forgives = '1',
]: RegExpExecArray): ScenarioEntry {
  const [first = '', second] = number.split(' ');
  const listed: Numbered =
    second === undefined
      ? { what: 'vehicle', number: first }
      : { what: first === 'trailer' ? 'trailer' : 'container', number: second };
  return {
    name,
    list,
    listed,
    until: until === undefined ? null : timeOf(until),
    lookBackMs: Number(lookBack) * HOUR_MS,
    forgives: Number(forgives),
  };
}

function carriedOf(words: string): readonly Numbered[] {
  return [...words.matchAll(/(vehicle|trailer|container) (\S+)/g)].map(([, what, number = '']) => ({
    what: what === 'vehicle' || what === 'trailer' ? what : 'container',
    number,
  }));
}

function timeOf(text: string): number {
  const [, day = '', hour, minute] = /^(Sun|Mon|Tue) (\d\d):(\d\d)$/.exec(text) ?? [];
  if (hour === undefined || minute === undefined) throw new Error(`no time such as "Mon 08:00": ${text}`);
  return MONDAY_MS + (DAYS.indexOf(day) - 1) * DAY_MS + Number(hour) * HOUR_MS + Number(minute) * MINUTE_MS;
}
