import { NESTING_MAX } from './bounds.ts';

export type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly code: 'json-invalid' | 'json-too-deep' | 'duplicate-key' };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;

/**
 * JSON.parse that refuses what JSON.parse lets through: one key twice in an object, of which it keeps the last, and nesting over
 * the bound. A key given twice shows without a parser of our own: the text then has more members (colons outside strings) than the
 * value that was made of it.
 */
export function parseJson(text: string): ParsedJson {
  const members = countMembers(text);
  if (members === 'json-too-deep') return { ok: false, code: members };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, code: 'json-invalid' };
  }
  return membersOf(value) === members ? { ok: true, value } : { ok: false, code: 'duplicate-key' };
}

/** The index of the quote that ends the string starting at `start`, or -1 when the text ends first. */
export function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === BACKSLASH) before -= 1;
    if ((end - before) % 2 === 1) return end;
  }
  return -1;
}

function countMembers(text: string): number | 'json-too-deep' {
  let members = 0;
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) {
      const end = endOfString(text, index);
      if (end === -1) return members;
      index = end;
    } else if (code === COLON) members += 1;
    else if (opens(code)) {
      depth += 1;
      if (depth > NESTING_MAX) return 'json-too-deep';
    } else if (closes(code)) depth -= 1;
  }
  return members;
}

/** `{` or `[`. */
export function opens(code: number): boolean {
  return code === 0x7b || code === 0x5b;
}

/** `}` or `]`. */
export function closes(code: number): boolean {
  return code === 0x7d || code === 0x5d;
}

/** Members of all objects in a value; its depth is bounded by the scan before. */
function membersOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let members = 0;
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object') members += membersOf(item);
    return members;
  }
  for (const item of Object.values(value)) {
    members += 1;
    if (typeof item === 'object') members += membersOf(item);
  }
  return members;
}
