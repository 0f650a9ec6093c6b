import { chmodSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { applyTopics } from '@landfall/adapter-kafka';
import { loadTopics } from '@landfall/runtime';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ProductionComponents } from '../support/production-world.ts';
import { realProduction, startProduction } from '../support/production-world.ts';
import { tellRedis } from '../support/real-redis.ts';
import type { SplitLandfall } from '../support/split-landfall.ts';
import { splitLandfall } from '../support/split-landfall.ts';
import { SCHEMAS_DIR } from '../support/world.ts';

const sources = realProduction();
const topics = loadTopics(SCHEMAS_DIR);

/** The lines that begin so. */
function linesOf(output: string, start: string): readonly string[] {
  return output.split('\n').filter((line) => line.startsWith(start));
}

describe.skipIf(sources === null)('tools of the production world', () => {
  let components: ProductionComponents;
  let split: SplitLandfall;

  beforeAll(async () => {
    components = await startProduction(sources);
  });
  afterAll(() => components?.stop());
  beforeEach(() => {
    split = splitLandfall(components);
  });
  afterEach(() => split.folder.remove());

  describe('topics apply', () => {
    it('creates every topic once, and finds nothing to do the second time', async () => {
      const first = await split.ask(['topics', 'apply']);
      expect(first.code).toBe(0);
      const created = topics.map(({ name }) => `created ${split.namespace}${name}`);
      expect(linesOf(first.output, 'created')).toEqual(created);
      const second = await split.ask(['topics', 'apply']);
      expect([second.code, linesOf(second.output, 'All topics')]).toEqual([0, ['All topics are as wanted.']]);
    });

    it('only says what is missing or different when it is to check, with exit code 1', async () => {
      const { brokers } = components.kafka;
      const made = { name: 'rules' as const, partitions: 2, cleanup: 'delete' as const };
      await applyTopics({ brokers, namespace: split.namespace, replicationFactor: 1, minInsyncReplicas: 1 }, [made]);
      for (let times = 0; times < 2; times += 1) {
        const { code, output } = await split.ask(['topics', 'apply', '--check']);
        expect(code).toBe(1);
        expect(linesOf(output, 'created')).toEqual([]);
        expect(linesOf(output, 'different')).toEqual(
          expect.arrayContaining([
            `different ${split.namespace}rules: partitions is 2, wanted 1`,
            `different ${split.namespace}rules: cleanup.policy is delete, wanted compact`,
            `different ${split.namespace}hits: topic is missing, wanted present`,
          ]),
        );
      }
    });
  });

  describe('schemas register', () => {
    it('prints subject, id and version of each, the same at the second time', async () => {
      const first = await split.ask(['schemas', 'register']);
      expect(first.code).toBe(0);
      const printed = linesOf(first.output, split.namespace);
      expect(printed).toEqual(
        topics.map(({ name }) => expect.stringMatching(`^${split.namespace}${name}-value: id \\d+, version 1$`)),
      );
      const second = await split.ask(['schemas', 'register']);
      expect(linesOf(second.output, split.namespace)).toEqual(printed);
    });

    it('refuses an incompatible change, registers the others, and exits with 1', async () => {
      await split.ask(['schemas', 'register']);
      const changed = split.folder.file('schemas');
      cpSync(SCHEMAS_DIR, changed, { recursive: true });
      const file = path.join(changed, 'rule.avsc');
      const schema = JSON.parse(readFileSync(file, 'utf8')) as { fields: unknown[] };
      schema.fields.push({ name: 'addedWithoutDefault', type: 'string' });
      writeFileSync(file, JSON.stringify(schema));
      const { code, output } = await split.ask(['schemas', 'register', '--schemas', changed]);
      expect(code).toBe(1);
      expect(linesOf(output, `${split.namespace}rules-value`)).toEqual([
        expect.stringContaining('refused (schema-incompatible)'),
      ]);
      expect(linesOf(output, split.namespace)).toHaveLength(topics.length);
    });
  });

  describe('doctor', () => {
    it('finds nothing wrong where everything is as it should be', async () => {
      await split.prepare();
      const { code, output } = await split.ask(['doctor']);
      expect(linesOf(output, 'FAIL')).toEqual([]);
      expect(code).toBe(0);
      const examined = linesOf(output, 'OK').map((line) => /^OK +([a-z ]+[a-z])/.exec(line)?.[1]);
      expect(new Set(examined)).toEqual(
        new Set([
          'brokers',
          'topics',
          'clock of broker',
          'registry',
          'schemas',
          'redis',
          'redis eviction',
          'clock of redis',
          'keys file',
        ]),
      );
    });

    it('says that Redis would drop windows', async () => {
      await split.prepare();
      const [node] = components.redis.nodes;
      await tellRedis(node!, 'CONFIG SET maxmemory-policy allkeys-lru');
      const { code, output } = await split.ask(['doctor']);
      await tellRedis(node!, 'CONFIG SET maxmemory-policy noeviction');
      expect(code).toBe(1);
      expect(linesOf(output, 'FAIL')).toEqual([
        expect.stringMatching(/redis eviction: .* has maxmemory-policy allkeys-lru/),
      ]);
      expect(output).toContain('Set `maxmemory-policy noeviction`');
    });

    it('says which topics and schemas are missing, and what makes them', async () => {
      const { code, output } = await split.ask(['doctor']);
      expect(code).toBe(1);
      expect(linesOf(output, 'FAIL topics')).toHaveLength(topics.length);
      expect(linesOf(output, 'FAIL schemas')).toHaveLength(topics.length);
      expect(output).toContain('landfall topics apply creates it.');
      expect(output).toContain('landfall schemas register');
    });

    it.each([
      ['brokers', { LANDFALL_KAFKA_BROKERS: '127.0.0.1:1' }],
      ['registry', { LANDFALL_REGISTRY_URL: 'http://127.0.0.1:1/' }],
      ['redis', { LANDFALL_REDIS_NODES: '127.0.0.1:1', LANDFALL_REDIS_CONNECT_TIMEOUT_MS: '500' }],
    ])('says that %s cannot be reached, and goes on with the rest', async (about, env) => {
      await split.prepare();
      const { code, output } = await split.ask(['doctor'], env);
      expect(code).toBe(1);
      expect(linesOf(output, 'FAIL')).toEqual([expect.stringMatching(`^FAIL ${about}: `)]);
    });

    it('says that there are fewer brokers than copies', async () => {
      await split.prepare();
      const { code, output } = await split.ask(['doctor'], { LANDFALL_KAFKA_REPLICATION_FACTOR: '30' });
      expect([code, linesOf(output, 'FAIL')]).toEqual([
        1,
        [expect.stringMatching(/copies: \d+ brokers for 30 copies/)],
      ]);
    });

    it('says that everybody can read the keys', async () => {
      await split.prepare();
      chmodSync(split.keysFile, 0o644);
      const { code, output } = await split.ask(['doctor']);
      expect([code, linesOf(output, 'FAIL')]).toEqual([1, [expect.stringContaining('keys file: everybody')]]);
      expect(output).toContain(`chmod 600 ${split.keysFile}`);
    });
  });
});
