import type { Proof } from '../expected-hits.ts';
import type { Outcome } from './simulate.ts';

/** What is wrong with a run, in words; null when nothing is. */
export function judge({ seed, faults, expected, published, trouble }: Outcome): string | null {
  const lost = [...expected].filter(([id]) => !published.has(id)).map(([, proof]) => `  lost: ${textOf(proof)}`);
  const unproven = [...published]
    .filter(([id]) => !expected.has(id))
    .map(([, proof]) => `  not proven: ${textOf(proof)}`);
  const wrong = [...(trouble === null ? [] : [`  ${trouble}`]), ...lost, ...unproven];
  if (wrong.length === 0) return null;
  return [
    `Seed ${seed} fails:`,
    ...wrong,
    `  faults: ${faults.length === 0 ? 'none' : faults.join(' ')}`,
    `  alone: LANDFALL_SIM_SEED=${seed} npx vitest run --project system test/sim/simulated-world.test.ts`,
  ].join('\n');
}

function textOf({ ruleId, entryId, evidenceIds }: Proof): string {
  return `${ruleId} of ${entryId} by ${evidenceIds.join(' and ')}`;
}
