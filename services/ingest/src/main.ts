import type { Settings } from '@landfall/production';
import { productionWorld, runService } from '@landfall/production';
import type { IngestOptions } from './config.ts';
import { ingestService } from './service.ts';

/** `landfall ingest`: runs until it is told to stop, and ends the process. */
export async function runIngest(settings: Settings): Promise<void> {
  const service = 'ingest';
  const options = ingestOptions(settings);
  await runService({
    name: service,
    settings,
    world: productionWorld,
    service: (platform) => ingestService(platform, options),
  });
}

export function ingestOptions(settings: Settings): IngestOptions {
  return {
    localTimeZone: settings['ingest.localTimeZone'],
    inFlightMaxBytes: settings['ingest.inFlightMaxBytes'],
    inFlightMaxRecords: settings['ingest.inFlightMaxRecords'],
  };
}
