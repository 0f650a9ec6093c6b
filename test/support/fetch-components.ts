/** Fetches Kafka, the schema registry and what the Java reader of hits needs for the tests, once, so that no test waits for a download. */
import { javaReader } from '../downstream/java-reader.ts';
import { kafkaJars } from './kafka-jars.ts';
import { apicurio } from './real-registry.ts';

for (const [name, fetched] of [
  ['Kafka', kafkaJars()],
  ['Schema registry', apicurio()],
  ['Java reader of hits', javaReader()],
] as const) {
  process.stdout.write(`${name}: ${await fetched}\n`);
}
