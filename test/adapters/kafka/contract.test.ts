import { eventLogContract } from '@landfall/ports/contracts';
import { kafkaEventLog } from '@landfall/adapter-kafka';
import { afterAll, beforeAll, describe } from 'vitest';
import { realKafka, startKafka } from '../../support/real-kafka.ts';
import type { RunningKafka } from '../../support/real-kafka.ts';
import { newNamespace, openLog } from './open-log.ts';

const source = realKafka();

describe.skipIf(source === null)('on a real Kafka', () => {
  let kafka: RunningKafka;
  beforeAll(async () => {
    kafka = await startKafka(source);
  });
  afterAll(() => kafka.stop());

  eventLogContract({
    name: 'Kafka, several partitions',
    open: async () => {
      const options = { brokers: kafka.brokers, namespace: newNamespace() };
      let log = await openLog(options);
      return {
        log,
        reopen: async () => {
          await log.close();
          log = kafkaEventLog(options);
          return log;
        },
        close: () => log.close(),
      };
    },
  });
});
