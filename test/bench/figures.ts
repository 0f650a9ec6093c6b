/** One measured number. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly target?: Target;
}

export interface Target {
  readonly bound: 'at least' | 'at most';
  readonly value: number;
}

export interface Benchmark {
  readonly name: string;
  /** What is measured, and how: a sentence or two for the table's head. */
  readonly about: string;
  run(): Promise<readonly Figure[]>;
}

export const atLeast = (value: number): Target => ({ bound: 'at least', value });
export const atMost = (value: number): Target => ({ bound: 'at most', value });

export function isMet({ value, target }: Figure): boolean {
  if (target === undefined) return true;
  return target.bound === 'at least' ? value >= target.value : value <= target.value;
}

/** The value with as many digits as tell something. */
export function formatValue(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en-GB', { maximumFractionDigits: digits });
}

export function formatTarget(figure: Figure): string {
  const { target, unit } = figure;
  if (target === undefined) return '';
  return `${target.bound === 'at least' ? '≥' : '≤'} ${target.value.toLocaleString('en-GB')} ${unit}`;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The smallest value that a share of all values do not exceed. NaN of nothing. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
