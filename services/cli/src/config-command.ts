import { Command } from 'commander';
import { configOption, settingsFrom } from './settings-option.ts';

/** `landfall config`: the settings in force, or the page that explains them all. */
export function configCommand(): Command {
  return new Command('config')
    .description('Show the settings in force and where each came from; secrets are hidden.')
    .addOption(configOption())
    .option('--page', 'print deploy/configuration.md instead', false)
    .action(async ({ config, page }: { readonly config?: string; readonly page: boolean }) => {
      const { describeSettings, settingsPage } = await import('@landfall/production');
      if (page) {
        process.stdout.write(settingsPage());
        return;
      }
      const loaded = await settingsFrom({ file: config });
      if (loaded !== null) process.stdout.write(`${describeSettings(loaded)}\n`);
    });
}
