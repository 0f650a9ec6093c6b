import { writeSync } from 'node:fs';
import type { Reporter } from 'vitest/node';

/** What the reporter needs of vitest's modules and suites; the tests of this file write it by hand. */
export interface ReportedModule {
  errors(): readonly unknown[];
  readonly children: {
    allTests(): Iterable<{ result(): { readonly state: string } }>;
    allSuites(): Iterable<{ errors(): readonly unknown[] }>;
  };
}

export interface RunOutcome {
  readonly modules: readonly ReportedModule[];
  /** Errors that belong to no test, such as an unhandled rejection. */
  readonly strayErrorCount: number;
  /** True when the run passed as a whole, as vitest sees it. */
  readonly passed: boolean;
  /** True where a skip is a failure, since real components are required. */
  readonly skipFails: boolean;
}

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/**
 * Counts tests over all projects. A module that does not load, a hook that throws, a stray error and a test that never finished count as
 * one failed test each, and a run that failed for a reason unknown to us counts one, so that "0 failed" means what it says.
 */
export function countTests(outcome: RunOutcome): Counts {
  let passed = 0;
  let failed = outcome.strayErrorCount;
  let skipped = 0;
  for (const module of outcome.modules) {
    failed += module.errors().length;
    for (const suite of module.children.allSuites()) failed += suite.errors().length;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') passed += 1;
      else if (state === 'skipped' && !outcome.skipFails) skipped += 1;
      else failed += 1;
    }
  }
  if (!outcome.passed && failed === 0) failed = 1;
  return { passed, failed, skipped };
}

export function closingLine(counts: Counts): string {
  const skips = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  return `${counts.passed} passed, ${counts.failed} failed${skips}`;
}

/** Prints the closing line when the process ends, after all that other reporters print; in watch mode after each run. */
export default class ClosingLineReporter implements Reporter {
  #watching = false;
  #line: string | null = null;
  #failed = false;

  onInit(vitest: { readonly config: { readonly watch: boolean } }): void {
    this.#watching = vitest.config.watch;
    process.once('exit', () => {
      if (this.#line === null) return;
      writeSync(process.stdout.fd, `\n${this.#line}\n`);
      if (this.#failed && !process.exitCode) process.exitCode = 1;
    });
  }

  onTestRunEnd(modules: readonly ReportedModule[], strayErrors: readonly unknown[], reason: string): void {
    const counts = countTests({
      modules,
      strayErrorCount: strayErrors.length,
      passed: reason === 'passed',
      skipFails: Boolean(process.env['LANDFALL_REQUIRE_REAL']),
    });
    this.#failed = counts.failed > 0;
    this.#line = closingLine(counts);
    if (this.#watching) process.stdout.write(`\n${this.#line}\n`);
  }
}
