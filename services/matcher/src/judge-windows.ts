import type { ActiveRule, Finding, Hit, Match, Sighting, WatchEntry } from '@landfall/core';
import { compareStrength, foldedKeyHash, windowName } from '@landfall/core';
import type { FactToKeep, WindowLook } from '@landfall/ports';
import type { MatchContext } from './match-event.ts';
import { makeHit } from './make-hits.ts';
import type { RecordedSighting } from './sighting-bytes.ts';
import { packSighting, sightingValue, unpackSighting } from './sighting-bytes.ts';

/** A sighting on its way into the windows of the active rules. */
export interface FreshSighting extends RecordedSighting {
  readonly found: 'LIVE' | 'LOOK_BACK';
  readonly late: boolean;
}

/** One sighting before one of its windows, and the rules that look there. */
interface Visit {
  readonly fresh: FreshSighting;
  readonly rules: readonly ActiveRule[];
  readonly fact: FactToKeep;
}

/**
 * The rules over windows: keeps each sighting in the windows of the rules that ask for it, lets it look at the others there, and gives
 * the hits that they prove together.
 *
 * Guarantee: of two sightings of a window, whichever comes here second sees the other, whoever brings it; so each pair is judged, and a
 * pair judged twice gives one id. An entry that is no longer active raises nothing. On crash and on retry: keeping is idempotent.
 * Bounds: one call to the window store; what a full window refuses is counted, logged and still judged against what it holds.
 */
export async function judgeWindows(
  context: MatchContext,
  sightings: readonly FreshSighting[],
): Promise<readonly Hit[]> {
  const alone = await hitsOfEachAlone(context, sightings);
  const visits = visitsOf(context.rules.active(), sightings);
  if (visits.length === 0) return alone;
  const looks = await context.windows.use((windows) => windows.keepAndLook(visits.map(({ fact }) => fact)));
  countRefused(context, visits, looks);
  const kept = looks.flatMap(({ others }) => others.map(({ bytes }) => ({ value: sightingValue(bytes) })));
  const loading = context.platform.codec.load(kept);
  if (loading !== undefined) await loading;
  const hits = [...alone];
  for (const [index, visit] of visits.entries()) {
    const others = looks[index]!.others.flatMap(({ bytes }) => unpackSighting(context.platform.codec, bytes) ?? []);
    if (others.length === 0) continue;
    const found = others.map(({ sighting }) => sighting);
    for (const rule of visit.rules)
      for (const finding of rule.find(visit.fresh.sighting, found))
        hits.push(...(await hitsOf(context, { rule, finding, fresh: visit.fresh })));
  }
  return hits;
}

/** The rules that judge each fact by itself. */
async function hitsOfEachAlone(context: MatchContext, sightings: readonly FreshSighting[]): Promise<readonly Hit[]> {
  const rules = context.rules.active().filter(({ window }) => window === 'none');
  const hits: Hit[] = [];
  for (const rule of rules)
    for (const fresh of sightings)
      if (rule.asksFor(fresh.sighting))
        for (const finding of rule.find(fresh.sighting, []))
          hits.push(...(await hitsOf(context, { rule, finding, fresh })));
  return hits;
}

/** Keeps sightings without judging them: what a refill does, whose hits were published before. */
export async function keepSightings(context: MatchContext, sightings: readonly FreshSighting[]): Promise<void> {
  const visits = visitsOf(context.rules.active(), sightings);
  if (visits.length === 0) return;
  const facts = visits.map(({ fact }) => ({ ...fact, fromMs: 0, toMs: 0 }));
  countRefused(context, visits, await context.platform.windows.keepAndLook(facts));
}

function visitsOf(rules: readonly ActiveRule[], sightings: readonly FreshSighting[]): readonly Visit[] {
  const visits: Visit[] = [];
  for (const fresh of sightings) {
    const { sighting } = fresh;
    const windows = new Map<string, ActiveRule[]>();
    for (const rule of rules) {
      const window = rule.asksFor(sighting) ? windowName(rule.window, sighting) : null;
      if (window === null) continue;
      windows.set(window, [...(windows.get(window) ?? []), rule]);
    }
    if (windows.size === 0) continue;
    const bytes = packSighting(fresh);
    const atMs = sighting.evidence.occurredAt;
    for (const [window, asking] of windows) {
      const reachMs = Math.max(...asking.map((rule) => rule.reachMs));
      visits.push({
        fresh,
        rules: asking,
        fact: { window, atMs, bytes, fromMs: atMs - reachMs, toMs: atMs + reachMs + 1 },
      });
    }
  }
  return visits;
}

function countRefused({ platform }: MatchContext, visits: readonly Visit[], looks: readonly WindowLook[]): void {
  for (const [index, { fact }] of visits.entries()) {
    if (looks[index]!.kept) continue;
    const window = fact.window.slice(0, fact.window.indexOf('/'));
    platform.metrics.keptFactsRefused.inc({ window });
    platform.logger.warn({ window, atMs: fact.atMs }, 'a full window did not keep a fact');
  }
}

/** The hit of a finding, by the newest revision of the entry that it is attributed to; none when that no longer matches. */
async function hitsOf(
  context: MatchContext,
  { rule, finding, fresh }: { readonly rule: ActiveRule; readonly finding: Finding; readonly fresh: FreshSighting },
): Promise<readonly Hit[]> {
  const { platform, ocgs } = context;
  let matched = matchOf(context, finding.attributedTo);
  if (matched === null && finding.attributedTo !== fresh.sighting) {
    // Another matcher kept that sighting, under a mark of a bucket that this one has not looked into since.
    context.table.apply(await context.windows.use((windows) => windows.marksSince(context.table.versions)));
    matched = matchOf(context, finding.attributedTo);
  }
  const { themes } = rule.definition;
  if (matched === null || (themes.length > 0 && !themes.includes(matched.entry.theme))) return [];
  const { found, late } = fresh;
  const evidence = finding.evidence.map((sighting) => sighting.evidence);
  const period = finding.period === undefined ? {} : { period: finding.period };
  const judgement = { ...matched, ...period, rule: rule.definition, evidence, found, late };
  return [makeHit({ ...judgement, nowMs: platform.clock.now() }, ocgs)];
}

function matchOf(
  { table }: MatchContext,
  { entryId, subject, evidence }: Sighting,
): { readonly match: Match; readonly entry: WatchEntry } | null {
  const view = { subject, mark: evidence.mark, keyHash: foldedKeyHash(evidence.mark), atMs: evidence.occurredAt };
  const own = table.index
    .match(view)
    .map((match) => ({ match, entry: table.entry(match.ref) }))
    .filter(({ entry }) => entry.entryId === entryId);
  return own.toSorted((a, b) => compareStrength(a.match, b.match))[0] ?? null;
}
