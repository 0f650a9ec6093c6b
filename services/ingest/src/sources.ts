import { axis } from './sources/axis.ts';
import { frigate } from './sources/frigate.ts';
import { gvmsSources } from './sources/gvms.ts';
import { hikvision } from './sources/hikvision.ts';
import { landfallMovements, landfallReads } from './sources/landfall-json.ts';
import type { Source } from './sources/source.ts';

/** Every message format that ingest reads, and its route. */
export const SOURCES: readonly Source[] = [landfallReads, landfallMovements, hikvision, axis, frigate, ...gvmsSources];

export function sourceOfRoute(route: string): Source | undefined {
  return SOURCES.find((source) => source.route === route);
}
