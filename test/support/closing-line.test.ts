import { describe, expect, it } from 'vitest';
import { closingLine, countTests } from './closing-line.ts';
import type { ReportedModule } from './closing-line.ts';

function errors(count = 0): Error[] {
  return Array.from({ length: count }, () => new Error('planted'));
}

function moduleOf(states: readonly string[], errorCounts: { module?: number; suite?: number } = {}): ReportedModule {
  return {
    errors: () => errors(errorCounts.module),
    children: {
      allTests: () => states.map((state) => ({ result: () => ({ state }) })),
      allSuites: () => [{ errors: () => errors(errorCounts.suite) }],
    },
  };
}

const run = { strayErrorCount: 0, passed: true, skipFails: false };

describe('the closing line', () => {
  it('adds up the tests of all modules', () => {
    const modules = [moduleOf(['passed', 'passed']), moduleOf(['passed', 'failed'])];
    expect(countTests({ ...run, modules, passed: false })).toEqual({ passed: 3, failed: 1, skipped: 0 });
  });

  it('counts a module that does not load as failed', () => {
    expect(countTests({ ...run, modules: [moduleOf([], { module: 1 })] }).failed).toBe(1);
  });

  it('counts a hook that throws as failed, beside the tests that it kept from running', () => {
    const modules = [moduleOf(['skipped'], { suite: 1 })];
    expect(countTests({ ...run, modules })).toEqual({ passed: 0, failed: 1, skipped: 1 });
  });

  it('counts a test that never finished as failed', () => {
    expect(countTests({ ...run, modules: [moduleOf(['pending', 'passed'])] }).failed).toBe(1);
  });

  it('counts stray errors as failed', () => {
    expect(countTests({ ...run, modules: [moduleOf(['passed'])], strayErrorCount: 2 }).failed).toBe(2);
  });

  it('never says 0 failed of a run that failed', () => {
    expect(countTests({ ...run, modules: [], passed: false }).failed).toBe(1);
  });

  it('counts a skip as failed where real components are required', () => {
    const modules = [moduleOf(['skipped', 'passed'])];
    expect(countTests({ ...run, modules, skipFails: true })).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  it('names skipped tests only when there are some', () => {
    expect(closingLine({ passed: 7, failed: 0, skipped: 0 })).toBe('7 passed, 0 failed');
    expect(closingLine({ passed: 7, failed: 1, skipped: 2 })).toBe('7 passed, 1 failed, 2 skipped');
  });
});
