import { describe, expect, it } from 'vitest';
import { checkDirections } from './tidy/directions.ts';
import { checkHeaders } from './tidy/headers.ts';
import { checkMachineTraces } from './tidy/machine-traces.ts';
import { checkNames } from './tidy/names.ts';
import { checkPortContracts } from './tidy/port-contracts.ts';
import { checkPurity } from './tidy/purity.ts';
import { readFiles } from './tidy/read-files.ts';
import { checkReadme } from './tidy/readme.ts';
import { checkSizes } from './tidy/sizes.ts';
import { describeFinding } from './tidy/source-file.ts';
import { checkTestHabits } from './tidy/test-habits.ts';
import { checkWording } from './tidy/wording.ts';

/** The rules of the house over every text of the repository. Each rule is tested on bad snippets beside it, in `tidy/`. */
describe('the repository', () => {
  const files = readFiles();

  it('is read whole', () => {
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(['package.json', '.ci/run', 'schemas/hit.avsc', 'packages/core/src/events.ts']),
    );
    expect(paths.some((path) => path.includes('node_modules'))).toBe(false);
  });

  it.each([
    ['imports only in the direction of the design', checkDirections],
    ['keeps clock, random and the host out of its pure packages', checkPurity],
    ['has files and lines that can be read', checkSizes],
    ['names files in kebab-case', checkNames],
    ['has no silenced checks, star exports or unfinished work', checkWording],
    ['has tests that all run, without sleeps', checkTestHabits],
    ['states guarantees wherever it talks to the world', checkHeaders],
    ['has a contract suite for every port, and runs it', checkPortContracts],
    ['explains every code, and has a tour that can be walked', checkReadme],
    ['names no place on one machine', checkMachineTraces],
  ])('%s', (_, check) => {
    expect(check(files).map(describeFinding)).toEqual([]);
  });
});
