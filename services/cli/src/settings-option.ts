import type { LoadedSettings, SettingsSources } from '@landfall/production';
import { Option } from 'commander';

export function configOption(): Option {
  return new Option('--config <file>', 'YAML file of settings (LANDFALL_CONFIG); deploy/configuration.md lists them');
}

/** The settings in force; null after saying on stderr what is wrong with them, with the exit code set to 1. */
export async function settingsFrom(sources: Omit<SettingsSources, 'env'>): Promise<LoadedSettings | null> {
  const { loadSettings, SettingsError } = await import('@landfall/production');
  try {
    return loadSettings({ ...sources, env: process.env });
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    process.stderr.write(`The settings cannot be used (${error.code}).\n${error.message}\n`);
    process.exitCode = 1;
    return null;
  }
}
