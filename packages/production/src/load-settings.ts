import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Setting } from './setting.ts';
import { SettingsError } from './settings-error.ts';
import type { SettingName, Settings } from './settings-table.ts';
import { SETTING_NAMES, SETTINGS, variableOf } from './settings-table.ts';
import { crossProblems } from './settings-together.ts';

export interface SettingsSources {
  /** `--config`; else LANDFALL_CONFIG; else there is no file. */
  readonly file?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** From the command line, over everything else. */
  readonly flags?: Partial<Settings>;
  /** What cannot be left out. */
  readonly needs?: readonly SettingName[];
}

export interface LoadedSettings {
  readonly settings: Settings;
  /** Where each value came from, such as `default`, `file landfall.yaml` or `environment LANDFALL_HTTP_PORT`. */
  readonly origins: Readonly<Record<SettingName, string>>;
}

interface Found {
  readonly value: unknown;
  readonly origin: string;
}

/** Reads and checks every setting. Throws SettingsError with all that is wrong at once. */
export function loadSettings({ file, env, flags = {}, needs = [] }: SettingsSources): LoadedSettings {
  const problems: string[] = [];
  const path = file ?? env['LANDFALL_CONFIG'];
  const inFile = path === undefined || path === '' ? new Map<string, unknown>() : settingsOfFile(path, problems);
  const values: Record<string, unknown> = {};
  const origins: Record<string, string> = {};
  for (const name of SETTING_NAMES) {
    const setting: Setting = SETTINGS[name];
    const found =
      ofFlags(flags, name) ??
      ofEnvironment(env, name, problems) ??
      (inFile.has(name) ? { value: inFile.get(name), origin: `file ${path}` } : null);
    const { value, origin } = found ?? { value: setting.fallback, origin: 'default' };
    const parsed = setting.schema.safeParse(value);
    if (!parsed.success) problems.push(unfit(name, { value, origin }));
    else if (needs.includes(name) && isEmpty(parsed.data)) problems.push(missing(name));
    values[name] = parsed.data;
    origins[name] = origin;
  }
  const settings = values as unknown as Settings;
  if (problems.length === 0) problems.push(...crossProblems(settings));
  if (problems.length > 0) throw new SettingsError(problems);
  return { settings, origins: origins as LoadedSettings['origins'] };
}

function ofFlags(flags: Partial<Settings>, name: SettingName): Found | null {
  const value = flags[name];
  return value === undefined ? null : { value, origin: 'command line' };
}

/** An empty variable counts as not set: that is how compose files leave one out. */
function ofEnvironment(env: SettingsSources['env'], name: SettingName, problems: string[]): Found | null {
  const { fromText, secret } = SETTINGS[name];
  const variable = variableOf(name);
  const direct = env[variable];
  if (direct !== undefined && direct !== '') return { value: fromText(direct), origin: `environment ${variable}` };
  const file = secret ? env[`${variable}_FILE`] : undefined;
  if (file === undefined || file === '') return null;
  try {
    const value = fromText(readFileSync(file, 'utf8').replace(/\r?\n$/, ''));
    return { value, origin: `file ${file} (${variable}_FILE)` };
  } catch (error) {
    problems.push(`${name}: the file that ${variable}_FILE names cannot be read (${reasonOf(error)}).`);
    return null;
  }
}

/** The file's keys with their groups before them, dot between. */
function settingsOfFile(path: string, problems: string[]): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>();
  const known = new Set<string>(SETTING_NAMES);
  const groups = new Set(SETTING_NAMES.filter((name) => name.includes('.')).map((name) => name.split('.')[0]!));
  const take = (name: string, value: unknown): void => {
    if (known.has(name)) found.set(name, value);
    else
      problems.push(`${name}: the file ${path} has this key, and there is no such setting; landfall config lists all.`);
  };
  for (const [key, value] of Object.entries(documentOf(path))) {
    if (!groups.has(key)) take(key, value);
    else if (isRecord(value)) for (const [inner, one] of Object.entries(value)) take(`${key}.${inner}`, one);
    else if (value !== null)
      problems.push(`${key}: found ${shown(value)} in the file ${path}; wanted: settings below it.`);
  }
  return found;
}

function documentOf(path: string): Readonly<Record<string, unknown>> {
  let document: unknown;
  try {
    document = parse(readFileSync(path, 'utf8'), { prettyErrors: false });
  } catch (error) {
    throw new SettingsError([`The configuration file ${path} cannot be read: ${reasonOf(error)}.`]);
  }
  if (document === null || document === undefined) return {};
  if (isRecord(document)) return document;
  throw new SettingsError([
    `The configuration file ${path} is not a list of settings, such as "http: { port: 8080 }".`,
  ]);
}

function unfit(name: SettingName, { value, origin }: Found): string {
  const { wanted, secret } = SETTINGS[name];
  const found = secret ? 'something else' : shown(value);
  return `${name} (${variableOf(name)}): found ${found}, from ${origin}; wanted: ${wanted}.`;
}

function missing(name: SettingName): string {
  const { wanted, about } = SETTINGS[name];
  return `${name} (${variableOf(name)}): found nothing; wanted: ${wanted}. ${about}`;
}

function isEmpty(value: unknown): boolean {
  return value === '' || (Array.isArray(value) && value.length === 0);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 100) ?? String(value);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
