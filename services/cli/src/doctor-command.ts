import { Command } from 'commander';
import { configOption, settingsFrom } from './settings-option.ts';
import { orSayWhy } from './say-why.ts';

/** `landfall doctor`: tries everything that the settings name. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description(
      'Look at brokers, topics, schemas, Redis, clocks and the keys file, and say what to do. Exits with 1 on FAIL.',
    )
    .addOption(configOption())
    .action(async ({ config }: { readonly config?: string }) => {
      const loaded = await settingsFrom({ file: config, needs: ['kafka.brokers'] });
      if (loaded === null) return;
      await orSayWhy(async () => {
        const { describeFinding, diagnose } = await import('@landfall/production');
        const findings = await diagnose(loaded.settings);
        for (const finding of findings) process.stdout.write(`${describeFinding(finding)}\n`);
        if (findings.some(({ level }) => level === 'FAIL')) process.exitCode = 1;
      });
    });
}
