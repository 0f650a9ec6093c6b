import { z } from 'zod';

/** One setting: what it means, which values it takes, and what it is when nobody says. */
export interface Setting<T = unknown> {
  /** A sentence for whoever sets it. */
  readonly about: string;
  /** Which values it takes, as the end of "wanted: …". */
  readonly wanted: string;
  readonly schema: z.ZodType<T>;
  /** A value of the environment as a value of the file. What cannot be one is handed on, for the schema to refuse. */
  readonly fromText: (text: string) => unknown;
  /** An empty text or list: not set. */
  readonly fallback: T;
  /** True: shown to nobody, and the environment may name a file that holds it. */
  readonly secret: boolean;
}

interface Common<T> {
  readonly about: string;
  readonly fallback: T;
}

const TEXT_MAX = 4096;
const LIST_MAX = 100;
const asText = (value: string): unknown => value;

export function text(
  setting: Common<string> & { readonly wanted: string; readonly pattern?: RegExp },
): Setting<string> {
  const { pattern = /^/, ...rest } = setting;
  return { ...rest, schema: z.string().max(TEXT_MAX).regex(pattern), fromText: asText, secret: false };
}

export function secretText(about: string): Setting<string> {
  const schema = z.string().max(TEXT_MAX);
  return { about, wanted: 'a text', schema, fromText: asText, fallback: '', secret: true };
}

export function fileName(about: string): Setting<string> {
  return text({ about, wanted: 'the path of a file', fallback: '' });
}

export function whole(setting: Common<number> & { readonly min: number; readonly max: number }): Setting<number> {
  const { about, fallback, min, max } = setting;
  const wanted = `a whole number from ${min} to ${max}`;
  return { about, wanted, schema: z.int().min(min).max(max), fromText: numberOf, fallback, secret: false };
}

export function flag(about: string, fallback = false): Setting<boolean> {
  return { about, wanted: 'true or false', schema: z.boolean(), fromText: flagOf, fallback, secret: false };
}

/** Exactly one of the words; the first is the fallback. */
export function oneOf<const W extends string>(about: string, words: readonly [W, ...W[]]): Setting<W> {
  const wanted = words.filter((word) => word !== '').join(', ');
  return {
    about,
    wanted: `one of ${wanted}`,
    schema: z.enum(words),
    fromText: asText,
    fallback: words[0],
    secret: false,
  };
}

/** `host:port` of one or more machines. In the environment with commas between. */
export function addresses(about: string): Setting<readonly string[]> {
  return {
    about,
    wanted: 'one or more host:port (in the environment with commas between)',
    schema: z.array(z.string().regex(/^[^\s,]+:\d{1,5}$/)).max(LIST_MAX),
    fromText: (value) =>
      value
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    fallback: [],
    secret: false,
  };
}

function numberOf(value: string): unknown {
  return value.trim() === '' || Number.isNaN(Number(value)) ? value : Number(value);
}

function flagOf(value: string): unknown {
  if (value === 'true') return true;
  return value === 'false' ? false : value;
}
