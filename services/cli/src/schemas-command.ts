import { Command } from 'commander';
import { configOption, settingsFrom } from './settings-option.ts';
import { orSayWhy } from './say-why.ts';

interface Flags {
  readonly config?: string;
  readonly schemas?: string;
}

/** `landfall schemas register`: before anything else starts, and before a new version does. */
export function schemasCommand(): Command {
  const register = new Command('register')
    .description('Register the schema of every topic under FULL_TRANSITIVE. Exits with 1 when one is refused.')
    .addOption(configOption())
    .option('--schemas <folder>', 'folder of the schemas, instead of those of this version')
    .action(async ({ config, schemas }: Flags) => {
      const loaded = await settingsFrom({ file: config, needs: ['registry.url'] });
      if (loaded === null) return;
      await orSayWhy(async () => {
        const { registerSchemas } = await import('@landfall/production');
        const { registered, refused } = await registerSchemas(loaded.settings, schemas);
        for (const { subject, id, version } of registered) {
          process.stdout.write(`${subject}: id ${id}, version ${version}\n`);
        }
        for (const { subject, code, reason } of refused)
          process.stdout.write(`${subject}: refused (${code}). ${reason}\n`);
        if (refused.length > 0) process.exitCode = 1;
      });
    });
  return new Command('schemas').description('Schemas in the registry.').addCommand(register);
}
