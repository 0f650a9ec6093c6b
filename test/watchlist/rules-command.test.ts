import { writeFileSync } from 'node:fs';
import { watchlistService } from '@landfall/watchlist';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { tempFolder } from '../e2e/support/temp-folder.ts';
import { runLandfall } from '../support/landfall-command.ts';
import { openHost, openWorld, SCHEMAS_DIR, TEST_KEYS } from '../support/world.ts';

const folder = tempFolder();
const keys = folder.file('keys.yaml');

describe('landfall rules', () => {
  let world: Awaited<ReturnType<typeof openWorld>>;
  let host: Awaited<ReturnType<typeof openHost>>;
  let url: string;

  beforeAll(async () => {
    writeFileSync(keys, stringify({ cookieSecret: 'a-cookie-secret-of-the-tests-only-0123', keys: TEST_KEYS }));
    world = await openWorld();
    host = await openHost(world.platform, [watchlistService(world.platform)]);
    url = `http://127.0.0.1:${await host.listen()}`;
  });
  afterAll(async () => {
    await host.close();
    await world.close();
    folder.remove();
  });

  async function run(...args: readonly string[]): Promise<{ readonly code: number | null; readonly output: string }> {
    const command = runLandfall(['rules', args[0]!, '--url', url, '--keys', keys, ...args.slice(1)]);
    const { code } = await command.exited;
    return { code, output: command.output() };
  }

  it('finds the rules that a new installation begins with unchanged by their own file', async () => {
    const { code, output } = await run('apply', `${SCHEMAS_DIR}/rules.yaml`);
    expect(output).toMatch(/^port-then-road: unchanged \(version 1\)$/m);
    expect(output).not.toMatch(/created|amended|refused/);
    expect(code).toBe(0);
  });

  it('makes and amends what a file says, refuses the rest with the reason, and exits with 1', async () => {
    const file = folder.file('rules.yaml');
    const rules = [
      { ruleId: 'wrong', version: 1, kind: 'convoy', parameters: { within: 1 } },
      { ruleId: 'van-convoy', version: 1, kind: 'convoy' },
      { ruleId: 'convoy', version: 2, kind: 'convoy', parameters: { withinMs: 60_000 }, severity: 'HIGH' },
      { ruleId: 'port-then-road', version: 1, kind: 'port-then-road', severity: 'LOW' },
    ];
    writeFileSync(file, stringify(rules));
    const { code, output } = await run('apply', file);
    expect(output).toMatch(/^wrong: refused \(rule-invalid: .*there is withinMs/m);
    expect(output).toMatch(/^van-convoy: created \(version 1\)$/m);
    expect(output).toMatch(/^convoy: amended \(version 2\)$/m);
    expect(output).toMatch(/^port-then-road: refused \(revision-conflict: .*version 1\.\)$/m);
    expect(code).toBe(1);
    const listed = await run('list');
    expect(listed.code).toBe(0);
    expect(listed.output).toMatch(
      /^convoy version 2: convoy, HIGH, judges \S+ to whenever it is changed, by first-analyst$/m,
    );
    expect(listed.output).toMatch(
      /^convoy version 1: convoy, HIGH, judges 1970-01-01T00:00:00.000Z to \S+, by defaults$/m,
    );
  });

  it.each([
    ['nobody answers', ['list', '--url', 'http://127.0.0.1:1'], /Failed \(no-answer\)[\s\S]*--url says where/],
    ['the keys file is not there', ['list', '--keys', 'none.yaml'], /Failed \(keys-file-invalid\)/],
    ['the file is no list of rules', ['apply', keys], /keys\.yaml: .*array/],
  ])('says so when %s, and exits with 1', async (_what, args, words) => {
    const { code, output } = await run(...args);
    expect(output).toMatch(words);
    expect(code).toBe(1);
  });
});
