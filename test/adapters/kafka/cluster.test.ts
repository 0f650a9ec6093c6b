import type { EventLog } from '@landfall/ports';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startBrokers } from '../../support/local-kafka.ts';
import type { LocalKafka } from '../../support/local-kafka.ts';
import { realOwnKafka } from '../../support/real-kafka.ts';
import { newNamespace, openLog } from './open-log.ts';
import { appendAtLast, byNumber, keeper, keepOn, range, reads } from './traffic.ts';
import type { Keeper, KeptOn } from './traffic.ts';

const source = realOwnKafka();
const THREE_COPIES = { replicationFactor: 3, minInsyncReplicas: 2 };
/** Enough for every partition to get some. */
const BATCH = 40;
/** From a kill until appends and consumers go on: the broker's session of 3 s, a new leader, a new client. */
const KILLED_MS = 30_000;
/** The same where the broker takes requests and is silent: sendMs, or a request's time and the next client's. */
const FROZEN_MS = 60_000;
/** Two of three are away: until an append says so. sendMs, and 5 s to leave the producer. */
const REFUSED_MS = 26_000;
const TEST_MS = 180_000;

describe.skipIf(source === null)('the log on three brokers, two of which acknowledge', () => {
  let kafka: LocalKafka;
  let log: EventLog;
  let consumer: Keeper;
  let follower: Keeper;
  let kept: readonly KeptOn[];
  let acknowledged: string[];
  beforeAll(async () => {
    kafka = await startBrokers({ count: 3 });
  });
  afterAll(() => kafka.stop());

  beforeEach(async () => {
    const timing = { sessionTimeoutMs: 2_000, heartbeatMs: 500, requestMs: 4_000, sendMs: 10_000 };
    log = await openLog({ brokers: kafka.addresses, namespace: newNamespace(), ...timing }, THREE_COPIES);
    [consumer, follower] = [keeper(), keeper()];
    const all = { topics: ['anpr.reads'] as const, batchMax: 10 };
    kept = [
      await keepOn(() => log.consume({ ...all, group: 'matcher', onBatch: consumer.onBatch })),
      await keepOn(() => log.follow({ ...all, onBatch: follower.onBatch })),
    ];
    acknowledged = [];
    await goOn();
  });
  afterEach(async () => {
    await Promise.all(kept.map((one) => one.close()));
    await log.close();
  });

  /** Appends to every partition until that is acknowledged. */
  async function append(): Promise<void> {
    const values = range(BATCH, acknowledged.length);
    await appendAtLast(log, reads(values));
    acknowledged.push(...values);
  }

  /** Appends, and waits until all that was acknowledged so far has come to consumer and follower. */
  async function goOn(): Promise<void> {
    await append();
    await Promise.all([consumer.untilAll(acknowledged), follower.untilAll(acknowledged)]);
  }

  // Whichever leads which partition, the group or the cluster: each is one of them.
  it.each([0, 1, 2])(
    'lose nothing, and go on in 30 s, when one is killed while records come: %i',
    async (index) => {
      const startMs = performance.now();
      const underWay = append();
      await kafka.brokers[index]!.kill();
      await underWay;
      await goOn();
      expect(performance.now() - startMs).toBeLessThan(KILLED_MS);
      await kafka.brokers[index]!.start();
      await goOn();
      expect(byNumber(consumer.seen)).toEqual(byNumber(acknowledged));
    },
    TEST_MS,
  );

  it.each([0, 1, 2])(
    'lose nothing, and go on in 60 s, when one takes requests and is silent: %i',
    async (index) => {
      const startMs = performance.now();
      kafka.brokers[index]!.signal('SIGSTOP');
      await goOn();
      expect(performance.now() - startMs).toBeLessThan(FROZEN_MS);
      kafka.brokers[index]!.signal('SIGCONT');
      await goOn();
      expect(byNumber(consumer.seen)).toEqual(byNumber(acknowledged));
    },
    TEST_MS,
  );

  it(
    'refuse appends in bounded time while two are away, and go on when they are back',
    async () => {
      const away = kafka.brokers.slice(0, 2);
      await Promise.all(away.map((broker) => broker.kill()));
      const startMs = performance.now();
      const refused = log.append(reads(range(BATCH, acknowledged.length)));
      await expect(refused).rejects.toMatchObject({ name: 'LogError', code: 'log-unavailable' });
      expect(performance.now() - startMs).toBeLessThan(REFUSED_MS);
      const underWay = append();
      await Promise.all(away.map((broker) => broker.start()));
      await underWay;
      await goOn();
      expect(byNumber(consumer.seen)).toEqual(byNumber(acknowledged));
    },
    TEST_MS,
  );
});

describe.skipIf(source === null)('a consumer of a broker that is silent', () => {
  it(
    'stops with log-unavailable after stalledMs, and another goes on when the broker does',
    async () => {
      const kafka = await startBrokers();
      const timing = { sessionTimeoutMs: 2_000, heartbeatMs: 500, stalledMs: 2_000 };
      const log = await openLog({ brokers: kafka.addresses, namespace: newNamespace(), ...timing });
      const kept = keeper();
      const consume = (): ReturnType<EventLog['consume']> =>
        log.consume({ group: 'matcher', topics: ['anpr.reads'], batchMax: 10, onBatch: kept.onBatch });
      const first = await consume();
      await log.append(reads(range(BATCH)));
      await kept.untilAll(range(BATCH));
      kafka.brokers[0]!.signal('SIGSTOP');
      await expect(first.stopped).rejects.toMatchObject({
        code: 'log-unavailable',
        // By the clock of its own, or by that of a request that was under way.
        message: expect.stringMatching(/has read nothing for|has not answered/),
      });
      const again = keepOn(consume);
      kafka.brokers[0]!.signal('SIGCONT');
      const second = await again;
      await appendAtLast(log, reads(range(BATCH, BATCH)));
      await kept.untilAll(range(2 * BATCH));
      await second.close();
      await log.close();
      await kafka.stop();
    },
    TEST_MS,
  );
});
