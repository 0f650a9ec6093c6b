import type { OcgGroup } from '@landfall/core';
import type { KeptSubscription, Platform } from '@landfall/runtime';
import { followEvents } from '@landfall/runtime';

/** Organised crime groups by id, newest revision: hits carry the harm score of their group. */
export interface OcgTable {
  group(ocgId: string): OcgGroup | null;
  /** Reads the registry and keeps to it. The table is empty before. */
  follow(): KeptSubscription;
}

export function ocgTable(platform: Platform, service: string): OcgTable {
  const groups = new Map<string, OcgGroup>();
  return {
    group: (ocgId) => groups.get(ocgId) ?? null,
    follow: () =>
      followEvents(platform, {
        service,
        topics: ['ocg.registry'],
        onEvents(events) {
          for (const { event } of events) {
            if (event.revision >= (groups.get(event.ocgId)?.revision ?? 0)) groups.set(event.ocgId, event);
          }
        },
      }),
  };
}
