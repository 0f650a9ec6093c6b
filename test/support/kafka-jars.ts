import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BUILD_FOLDER, run } from './local-java.ts';

const VERSION = '4.4.0';
const FETCH_TIMEOUT_MS = 180_000;

/** The folder with Kafka's jars and what lets it log, fetched through Maven the first time. */
export async function kafkaJars(): Promise<string> {
  const jars = join(BUILD_FOLDER, `kafka-${VERSION}-with-log`);
  if (existsSync(jars)) return jars;
  await mkdir(BUILD_FOLDER, { recursive: true });
  const folder = await mkdtemp(join(BUILD_FOLDER, 'fetching-kafka-'));
  const project = join(folder, 'pom.xml');
  await writeFile(project, PROJECT);
  const target = join(folder, 'jars');
  const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${target}`];
  await run('mvn', ['-q', '-B', '-f', project, ...goal], { timeout: FETCH_TIMEOUT_MS });
  // Two suites may fetch at once; one rename wins, and both have the same jars.
  await rename(target, jars).catch((error: unknown) => {
    if (!existsSync(jars)) throw error;
  });
  await rm(folder, { recursive: true, force: true });
  return jars;
}

const PROJECT = `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>landfall</groupId><artifactId>kafka-for-tests</artifactId><version>1</version><packaging>pom</packaging>
<dependencies><dependency>
<groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${VERSION}</version>
</dependency><dependency>
<groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version>
</dependency></dependencies></project>
`;
