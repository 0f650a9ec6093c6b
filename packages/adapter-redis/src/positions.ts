import type { LogPosition, WindowFact } from '@landfall/ports';
import type { BucketCalls } from './bucket-calls.ts';
import type { RedisClient, Word } from './redis-client.ts';
import type { WindowKeys } from './window-keys.ts';

/** A field of the positions: `p`, topic, partition. */
const FIELD = /^p:(.+)\/(\d+)$/;

/** Moves positions forward, after the buckets that were written have answered: a position is never ahead of its facts. */
export async function movePositions(
  calls: BucketCalls,
  options: { readonly positions: Iterable<LogPosition>; readonly written: readonly number[] },
): Promise<void> {
  const { positions, written } = options;
  const words: Word[] = [written.length, ...written, ...written.map((bucket) => calls.known(bucket))];
  for (const { topic, partition, offset } of positions) words.push(`p:${topic}/${partition}`, offset);
  if (words.length > 1) await calls.runOnPositions('advancePositions', words);
}

/** For each partition the offset after its last fact. */
export function endsOf(facts: readonly WindowFact[]): Iterable<LogPosition> {
  const ends = new Map<string, LogPosition>();
  for (const { position } of facts) {
    const { topic, partition, offset } = position;
    const id = `${topic}/${partition}`;
    if ((ends.get(id)?.offset ?? 0) <= offset) ends.set(id, { topic, partition, offset: offset + 1 });
  }
  return ends.values();
}

export async function readPositions(client: RedisClient, keys: WindowKeys): Promise<readonly LogPosition[]> {
  const { positions, witness, positionsSlot: slot } = keys;
  const [reply] = await client.run([{ slot, name: 'readPositions', keys: [positions, witness] }]);
  const [fields] = reply as readonly (readonly Buffer[])[];
  const found: LogPosition[] = [];
  for (let at = 0; at + 1 < fields!.length; at += 2) {
    const [, topic, partition] = FIELD.exec(fields![at]!.toString()) ?? [];
    const offset = Number(fields![at + 1]!.toString());
    if (topic !== undefined && offset > 0)
      found.push({ topic: topic as LogPosition['topic'], partition: Number(partition), offset });
  }
  return found;
}
