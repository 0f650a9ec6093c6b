import type { Hit, IncidentAction } from '@landfall/core';
import type { Received } from '@landfall/runtime';
import type { IncidentTopic } from './incidents.ts';

/** Events as the log hands them over, each at its own offset. */
export function received(...events: readonly (Hit | IncidentAction)[]): readonly Received<IncidentTopic>[] {
  return events.map((event, offset) => {
    const place = { partition: 0, offset, timestampMs: 'evidence' in event ? event.publishedAt : event.at };
    return 'evidence' in event ? { topic: 'hits', event, ...place } : { topic: 'incident.actions', event, ...place };
  });
}
