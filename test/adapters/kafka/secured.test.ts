import { inspect } from 'node:util';
import { applyTopics, kafkaEventLog } from '@landfall/adapter-kafka';
import type { KafkaEventLogOptions, KafkaLogEntry, KafkaOptions } from '@landfall/adapter-kafka';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificates } from '../../support/certificates.ts';
import type { TestCertificates } from '../../support/certificates.ts';
import { startBrokers } from '../../support/local-kafka.ts';
import type { LocalBroker, LocalKafka } from '../../support/local-kafka.ts';
import { realOwnKafka } from '../../support/real-kafka.ts';
import { newNamespace, openLog, TOPICS } from './open-log.ts';

const source = realOwnKafka();
const USERNAME = 'landfall';
const PASSWORD = 'correcthorse4711';
const WRONG_PASSWORD = 'batterystaple4711';
/** How long an attempt may take before it says what is wrong: 3 s of the client's own tries, and of ours. */
const REFUSED_MS = 15_000;

type Sasl = NonNullable<KafkaOptions['sasl']>;
type Access = Pick<KafkaOptions, 'brokers' | 'ssl' | 'sasl'>;

describe.skipIf(source === null)('brokers that ask who is there', () => {
  let certificates: TestCertificates;
  let kafka: LocalKafka;
  let broker: LocalBroker;
  beforeAll(async () => {
    certificates = await makeCertificates();
    kafka = await startBrokers({ security: { certificates, username: USERNAME, password: PASSWORD } });
    broker = kafka.brokers[0]!;
  });
  afterAll(async () => {
    await kafka.stop();
    await certificates.remove();
  });

  const trusting = (): { ca: string } => ({ ca: certificates.authority.cert });
  const byPassword = (mechanism: Sasl['mechanism'], password = PASSWORD): Access => ({
    brokers: [broker.saslAddress],
    ssl: trusting(),
    sasl: { mechanism, username: USERNAME, password },
  });
  const byCertificate = (own: 'client' | 'stranger' | null): Access => ({
    brokers: [broker.certificateAddress],
    ssl: { ...trusting(), ...(own === null ? {} : { cert: certificates[own].cert, key: certificates[own].key }) },
  });

  it.each<[string, () => Access]>([
    ['SASL PLAIN', () => byPassword('plain')],
    ['SASL SCRAM-SHA-256', () => byPassword('scram-sha-256')],
    ['SASL SCRAM-SHA-512', () => byPassword('scram-sha-512')],
    ['a certificate of the client', () => byCertificate('client')],
  ])('serve all that a log does for %s, over TLS', async (_, access) => {
    const entries: KafkaLogEntry[] = [];
    const options = { ...access(), namespace: newNamespace(), onLog: (entry: KafkaLogEntry) => entries.push(entry) };
    await expect(serveAll(options)).resolves.toBeUndefined();
    expectNoSecret(entries);
  });

  it.each<[string, () => Access, RegExp]>([
    ['a wrong password, PLAIN', () => byPassword('plain', WRONG_PASSWORD), /user name and the password/],
    ['a wrong password, SCRAM', () => byPassword('scram-sha-512', WRONG_PASSWORD), /user name and the password/],
    ['no password', () => ({ brokers: [broker.saslAddress], ssl: trusting() }), /asks for TLS or SASL/],
    [
      'a password where certificates are asked for',
      () => ({ ...byPassword('plain'), ...byCertificate('client') }),
      /listener with SASL/,
    ],
    [
      'a wrong authority',
      () => ({ ...byPassword('plain'), ssl: { ca: certificates.stranger.cert } }),
      /authority \(CA\)/,
    ],
    ['no certificate', () => byCertificate(null), /our own certificate/],
    ['a certificate of a stranger', () => byCertificate('stranger'), /our own certificate/],
    ['plain text to a listener with TLS', () => ({ brokers: [broker.saslAddress] }), /asks for TLS or SASL/],
    ['TLS to a listener in plain text', () => ({ brokers: [broker.address], ssl: trusting() }), /listener with TLS/],
  ])('refuse %s, which is said with what to check, in bounded time', async (_, access, remedy) => {
    const entries: KafkaLogEntry[] = [];
    const onLog = (entry: KafkaLogEntry): void => void entries.push(entry);
    const errors = await refusals({ ...access(), namespace: newNamespace(), unavailableMs: 1_000, onLog });
    for (const error of errors) {
      expect(error).toMatchObject({
        name: 'LogError',
        code: 'log-unavailable',
        message: expect.stringMatching(remedy),
      });
    }
    expectNoSecret([...entries, ...errors]);
  });
});

/** Neither password nor key, also not as PLAIN sends it, at any depth. */
function expectNoSecret(what: readonly unknown[]): void {
  const text = what.map((one) => inspect(one, { depth: 20, showHidden: true })).join('\n');
  expect(text.length).toBeGreaterThan(0);
  for (const password of [PASSWORD, WRONG_PASSWORD]) {
    expect(text).not.toContain(password);
    expect(text).not.toContain(Buffer.from(`\0${USERNAME}\0${password}`).toString('base64'));
  }
  expect(text).not.toContain('PRIVATE KEY');
}

async function serveAll(options: KafkaEventLogOptions): Promise<void> {
  const log = await openLog(options);
  const bounds = { replicationFactor: 1, minInsyncReplicas: 1, checkOnly: true };
  expect(await applyTopics({ ...options, ...bounds }, TOPICS)).toEqual({ created: [], differences: [] });
  const records = ['a', 'b', 'c'].map((key) => ({
    topic: 'anpr.reads' as const,
    key,
    value: Buffer.from(key),
    timestampMs: Date.now(),
  }));
  const positions = await log.append(records);
  expect((await log.fetch(positions)).map((one) => one.key)).toEqual(['a', 'b', 'c']);
  const scanned: string[] = [];
  for await (const batch of log.scan({ topic: 'anpr.reads', batchMax: 10 })) {
    scanned.push(...batch.records.map((one) => one.key));
  }
  expect(scanned.toSorted()).toEqual(['a', 'b', 'c']);
  for (const way of ['consume', 'follow'] as const) {
    const seen: string[] = [];
    const onBatch = async (batch: { records: readonly { key: string }[] }): Promise<void> =>
      void seen.push(...batch.records.map((one) => one.key));
    const subscription = await log[way]({ group: 'matcher', topics: ['anpr.reads'], batchMax: 10, onBatch });
    await subscription.caughtUp;
    expect(seen.toSorted()).toEqual(['a', 'b', 'c']);
    await subscription.close();
  }
  const committed = await log.committed('matcher', 'anpr.reads');
  expect(committed.reduce((sum, one) => sum + one.offset, 0)).toBe(3);
  await log.close();
}

/** What every way to the brokers rejects with. */
async function refusals(options: KafkaEventLogOptions): Promise<readonly unknown[]> {
  const log = kafkaEventLog(options);
  const startMs = performance.now();
  const record = { topic: 'anpr.reads' as const, key: 'a', value: Buffer.from('a'), timestampMs: Date.now() };
  const all = { topics: ['anpr.reads'] as const, batchMax: 10, onBatch: async () => {} };
  const tried = await Promise.allSettled<unknown>([
    applyTopics({ ...options, replicationFactor: 1, minInsyncReplicas: 1 }, TOPICS),
    log.append([record]),
    log.ends('anpr.reads'),
    log.consume({ group: 'matcher', ...all }),
    log.follow(all),
  ]);
  expect(performance.now() - startMs).toBeLessThan(REFUSED_MS);
  await log.close();
  return tried.map((one) => (one.status === 'rejected' ? one.reason : 'went through'));
}
