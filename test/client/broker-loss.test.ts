import { expect, it } from 'vitest';
import { realOwnKafka, startKafka } from '../support/real-kafka.ts';
import { realRegistry, startRegistry } from '../support/real-registry.ts';
import { hitsOn, openHitsTopic } from './hits-topic.ts';

const [kafkaSource, registrySource] = [realOwnKafka(), realRegistry()];

it.skipIf(kafkaSource === null || registrySource === null)(
  'a client of hits outlives its brokers: it says that they are away, and goes on when they are back',
  { timeout: 180_000 },
  async () => {
    const brokers = { kafka: await startKafka(kafkaSource), registry: await startRegistry(registrySource) };
    const topic = await openHitsTopic(brokers);
    try {
      const away = Promise.withResolvers<void>();
      const { client, told } = await topic.consume({ onProblem: ({ kind }) => kind === 'log' && away.resolve() });
      await client.caughtUp;
      await topic.write(...hitsOn('A', 'a1'));
      await told.until(1);
      await brokers.kafka.whileDown!(() => away.promise);
      await topic.write(...hitsOn('A', 'a2'));
      await told.until(2);
      expect(told.hits.map(({ hitId }) => hitId)).toEqual(['a1', 'a2']);
    } finally {
      await topic.close();
      await brokers.kafka.stop();
      await brokers.registry.stop();
    }
  },
);
