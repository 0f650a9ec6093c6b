import { missingPrograms } from './local-java.ts';
import { startBrokers } from './local-kafka.ts';
import { realComponent } from './real-component.ts';
import type { Found } from './real-component.ts';

/** Where the brokers of a test come from: an address that somebody gave, or a broker that the test starts. */
export type KafkaSource =
  { readonly kind: 'address'; readonly brokers: readonly string[] } | { readonly kind: 'local' };

/**
 * The source for `startKafka`, or null after a loud message, to be passed to `describe.skipIf`. LANDFALL_TEST_KAFKA names
 * brokers (`host:port,host:port`); else Java and Maven start one.
 */
export function realKafka(): KafkaSource | null {
  return realComponent('Kafka', () => findKafka(process.env));
}

function findKafka(env: Readonly<Record<string, string | undefined>>): Found<KafkaSource> {
  const chosen = env['LANDFALL_TEST_KAFKA'];
  if (chosen) return { component: { kind: 'address', brokers: chosen.split(',') } };
  const missing = missingPrograms(['java', 'mvn']);
  if (missing === null) return { component: { kind: 'local' } };
  return { missing: `${missing}, and LANDFALL_TEST_KAFKA names no broker` };
}

/** A source for brokers that a test may kill or set up in its own way: those at an address are not ours. */
export function realOwnKafka(): KafkaSource | null {
  return realComponent('A Kafka of its own', () => findKafka({ PATH: process.env['PATH'] }));
}

export interface RunningKafka {
  readonly brokers: readonly string[];
  /** Kills the broker, does the work, and starts it again on the same data; null where the broker is not ours. */
  readonly whileDown: ((work: () => Promise<void>) => Promise<void>) | null;
  readonly stop: () => Promise<void>;
}

/** One broker in KRaft mode with its data in a folder of its own; or the one whose address was given. */
export async function startKafka(source: KafkaSource | null): Promise<RunningKafka> {
  if (source === null) throw new Error('startKafka needs the source that realKafka gave');
  if (source.kind === 'address') return { brokers: source.brokers, whileDown: null, stop: async () => {} };
  const { brokers, addresses, stop } = await startBrokers();
  const broker = brokers[0]!;
  return {
    brokers: addresses,
    whileDown: async (work) => {
      await broker.kill();
      await work();
      await broker.start();
    },
    stop,
  };
}
