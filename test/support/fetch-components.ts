/** Fetches Kafka and the schema registry for the tests, once, so that no test waits for a download. */
import { kafkaJars } from './real-kafka.ts';
import { apicurio } from './real-registry.ts';

for (const [name, fetched] of [
  ['Kafka', kafkaJars()],
  ['Schema registry', apicurio()],
] as const) {
  process.stdout.write(`${name}: ${await fetched}\n`);
}
