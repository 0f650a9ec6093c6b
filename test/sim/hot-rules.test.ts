import { matcherService } from '@landfall/matcher';
import type { AnprRead, Hit } from '@landfall/core';
import { publish } from '@landfall/runtime';
import type { NewEvent } from '@landfall/runtime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aRead, aRule, anEntry, HOUR_MS, MINUTE_MS, T0 } from '../support/events.ts';
import type { EmbeddedWorld } from '../support/world.ts';
import { groupCaughtUp, nextTurn, openWorld, readTopic } from '../support/world.ts';

const SECOND_MS = 1000;
/** From here on version 2 judges. To it two vehicles within three minutes of each other are a convoy, to version 1 within one. */
const CHANGE_MS = T0 + HOUR_MS;
const ONE = aRule({ version: 1, parameters: { withinMs: String(MINUTE_MS) }, severity: 'LOW' });
const TWO = aRule({
  version: 2,
  parameters: { withinMs: String(3 * MINUTE_MS) },
  severity: 'HIGH',
  effectiveFrom: CHANGE_MS,
});

const [FIRST, SECOND] = ['AB12CDE', 'KX34FGH'] as const;

/** The two vehicles of the group past one camera, so long apart. */
function passage(fromMs: number, apartMs: number): readonly [AnprRead, AnprRead] {
  return [aRead({ mark: FIRST, capturedAt: fromMs }), aRead({ mark: SECOND, capturedAt: fromMs + apartMs })];
}

describe('rules that change while a matcher runs', () => {
  let world: EmbeddedWorld;
  let matcher: ReturnType<typeof matcherService>;

  beforeEach(async () => {
    world = await openWorld();
    matcher = matcherService(world.platform);
    await matcher.start();
    const listed = [FIRST, SECOND].map((mark): NewEvent => {
      const identifiers = [{ kind: 'VRM' as const, raw: mark, mark }];
      const fields = { entryId: mark, identifiers, ocgId: 'ocg-1', forgivenCharactersMax: 0 };
      return { topic: 'watchlist.entries', event: anEntry(fields) };
    });
    await publish(world.platform, listed);
    await groupCaughtUp(world.platform, 'matcher-entries', ['watchlist.entries']);
  });
  afterEach(async () => {
    await matcher.stop();
    await world.close();
  });

  async function publishRule(rule: typeof ONE, metrics: readonly string[]): Promise<void> {
    await publish(world.platform, [{ topic: 'rules', event: rule }]);
    const isIn = async (): Promise<boolean> => {
      const page = await world.platform.metrics.registry.metrics();
      return metrics.every((line) => page.includes(`${line}\n`));
    };
    while (!(await isIn())) await nextTurn();
  }

  async function take(...reads: readonly AnprRead[]): Promise<void> {
    await publish(
      world.platform,
      reads.map((event) => ({ topic: 'anpr.reads', event })),
    );
    await groupCaughtUp(world.platform, 'matcher', ['anpr.reads']);
  }

  async function convoys(): Promise<readonly Pick<Hit, 'ruleVersion' | 'severity' | 'capturedAt'>[]> {
    const hits = (await readTopic(world.platform, 'hits')).filter(({ ruleKind }) => ruleKind === 'convoy');
    return hits.map(({ ruleVersion, severity, capturedAt }) => ({ ruleVersion, severity, capturedAt }));
  }

  it('judge each fact by the version of its event time, late ones too, though the newer is known to the matcher', async () => {
    const early = CHANGE_MS - 10 * MINUTE_MS;
    const apart = 2 * MINUTE_MS;
    await take(...passage(early, 30 * SECOND_MS));
    expect(await convoys()).toEqual([]);
    await publishRule(ONE, ['landfall_rules 1']);
    await publishRule(TWO, ['landfall_rules 2']);

    await take(...passage(early + 5 * MINUTE_MS, apart));
    expect(await convoys()).toEqual([]);
    const after = CHANGE_MS + 20 * MINUTE_MS;
    await take(...passage(after, apart));
    const byTwo = { ruleVersion: 2, severity: 'HIGH', capturedAt: after + apart };
    expect(await convoys()).toEqual([byTwo]);

    await take(...passage(after + 20 * MINUTE_MS, 0));
    const byTwoAlone = { ...byTwo, capturedAt: after + 20 * MINUTE_MS };
    expect(await convoys()).toEqual([byTwo, byTwoAlone]);

    const lateAt = CHANGE_MS - 30 * MINUTE_MS;
    await take(...passage(lateAt, apart));
    expect(await convoys()).toEqual([byTwo, byTwoAlone]);
    await take(...passage(lateAt - 10 * MINUTE_MS, 50 * SECOND_MS));
    const byOne = { ruleVersion: 1, severity: 'LOW', capturedAt: lateAt - 10 * MINUTE_MS + 50 * SECOND_MS };
    expect(await convoys()).toEqual([byTwo, byTwoAlone, byOne]);
  });

  it('judge a convoy over the change by the version of its later read', async () => {
    await publishRule(ONE, ['landfall_rules 1']);
    await publishRule(TWO, ['landfall_rules 2']);
    await take(...passage(CHANGE_MS - 30 * SECOND_MS, 50 * SECOND_MS));
    expect(await convoys()).toMatchObject([{ ruleVersion: 2, capturedAt: CHANGE_MS + 20 * SECOND_MS }]);
  });

  it('judge nothing from the time at which they are switched off', async () => {
    await publishRule(ONE, ['landfall_rules 1']);
    await publishRule({ ...TWO, enabled: false }, ['landfall_rules 1']);
    await take(...passage(CHANGE_MS - 10 * MINUTE_MS, 30 * SECOND_MS), ...passage(CHANGE_MS, 30 * SECOND_MS));
    expect(await convoys()).toMatchObject([{ ruleVersion: 1 }]);
  });

  it('are not stopped by one of a kind that this release does not know: it is counted, and the others judge on', async () => {
    await publishRule(ONE, ['landfall_rules 1', 'landfall_rules_unusable 0']);
    const strange = aRule({ ruleId: 'strange', kind: 'telepathy' });
    await publishRule(strange, ['landfall_rules 1', 'landfall_rules_unusable 1']);
    await take(...passage(T0, 30 * SECOND_MS));
    expect(await convoys()).toMatchObject([{ ruleVersion: 1 }]);
    expect(matcher.ready()).toEqual({ ok: true, detail: expect.stringMatching(/^ready, \d+ rules/) });
  });
});
