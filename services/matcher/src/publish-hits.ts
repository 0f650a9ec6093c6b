import type { Hit, Match } from '@landfall/core';
import { compareStrength } from '@landfall/core';
import type { Platform } from '@landfall/runtime';
import { publish } from '@landfall/runtime';

const PUBLISH_MAX = 500;

/** Publishes hits, each once within the call, and observes how long they took. Rejects with LogError: publishing again is right. */
export async function publishHits(platform: Platform, hits: readonly Hit[]): Promise<void> {
  const unique = strongestPerId(hits);
  for (let start = 0; start < unique.length; start += PUBLISH_MAX) {
    const publishedAt = platform.clock.now();
    const batch = unique.slice(start, start + PUBLISH_MAX).map((hit): Hit => ({ ...hit, publishedAt }));
    await publish(
      platform,
      batch.map((event) => ({ topic: 'hits', event })),
    );
    const acknowledgedAt = platform.clock.now();
    for (const hit of batch) observe(platform, hit, acknowledgedAt);
  }
}

function observe({ metrics }: Platform, hit: Hit, acknowledgedAt: number): void {
  const kind = hit.evidence.at(-1)?.kind ?? 'UNKNOWN';
  metrics.hits.inc({ rule: hit.ruleId, theme: hit.theme, kind, match: hit.matchKind, found: hit.found });
  metrics.matchedToPublishedSeconds.observe((acknowledgedAt - hit.matchedAt) / 1000);
  if (hit.found !== 'LIVE') return;
  metrics.receiptToMatchedSeconds.observe({ kind }, Math.max(0, hit.matchedAt - hit.receivedAt) / 1000);
}

/** An entry can match one fact by several of its identifiers: that is one hit, told by the strongest, whatever their order. */
function strongestPerId(hits: readonly Hit[]): readonly Hit[] {
  const byId = new Map<string, Hit>();
  for (const hit of hits) {
    const other = byId.get(hit.hitId);
    if (other === undefined || isStronger(hit, other)) byId.set(hit.hitId, hit);
  }
  return [...byId.values()];
}

function isStronger(a: Hit, b: Hit): boolean {
  return compareStrength(matchOf(a), matchOf(b)) < 0;
}

function matchOf({ matchKind, forgiven, identifierKind, identifierMark }: Hit): Match {
  const known = matchKind === 'UNKNOWN' ? 'WILDCARD' : matchKind;
  return { ref: 0, kind: identifierKind, mark: identifierMark, matchKind: known, forgiven };
}
