import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { BUILD_FOLDER, missingPrograms, run } from '../support/local-java.ts';
import { realComponent } from '../support/real-component.ts';
import type { Found } from '../support/real-component.ts';

const PROJECT = resolve(import.meta.dirname, 'java');
const SOURCES = ['pom.xml', 'src/main/java/downstream/HitReader.java'];
const BUILD_TIMEOUT_MS = 180_000;
const READ_TIMEOUT_MS = 60_000;
const OUTPUT_BYTES_MAX = 64 * 1024 * 1024;

export type JavaTools = 'java and mvn';

/** Java and Maven, or null after a loud message, to be passed to `describe.skipIf`. */
export function realJava(): JavaTools | null {
  return realComponent('Java with Maven', (): Found<JavaTools> => {
    const missing = missingPrograms(['java', 'mvn']);
    return missing === null ? { component: 'java and mvn' } : { missing };
  });
}

/** The reader's classes and jars, built through Maven the first time and whenever its sources change. */
export async function javaReader(): Promise<string> {
  const hash = createHash('sha256');
  for (const source of SOURCES) hash.update(await readFile(join(PROJECT, source)));
  const built = join(BUILD_FOLDER, `hit-reader-${hash.digest('hex').slice(0, 12)}`);
  if (existsSync(built)) return built;
  await mkdir(BUILD_FOLDER, { recursive: true });
  const made = await mkdtemp(join(BUILD_FOLDER, 'building-hit-reader-'));
  const jars = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${join(made, 'jars')}`];
  const goals = ['-q', '-B', '-f', join(PROJECT, 'pom.xml'), `-Dmade=${made}`, 'compile', ...jars];
  await run('mvn', goals, { timeout: BUILD_TIMEOUT_MS });
  // Two suites may build at once; one rename wins, and both have the same classes.
  await rename(made, built).catch(async (error: unknown) => {
    if (!existsSync(built)) throw error;
    await rm(made, { recursive: true, force: true });
  });
  return built;
}

/** A line of the reader: see HitReader.java. */
export interface JavaRecord {
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: unknown;
}

/** Everything that a topic holds now, in the order in which the reader got it. */
export async function readWithJava(options: {
  readonly brokers: readonly string[];
  readonly registryUrl: string;
  readonly topic: string;
}): Promise<readonly JavaRecord[]> {
  const built = await javaReader();
  const classPath = [join(built, 'classes'), join(built, 'jars', '*')].join(delimiter);
  const args = [options.brokers.join(','), options.registryUrl, options.topic];
  const java = ['-Xmx256m', '-XX:TieredStopAtLevel=1', '-cp', classPath, 'downstream.HitReader'];
  const { stdout } = await run('java', [...java, ...args], { timeout: READ_TIMEOUT_MS, maxBuffer: OUTPUT_BYTES_MAX });
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line): JavaRecord => JSON.parse(line));
}
