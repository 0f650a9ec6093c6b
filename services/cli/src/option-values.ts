import { InvalidArgumentError } from 'commander';

/** "60", "60x" or "max" (as fast as it goes). */
export function rateOption(text: string): number {
  if (text === 'max') return Infinity;
  const rate = Number(text.replace(/x$/i, ''));
  if (!Number.isFinite(rate) || rate <= 0)
    throw new InvalidArgumentError('Give a number over 0, such as 1 or 60, or "max".');
  return rate;
}

export function numberOption(bounds: { readonly min: number; readonly max: number; readonly whole?: boolean }) {
  return (text: string): number => {
    const value = Number(text);
    const fits =
      text.trim() !== '' &&
      value >= bounds.min &&
      value <= bounds.max &&
      (bounds.whole !== true || Number.isInteger(value));
    if (!fits)
      throw new InvalidArgumentError(
        `Give a ${bounds.whole === true ? 'whole ' : ''}number from ${bounds.min} to ${bounds.max}.`,
      );
    return value;
  };
}
