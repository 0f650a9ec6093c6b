import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CONTROL_ROOM_LIMITS } from '@landfall/control-room';
import { controlRoomLimits } from '@landfall/control-room/main';
import { INGEST_DEFAULTS } from '@landfall/ingest';
import { ingestOptions } from '@landfall/ingest/main';
import { MATCHER_DEFAULTS } from '@landfall/matcher';
import { matcherOptions } from '@landfall/matcher/main';
import type { SettingsSources } from '@landfall/production';
import {
  describeSettings,
  loadSettings,
  SETTINGS,
  SETTING_NAMES,
  SettingsError,
  settingsPage,
  variableOf,
} from '@landfall/production';
import { watchlistConfig } from '@landfall/watchlist';
import { watchlistOptions } from '@landfall/watchlist/main';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TempFolder } from '../e2e/support/temp-folder.ts';
import { tempFolder } from '../e2e/support/temp-folder.ts';

let folder: TempFolder;
beforeEach(() => {
  folder = tempFolder();
});
afterEach(() => folder.remove());

function fileOf(text: string): string {
  const file = folder.file('landfall.yaml');
  writeFileSync(file, text);
  return file;
}

/** What is wrong with the settings, one problem a line. */
function refusalOf(sources: SettingsSources): readonly string[] {
  try {
    loadSettings(sources);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}

/** A table without its alignment. */
function squeeze(text: string): string {
  return text.replaceAll(/[ -]{2,}/g, ' ');
}

describe('settings', () => {
  it('come from defaults, the file, the environment and the command line, each over the one before', () => {
    const file = fileOf('http: { port: 1, host: file }\nlogLevel: warn\n');
    const env = { LANDFALL_HTTP_PORT: '2', LANDFALL_HTTP_HOST: 'environment' };
    const { settings, origins } = loadSettings({ file, env, flags: { 'http.port': 3 } });
    expect([settings['http.port'], settings['http.host'], settings.logLevel, settings.showPlates]).toEqual([
      3,
      'environment',
      'warn',
      false,
    ]);
    const named = [origins['http.port'], origins['http.host'], origins.logLevel, origins.showPlates];
    expect(named).toEqual(['command line', 'environment LANDFALL_HTTP_HOST', `file ${file}`, 'default']);
  });

  it('take lists, numbers and switches from the environment', () => {
    const env = { LANDFALL_KAFKA_BROKERS: 'a:1, b:2', LANDFALL_KAFKA_TLS: 'true', LANDFALL_MATCHER_BATCH_MAX: '7' };
    const { settings } = loadSettings({ env });
    expect([settings['kafka.brokers'], settings['kafka.tls'], settings['matcher.batchMax']]).toEqual([
      ['a:1', 'b:2'],
      true,
      7,
    ]);
  });

  it('take a secret from the file that the variable with _FILE names', () => {
    const env = { LANDFALL_REDIS_PASSWORD_FILE: fileOf('correct horse\n') };
    expect(loadSettings({ env }).settings['redis.password']).toBe('correct horse');
  });

  it('name the setting, its variable, what was found and what is wanted, all at once', () => {
    const env = { LANDFALL_KAFKA_REPLICATION_FACTOR: 'three', LANDFALL_KAFKA_BROKERS: 'nowhere' };
    expect(refusalOf({ env, needs: ['registry.url'] })).toEqual([
      'kafka.brokers (LANDFALL_KAFKA_BROKERS): found ["nowhere"], from environment LANDFALL_KAFKA_BROKERS; ' +
        'wanted: one or more host:port (in the environment with commas between).',
      'kafka.replicationFactor (LANDFALL_KAFKA_REPLICATION_FACTOR): found "three", from environment ' +
        'LANDFALL_KAFKA_REPLICATION_FACTOR; wanted: a whole number from 1 to 32.',
      expect.stringMatching(/^registry\.url \(LANDFALL_REGISTRY_URL\): found nothing; wanted: an address/),
    ]);
  });

  it.each([
    ['an unknown key', 'kafka: { broker: [] }', /^kafka\.broker: .* no such setting/],
    ['an unknown group', 'rabbit: { port: 1 }', /^rabbit: .* no such setting/],
    ['a value where settings are wanted', 'kafka: here', /^kafka: found "here"/],
    ['no YAML', 'kafka: [', /cannot be read/],
    ['a list', '- kafka', /is not a list of settings/],
    [
      'more acknowledging replicas than copies',
      'kafka: { replicationFactor: 1 }',
      /^kafka\.minInsyncReplicas .* found 2/,
    ],
    ['half a certificate', 'redis: { tlsCertFile: a.pem }', /together with redis\.tlsKeyFile/],
    ['a zone that there is not', 'ingest: { localTimeZone: Europe/Dover }', /found "Europe\/Dover"; wanted: a zone/],
  ])('refuse %s in the file', (_what, text, words) => {
    expect(refusalOf({ file: fileOf(text), env: {} })).toEqual([expect.stringMatching(words)]);
  });

  it('show no secret, neither in force nor refused', () => {
    const secret = 'correct horse';
    const shown = describeSettings(loadSettings({ env: { LANDFALL_KAFKA_SASL_PASSWORD: secret } }));
    expect(shown).toMatch(/kafka\.saslPassword +\(hidden\) +environment LANDFALL_KAFKA_SASL_PASSWORD/);
    const refused = refusalOf({ file: fileOf(`redis: { password: ['${secret}'] }`), env: {} });
    expect(refused).toEqual([expect.stringMatching(/^redis\.password .*wanted: a text/)]);
    expect([shown, ...refused].join('\n')).not.toContain(secret);
  });

  it('have the defaults of the services that they bound', () => {
    const { settings } = loadSettings({ env: {} });
    expect(ingestOptions(settings)).toEqual(INGEST_DEFAULTS);
    expect({ ...matcherOptions(settings), rules: null }).toEqual(MATCHER_DEFAULTS);
    expect(controlRoomLimits(settings)).toEqual(CONTROL_ROOM_LIMITS);
    expect(watchlistOptions(settings)).toEqual(watchlistConfig.parse({}));
  });

  it('have a variable each, and take their own default', () => {
    expect(variableOf('kafka.tlsCaFile')).toBe('LANDFALL_KAFKA_TLS_CA_FILE');
    expect(new Set(SETTING_NAMES.map(variableOf)).size).toBe(SETTING_NAMES.length);
    const unfit = SETTING_NAMES.filter((name) => !SETTINGS[name].schema.safeParse(SETTINGS[name].fallback).success);
    expect(unfit).toEqual([]);
  });

  it('are explained in deploy/configuration.md as they are (landfall config --page)', () => {
    const page = path.resolve(import.meta.dirname, '../../deploy/configuration.md');
    expect(squeeze(readFileSync(page, 'utf8'))).toBe(squeeze(settingsPage()));
  });
});
