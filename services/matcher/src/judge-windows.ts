import type { ActiveRule, Finding, Hit, Sighting } from '@landfall/core';
import { compareStrength, foldedKeyHash, windowName } from '@landfall/core';
import type { FactToKeep, WindowLook } from '@landfall/ports';
import { sightingNow, sightingsNow } from './current-sightings.ts';
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
 * pair judged twice gives one id. A finding is raised only while the newest revisions support all its sightings: what a window kept may
 * be of a revision that is no longer. What ceases to be supported after that look is for retract.ts to take back. On crash and on
 * retry: keeping is idempotent. Bounds: two calls to the window store; what a full window refuses is counted, logged and still judged
 * against what it holds.
 */
export async function judgeWindows(
  context: MatchContext,
  sightings: readonly FreshSighting[],
): Promise<readonly Hit[]> {
  const alone = hitsOfEachAlone(context, sightings);
  const visits = visitsOf(context.rules.active(), sightings);
  if (visits.length === 0) return alone;
  const looks = await context.windows.use((windows) => windows.keepAndLook(visits.map(({ fact }) => fact)));
  countRefused(context, visits, looks);
  const kept = looks.flatMap(({ others }) => others.map(({ bytes }) => ({ value: sightingValue(bytes) })));
  const loading = context.platform.codec.load(kept);
  if (loading !== undefined) await loading;
  const shown = visits.map((visit, index): Shown => {
    const others = looks[index]!.others.flatMap(({ bytes }) => unpackSighting(context.platform.codec, bytes) ?? []);
    return { ...visit, one: visit.fresh.sighting, others: others.map(({ sighting }) => sighting) };
  });
  const findings = shown.flatMap(findingsOf);
  if (findings.length === 0) return alone;
  await takeInMarksOf(context, findings);
  const found = shown.flatMap((each) => asOfNow(context, each)).flatMap(findingsOf);
  return [...alone, ...found.flatMap((one) => hitsOf(context, one))];
}

/** The newest marks of the vehicles that stand in findings: others than this batch's may have changed unseen since they were kept. */
async function takeInMarksOf(context: MatchContext, findings: readonly FreshFinding[]): Promise<void> {
  const { bucketCount } = context.platform.windows;
  const marks = findings.flatMap(({ finding }) => finding.evidence.map(({ evidence }) => evidence.mark));
  const buckets = [...new Set(marks.map((mark) => foldedKeyHash(mark) % bucketCount))];
  context.table.apply(await context.windows.use((windows) => windows.marksSince(context.table.versions, buckets)));
}

/** A sighting, and what its window showed to it. */
interface Shown extends Pick<Visit, 'fresh' | 'rules'> {
  readonly one: Sighting;
  readonly others: readonly Sighting[];
}

/** A finding, and the sighting that brought it. */
interface FreshFinding {
  readonly rule: ActiveRule;
  readonly finding: Finding;
  readonly fresh: FreshSighting;
}

function findingsOf({ fresh, one, others, rules }: Shown): readonly FreshFinding[] {
  if (others.length === 0) return [];
  return rules.flatMap((rule) => rule.find(one, others).map((finding) => ({ rule, finding, fresh })));
}

/** The same by the newest revisions, without what they no longer support. */
function asOfNow({ table }: MatchContext, shown: Shown): readonly Shown[] {
  const one = sightingNow(table, shown.one);
  if (one === null) return [];
  const others = shown.others.flatMap((other) => sightingNow(table, other) ?? []);
  return shown.rules.map((rule) => {
    const window = windowName(rule.window, one);
    return {
      ...shown,
      one,
      rules: [rule],
      others: others.filter((other) => windowName(rule.window, other) === window),
    };
  });
}

/** The rules that judge each fact by itself. */
function hitsOfEachAlone(context: MatchContext, sightings: readonly FreshSighting[]): readonly Hit[] {
  const rules = context.rules.active().filter(({ window }) => window === 'none');
  return rules.flatMap((rule) =>
    sightings
      .filter(({ sighting }) => rule.asksFor(sighting))
      .flatMap((fresh) => rule.find(fresh.sighting, []).map((finding) => ({ rule, finding, fresh })))
      .flatMap((found) => hitsOf(context, found)),
  );
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

/** The hit of a finding, by the newest revision of the entry that it is attributed to; none when that does not hold. */
function hitsOf({ platform, ocgs, table }: MatchContext, { rule, finding, fresh }: FreshFinding): readonly Hit[] {
  const { entryId, subject, evidence: latest, holds } = finding.attributedTo;
  if (!holds) return [];
  const matched = sightingsNow(table, latest, subject)
    .filter(({ entry }) => entry.entryId === entryId)
    .toSorted((a, b) => compareStrength(a.match, b.match))[0];
  const { themes } = rule.definition;
  if (matched === undefined || (themes.length > 0 && !themes.includes(matched.entry.theme))) return [];
  const { match, entry } = matched;
  const { found, late } = fresh;
  const evidence = finding.evidence.map((sighting) => sighting.evidence);
  const period = finding.period === undefined ? {} : { period: finding.period };
  const judgement = { match, entry, ...period, rule: rule.definition, evidence, found, late };
  return [makeHit({ ...judgement, nowMs: platform.clock.now() }, ocgs)];
}
