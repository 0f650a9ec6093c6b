import { applyTopics, kafkaEventLog } from '@landfall/adapter-kafka';
import type { EventLog } from '@landfall/ports';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { realKafka, realOwnKafka, startKafka } from '../../support/real-kafka.ts';
import type { RunningKafka } from '../../support/real-kafka.ts';
import { newNamespace, openLog, TOPICS } from './open-log.ts';
import { appendAtLast, byNumber, keeper, range, read, reads, textOf } from './traffic.ts';

const source = realKafka();
/** The broker that others use is not ours to kill. */
const mortalSource = realOwnKafka();

describe.skipIf(source === null)('the log on a real Kafka', () => {
  let kafka: RunningKafka;
  beforeAll(async () => {
    kafka = await startKafka(source);
  }, 240_000);
  afterAll(() => kafka.stop());
  const options = (): { brokers: readonly string[]; namespace: string } => ({
    brokers: kafka.brokers,
    namespace: newNamespace(),
  });

  it('shares partitions between members, and gives those of one that leaves to the others', async () => {
    const place = options();
    const logs = [await openLog(place), kafkaEventLog(place)] as const;
    const kept = [keeper(), keeper()] as const;
    const consume = (index: 0 | 1): ReturnType<EventLog['consume']> =>
      logs[index].consume({ group: 'matcher', topics: ['anpr.reads'], batchMax: 5, onBatch: kept[index].onBatch });
    await logs[0].append(reads(range(100)));
    const first = await consume(0);
    await first.caughtUp;
    const second = await consume(1);
    await second.caughtUp;
    await logs[0].append(reads(range(200, 100)));
    const both = (): Set<string> => new Set([...kept[0].seen, ...kept[1].seen]);
    while (both().size < 300) await logs[0].ends('anpr.reads');
    expect(kept[1].seen.size).toBeGreaterThan(0);
    await second.close();
    await logs[0].append(reads(range(200, 300)));
    while (both().size < 500) await logs[0].ends('anpr.reads');
    expect(byNumber(both())).toEqual(range(500));
    await first.close();
    const total = (await logs[0].committed('matcher', 'anpr.reads')).reduce((sum, one) => sum + one.offset, 0);
    expect(total).toBe(500);
    await Promise.all(logs.map((log) => log.close()));
  });

  it('splits an append over as many requests as its bounds ask for, and gives exact positions', async () => {
    const place = options();
    const log = await openLog(place);
    const narrow = kafkaEventLog({ ...place, sendRecordsMax: 7, sendBytesMax: 300_000 });
    const records = range(60).map((value) => ({ ...read('one key', ''), value: Buffer.alloc(100_000, `${value};`) }));
    for (const subject of [log, narrow]) {
      const positions = await subject.append(records);
      const offsets = positions.map((one) => one.offset);
      expect(offsets).toEqual(range(60, offsets[0]).map(Number));
      const found = await log.fetch(positions);
      expect(found.map((one) => textOf(one.value.subarray(0, 3)).split(';')[0])).toEqual(range(60));
    }
    await Promise.all([log.close(), narrow.close()]);
  });

  it('refuses appends beyond the bytes that may wait', async () => {
    const place = options();
    await (await openLog(place)).close();
    const log = kafkaEventLog({ ...place, queueBytesMax: 1_000 });
    const value = 'x'.repeat(900);
    const [first, second] = await Promise.allSettled([log.append([read('a', value)]), log.append([read('b', value)])]);
    expect(first.status).toBe('fulfilled');
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'log-unavailable' } });
    expect(await log.append([read('c', value)])).toHaveLength(1);
    await log.close();
  });

  it('keeps namespaces apart', async () => {
    const [one, two] = [await openLog(options()), await openLog(options())];
    await one.append(reads(range(10)));
    expect((await two.ends('anpr.reads')).every((end) => end.offset === 0)).toBe(true);
    await Promise.all([one.close(), two.close()]);
  });

  it('creates topics that are missing, says what differs, and changes nothing that is there', async () => {
    const place = { brokers: kafka.brokers, namespace: newNamespace(), replicationFactor: 1, minInsyncReplicas: 1 };
    const checked = await applyTopics({ ...place, checkOnly: true }, TOPICS);
    expect(checked.created).toEqual([]);
    expect(checked.differences.map((one) => one.found)).toEqual(TOPICS.map(() => 'missing'));
    const first = await applyTopics(place, TOPICS);
    expect(first).toEqual({ created: TOPICS.map((one) => `${place.namespace}${one.name}`), differences: [] });
    expect(await applyTopics(place, TOPICS)).toEqual({ created: [], differences: [] });
    const [changed, ...rest] = TOPICS;
    const other = await applyTopics(place, [{ ...changed!, partitions: 9, retentionHours: 1 }, ...rest]);
    const topic = `${place.namespace}anpr.reads`;
    expect(other).toEqual({
      created: [],
      differences: [
        { topic, setting: 'partitions', wanted: '9', found: '4' },
        { topic, setting: 'retention.ms', wanted: '3600000', found: '-1' },
      ],
    });
  });
});

describe.skipIf(mortalSource === null)('the log on a Kafka that is killed', () => {
  it('loses nothing that it acknowledged when the broker goes away and comes back', async () => {
    const mortal = await startKafka(mortalSource);
    const log = await openLog({
      namespace: newNamespace(),
      brokers: mortal.brokers,
      sessionTimeoutMs: 2_000,
      heartbeatMs: 500,
    });
    const follower = keeper();
    const followed = await log.follow({ topics: ['anpr.reads'], batchMax: 10, onBatch: follower.onBatch });
    const consumer = keeper();
    const consume = (): ReturnType<EventLog['consume']> =>
      log.consume({ group: 'matcher', topics: ['anpr.reads'], batchMax: 10, onBatch: consumer.onBatch });
    const consumed = await consume();
    await log.append(reads(range(50)));
    await consumer.until(50);
    // These are under way while the broker stops, while it is away, and while it starts.
    let pending: Promise<string[]>[] = [];
    await mortal.whileDown?.(async () => {
      pending = range(20, 50).map((value) => appendAtLast(log, reads([value])));
    });
    const acknowledged = (await Promise.all(pending)).flat();
    expect(new Set(acknowledged).size).toBe(20);
    await follower.until(70);
    expect(byNumber(follower.seen)).toEqual(range(70));
    // A consumer may have given up meanwhile; then the runtime begins another, as here.
    await consumed.close();
    const again = await consume();
    await again.caughtUp;
    expect(byNumber(consumer.seen)).toEqual(range(70));
    await Promise.all([followed.close(), again.close()]);
    await log.close();
    await mortal.stop();
  });
});

describe('a log without brokers', () => {
  it('says that the log is unavailable', async () => {
    const log = kafkaEventLog({ brokers: ['127.0.0.1:1'], unavailableMs: 100 });
    const away = { name: 'LogError', code: 'log-unavailable' };
    await expect(log.append([read('a', 'x')])).rejects.toMatchObject(away);
    await expect(log.ends('anpr.reads')).rejects.toMatchObject(away);
    await log.close();
  });
});
