import type { ActiveRule, LateFact, WindowKind } from '@landfall/core';
import { publish } from '@landfall/runtime';
import type { MatchContext } from './match-event.ts';
import type { FreshSighting } from './judge-windows.ts';

const PUBLISH_MAX = 500;

/**
 * Says of facts that came too late for rules over windows that they did: their watch hits are raised, but what they would have proved
 * together with others may be gone from the windows. They are judged all the same against what is still there.
 *
 * What look-back finds is not late: the fact was in time, the entry came later.
 *
 * On crash and on retry: the batch comes again, and so does the same record under the same key. Bounds: those of the batch.
 */
export async function reportTooLate(context: MatchContext, sightings: readonly FreshSighting[]): Promise<void> {
  const late = sightings.filter(({ found }) => found === 'LIVE').flatMap((fresh) => tooLateFor(context, fresh) ?? []);
  for (let start = 0; start < late.length; start += PUBLISH_MAX) {
    const some = late.slice(start, start + PUBLISH_MAX);
    await publish(
      context.platform,
      some.map((event) => ({ topic: 'late.facts', event })),
    );
    for (const { kind } of some) context.platform.metrics.tooLateFacts.inc({ kind });
  }
}

function tooLateFor(context: MatchContext, { sighting }: FreshSighting): LateFact | null {
  const { evidence, entryId } = sighting;
  const { factId, kind, occurredAt, receivedAt, sourceId, cameraId } = evidence;
  const asking = context.rules.active().filter((rule) => rule.window !== 'none' && rule.asksFor(sighting));
  const missed = asking.filter(({ window }) => occurredAt < heldFromMs(context, window));
  if (missed.length === 0) return null;
  const judgedFrom = Math.min(...missed.map(({ window }) => heldFromMs(context, window)));
  return { factId, kind, entryId, occurredAt, receivedAt, sourceId, cameraId, judgedFrom, rules: missed.map(nameOf) };
}

function nameOf({ definition: { ruleId, version } }: ActiveRule): string {
  return `${ruleId}/${version}`;
}

/** Event time up to which a window of this kind has let facts go; -Infinity before the first fact. */
function heldFromMs({ platform, watermark, windowMs, historyMs }: MatchContext, window: WindowKind): number {
  const atMs = Math.min(watermark.watermarkMs(), platform.clock.now());
  return Math.floor(atMs - (window === 'history' ? historyMs : windowMs));
}
