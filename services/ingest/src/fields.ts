import type { ClockReading, Position } from '@landfall/core';
import { positionProblem } from '@landfall/core';
import { CLOCKS_MAX, TEXT_MAX_CHARACTERS } from './bounds.ts';

/** An object's own field, whatever it is; undefined when the value is no object. */
export function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return Reflect.get(value, name);
}

/** A text or number as text, cut at the bound; null when there is none or it is blank. */
export function textOf(value: unknown, max: number = TEXT_MAX_CHARACTERS): string | null {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string') return null;
  const trimmed = text.trim();
  return trimmed === '' ? null : trimmed.slice(0, max);
}

/** A finite number, given as number or as text; null otherwise. */
export function numberOf(value: unknown): number | null {
  if (typeof value === 'string' && value.trim() === '') return null;
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

/** A ratio from 0 to 1; null otherwise. */
export function ratioOf(value: unknown): number | null {
  const number = numberOf(value);
  return number === null || number < 0 || number > 1 ? null : number;
}

/** A lane number that fits 32 bits; null otherwise. */
export function laneOf(value: unknown): number | null {
  const number = numberOf(value);
  return number === null || !Number.isInteger(number) || Math.abs(number) > 0x7fffffff ? null : number;
}

/** A position, or null when it is none on the ground. 0, 0 is what a camera without a fix reports, not a place in the Atlantic. */
export function positionOf(latitudeDeg: number | null, longitudeDeg: number | null): Position | null {
  if (latitudeDeg === null || longitudeDeg === null || (latitudeDeg === 0 && longitudeDeg === 0)) return null;
  return positionProblem(latitudeDeg, longitudeDeg) === null ? { latitudeDeg, longitudeDeg } : null;
}

/** The clocks that are there, cut at the bounds. */
export function clocksOf(clocks: readonly (ClockReading | null)[]): readonly ClockReading[] {
  return clocks.filter((one) => one !== null).slice(0, CLOCKS_MAX);
}

export function clock(name: string, value: unknown, at: number | null): ClockReading | null {
  const text = textOf(value);
  return text === null ? null : { name, text, at };
}
