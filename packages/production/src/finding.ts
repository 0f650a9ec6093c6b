/** What an examination has found. Every WARN and FAIL says what to do. */
export interface Finding {
  readonly level: 'OK' | 'WARN' | 'FAIL';
  /** What was looked at, such as `brokers`. */
  readonly about: string;
  readonly found: string;
  /** Empty where nothing is to be done. */
  readonly remedy: string;
}

export function fine(about: string, found: string): Finding {
  return { level: 'OK', about, found, remedy: '' };
}

export function doubtful(about: string, found: string, remedy: string): Finding {
  return { level: 'WARN', about, found, remedy };
}

export function wrong(about: string, found: string, remedy: string): Finding {
  return { level: 'FAIL', about, found, remedy };
}

/** What the examination finds, or that it failed. */
export async function examined(
  about: string,
  examine: () => Promise<readonly Finding[]>,
  remedy: string,
): Promise<readonly Finding[]> {
  try {
    return await examine();
  } catch (error) {
    return [wrong(about, error instanceof Error ? error.message : String(error), remedy)];
  }
}

export function describeFinding({ level, about, found, remedy }: Finding): string {
  const line = `${level.padEnd(4)} ${about}: ${found}`;
  return remedy === '' ? line : `${line}\n       ${remedy}`;
}

const CLOCK_DOUBTFUL_MS = 500;
const CLOCK_WRONG_MS = 5000;

/** A clock beside this machine's. Hits carry clocks of several machines, so these must agree better than the times that they tell. */
export function clockFinding(about: string, aheadMs: number): Finding {
  const off = Math.abs(aheadMs);
  const found = `${(off / 1000).toFixed(2)} s ${aheadMs < 0 ? 'behind' : 'ahead of'} this machine’s`;
  const remedy =
    'Let all machines take their time from one source (NTP, chrony), and look at which of the two is wrong.';
  if (off > CLOCK_WRONG_MS) return wrong(about, found, remedy);
  return off > CLOCK_DOUBTFUL_MS ? doubtful(about, found, remedy) : fine(about, found);
}
