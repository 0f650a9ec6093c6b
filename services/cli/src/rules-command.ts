import { readFileSync } from 'node:fs';
import { readRulesFile } from '@landfall/runtime';
import { Command } from 'commander';
import { applyRules } from './apply-rules.ts';
import { rulesApi } from './rules-api.ts';
import { orSayWhy } from './say-why.ts';

const REMEDY = '--url says where to ask, --keys as whom.';

interface Flags {
  readonly url: string;
  readonly keys: string;
}

/** As GET /v1/rules gives it. */
interface ListedRule {
  readonly ruleId: string;
  readonly versions: readonly {
    readonly version: number;
    readonly kind: string;
    readonly severity: string;
    readonly enabled: boolean;
    readonly judges: { readonly from: string; readonly until: string | null } | null;
    readonly unusable: string | null;
    readonly updatedBy: string;
  }[];
}

/** `landfall rules`: the definitions of rules, over HTTP to the watchlist service. */
export function rulesCommand(): Command {
  const list = withFlags(new Command('list'))
    .description('Show every version of every rule, and which event times each judges.')
    .action((flags: Flags) => orSayWhy(() => listRules(flags), REMEDY));
  const apply = withFlags(new Command('apply'))
    .description(
      'Make the rules as a file says: a YAML list as schemas/rules.yaml, with the versions to be made. Says what became of each; ' +
        'exits with 1 when one is refused.',
    )
    .argument('<file>', 'the file')
    .action((file: string, flags: Flags) => orSayWhy(() => applyFile(file, flags), REMEDY));
  return new Command('rules')
    .description('Rules over several facts, changed while services run.')
    .addCommand(list)
    .addCommand(apply);
}

function withFlags(command: Command): Command {
  return command
    .option('--url <origin>', 'where the watchlist service listens', 'http://127.0.0.1:8080')
    .option('--keys <file>', 'keys file of that service, with the key of an analyst', 'landfall.keys.yaml');
}

async function listRules(flags: Flags): Promise<void> {
  const { isOk, body } = await rulesApi(flags)('GET', '/v1/rules');
  if (!isOk) return failed(`${String(body['code'])}: ${String(body['detail'])}`);
  for (const { ruleId, versions } of body['rules'] as readonly ListedRule[])
    for (const version of versions) say(`${ruleId} ${lineOf(version)}`);
}

function lineOf({ version, kind, severity, enabled, ...rest }: ListedRule['versions'][number]): string {
  return `version ${version}: ${kind}, ${severity}, ${timesOf({ enabled, ...rest })}, by ${rest.updatedBy}`;
}

function timesOf({
  enabled,
  judges,
  unusable,
}: Pick<ListedRule['versions'][number], 'enabled' | 'judges' | 'unusable'>): string {
  if (unusable !== null) return `judges nothing (${unusable})`;
  if (judges === null) return enabled ? 'judges nothing (overtaken)' : 'switched off';
  return `judges ${judges.from} to ${judges.until ?? 'whenever it is changed'}`;
}

async function applyFile(file: string, flags: Flags): Promise<void> {
  const rules = readRulesFile(readFileSync(file, 'utf8'));
  if (!rules.ok) return failed(`${file}: ${rules.problem}`);
  const applied = await applyRules(rulesApi(flags), rules.value);
  for (const { ruleId, outcome, detail } of applied) say(`${ruleId}: ${outcome} (${detail})`);
  if (applied.some(({ outcome }) => outcome === 'refused')) process.exitCode = 1;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function failed(problem: string): void {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}
