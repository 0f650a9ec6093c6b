import { Command } from 'commander';
import { configOption, settingsFrom } from './settings-option.ts';
import { orSayWhy } from './say-why.ts';

interface Flags {
  readonly config?: string;
  readonly check: boolean;
}

/** `landfall topics apply`: makes the topics of schemas/topics.yaml. Existing ones are compared and never changed. */
export function topicsCommand(): Command {
  const apply = new Command('apply')
    .description(
      'Create the topics that are missing, and say how the others differ. Exits with 1 when something differs.',
    )
    .addOption(configOption())
    .option('--check', 'create nothing; a missing topic is a difference', false)
    .action(async ({ config, check }: Flags) => {
      const loaded = await settingsFrom({ file: config, needs: ['kafka.brokers'] });
      if (loaded === null) return;
      await orSayWhy(async () => {
        const { applyAllTopics } = await import('@landfall/production');
        const { created, differences } = await applyAllTopics(loaded.settings, { checkOnly: check });
        const lines = [
          ...created.map((topic) => `created ${topic}`),
          ...differences.map(
            ({ topic, setting, wanted, found }) => `different ${topic}: ${setting} is ${found}, wanted ${wanted}`,
          ),
        ];
        process.stdout.write(lines.length === 0 ? 'All topics are as wanted.\n' : `${lines.join('\n')}\n`);
        if (differences.length > 0) process.exitCode = 1;
      });
    });
  return new Command('topics').description('Topics on the brokers.').addCommand(apply);
}
