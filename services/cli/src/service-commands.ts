import type { SettingName, Settings } from '@landfall/production';
import { Command, Option } from 'commander';
import { numberOption } from './option-values.ts';
import { configOption, settingsFrom } from './settings-option.ts';

interface ServiceCommand {
  readonly name: string;
  readonly about: string;
  readonly needs: readonly SettingName[];
  readonly run: (settings: Settings) => Promise<void>;
}

const WORLD = ['kafka.brokers', 'registry.url', 'keysFile'] as const;

/** The services that run over Kafka, Redis and a registry. Each loads its own code only. */
const SERVICES: readonly ServiceCommand[] = [
  {
    name: 'ingest',
    about: 'Take reads and movements from cameras and ports.',
    needs: WORLD,
    run: async (settings) => (await import('@landfall/ingest/main')).runIngest(settings),
  },
  {
    name: 'watchlist',
    about: 'Keep the lists: imports, entries, approval, weeding.',
    needs: WORLD,
    run: async (settings) => (await import('@landfall/watchlist/main')).runWatchlist(settings),
  },
  {
    name: 'matcher',
    about: 'Match reads and movements against the lists.',
    needs: [...WORLD, 'redis.nodes'],
    run: async (settings) => (await import('@landfall/matcher/main')).runMatcher(settings),
  },
  {
    name: 'control-room',
    about: 'Serve the control room to operators.',
    needs: WORLD,
    run: async (settings) => (await import('@landfall/control-room/main')).runControlRoom(settings),
  },
];

interface Flags {
  readonly config?: string;
  readonly host?: string;
  readonly port?: number;
}

/** `landfall ingest`, `watchlist`, `matcher` and `control-room`: one service each, until it is told to stop. */
export function serviceCommands(): readonly Command[] {
  return SERVICES.map(({ name, about, needs, run }) =>
    new Command(name)
      .description(
        `${about} One process over Kafka${needs.includes('redis.nodes') ? ', Redis' : ''} and a schema registry.`,
      )
      .addOption(configOption())
      .addOption(new Option('--host <address>', 'address to listen on (http.host)'))
      .addOption(
        new Option('--port <number>', 'port to listen on; 0 takes a free one (http.port)').argParser(
          numberOption({ min: 0, max: 65_535, whole: true }),
        ),
      )
      .action(async ({ config, host, port }: Flags) => {
        const flags = {
          ...(host === undefined ? {} : { 'http.host': host }),
          ...(port === undefined ? {} : { 'http.port': port }),
        };
        const loaded = await settingsFrom({ file: config, flags, needs });
        if (loaded !== null) await run(loaded.settings);
      }),
  );
}
