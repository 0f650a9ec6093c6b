import { missingPrograms, run } from '../support/local-java.ts';
import { realComponent } from '../support/real-component.ts';
import type { Found } from '../support/real-component.ts';

export type Kcat = 'kcat';

/** kcat, or null after a loud message, to be passed to `describe.skipIf`. */
export function realKcat(): Kcat | null {
  return realComponent('kcat', (): Found<Kcat> => {
    const missing = missingPrograms(['kcat']);
    return missing === null ? { component: 'kcat' } : { missing };
  });
}

/** A record as kcat prints it. */
export interface KcatRecord {
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Buffer;
}

const FORMAT = '%p\\t%o\\t%k\\t%h\\t%S\\n%s\\n';
const OUTPUT_BYTES_MAX = 64 * 1024 * 1024;
const TIMEOUT_MS = 30_000;

/** Everything that a topic holds now. */
export async function readWithKcat(brokers: readonly string[], topic: string): Promise<readonly KcatRecord[]> {
  const args = ['-C', '-q', '-e', '-b', brokers.join(','), '-t', topic, '-o', 'beginning', '-f', FORMAT];
  const options = { encoding: 'buffer', maxBuffer: OUTPUT_BYTES_MAX, timeout: TIMEOUT_MS } as const;
  const { stdout } = await run('kcat', args, options);
  const records: KcatRecord[] = [];
  for (let at = 0; at < stdout.length;) {
    const lineEnd = stdout.indexOf('\n', at);
    const [partition, offset, key = '', headers = '', size] = stdout.toString('utf8', at, lineEnd).split('\t');
    const valueEnd = lineEnd + 1 + Number(size);
    const value = stdout.subarray(lineEnd + 1, valueEnd);
    records.push({ partition: Number(partition), offset: Number(offset), key, headers: headersOf(headers), value });
    at = valueEnd + 1;
  }
  return records;
}

/** `name=value,name=value`; no value of ours holds a comma. */
function headersOf(text: string): Readonly<Record<string, string>> {
  const pairs =
    text === '' ? [] : text.split(',').map((pair) => [pair.split('=', 1)[0], pair.slice(pair.indexOf('=') + 1)]);
  return Object.fromEntries(pairs) as Record<string, string>;
}
