import { benchDecide } from './decide.ts';
import { benchEmbedded } from './embedded.ts';
import type { Benchmark, Figure } from './figures.ts';
import { formatTarget, formatValue, isMet } from './figures.ts';
import { benchLatency } from './latency.ts';
import { benchProduction } from './production.ts';
import { benchRedisWindows } from './redis-windows.ts';
import { benchRestart } from './restart.ts';
import { loadNow, recordRun } from './results.ts';
import { benchStart } from './start.ts';

const BENCHMARKS: readonly Benchmark[] = [
  benchDecide,
  benchEmbedded,
  benchLatency,
  benchStart,
  benchRestart,
  benchProduction,
  benchRedisWindows,
];

/** `pnpm bench [NAME…]`: runs the benchmarks named, or all. The exit code is 1 when a figure misses its target. */
async function main(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !BENCHMARKS.some((benchmark) => benchmark.name === name));
  if (unknown.length > 0) {
    console.error(
      `There is no benchmark ${unknown.join(', ')}. There are: ${BENCHMARKS.map(({ name }) => name).join(', ')}.`,
    );
    process.exitCode = 2;
    return;
  }
  for (const benchmark of BENCHMARKS) {
    if (names.length > 0 && !names.includes(benchmark.name)) continue;
    console.log(`${benchmark.name}: ${benchmark.about}`);
    const loadBefore = loadNow();
    const figures = await benchmark.run();
    recordRun(BENCHMARKS, { name: benchmark.name, loadBefore, figures });
    printTable(figures);
    if (!figures.every(isMet)) process.exitCode = 1;
  }
}

function printTable(figures: readonly Figure[]): void {
  const width = Math.max(...figures.map(({ name }) => name.length));
  for (const figure of figures) {
    const measured = `${formatValue(figure.value)} ${figure.unit}`.padEnd(22);
    const verdict = figure.target === undefined ? '' : `${formatTarget(figure)}  ${isMet(figure) ? 'met' : 'MISSED'}`;
    console.log(`  ${figure.name.padEnd(width)}  ${measured}${verdict}`);
  }
  console.log('');
}

await main(process.argv.slice(2));
