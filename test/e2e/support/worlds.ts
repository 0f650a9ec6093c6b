import { realProduction } from '../../support/production-world.ts';
import type { AllInOneProcess } from './all-in-one-process.ts';
import { startAllInOne } from './all-in-one-process.ts';
import type { EndToEndWorld, Landfall } from './landfall.ts';
import { prepareSplit } from './split-processes.ts';
import { tempFolder } from './temp-folder.ts';

/** Both worlds: everything in one process over one file, and a process for each service over Kafka, Redis and a registry. */
export function realWorlds(): readonly EndToEndWorld[] {
  const sources = realProduction();
  return [
    { name: 'all in one', isHere: true, prepare: async () => ({ start: startInOne, release: async () => {} }) },
    { name: 'split processes', isHere: sources !== null, prepare: () => prepareSplit(sources) },
  ];
}

async function startInOne(): Promise<Landfall> {
  const folder = tempFolder();
  const dataFile = folder.file('landfall.db');
  let running: AllInOneProcess = await startAllInOne({ dataFile });
  const { baseUrl, port, controlRoomUrl } = running;
  const kill = async (): Promise<void> => void (await running.end('SIGKILL'));
  return {
    baseUrl,
    port,
    controlRoomUrl,
    originOf: () => baseUrl,
    key: (role, nth) => running.key(role, nth),
    kill,
    async startAgain() {
      running = await startAllInOne({ dataFile, port });
    },
    async close() {
      await kill();
      folder.remove();
    },
  };
}
