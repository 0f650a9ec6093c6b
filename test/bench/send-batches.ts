import { setTimeout as pause } from 'node:timers/promises';
import type { LandfallProcess } from './landfall-process.ts';
import { keepAlive, post } from './post.ts';

const RETRY_MS = 50;

/** Posts every batch over several connections, each sending its next as soon as its last is answered. Returns how often it was put off by 503. */
export async function sendBatches(
  landfall: LandfallProcess,
  batches: Iterable<Buffer>,
  connections: number,
): Promise<number> {
  const agent = keepAlive(connections);
  const waiting = batches[Symbol.iterator]();
  const url = `${landfall.baseUrl}/v1/reads`;
  const headers = { ...landfall.authorization('source'), 'content-type': 'application/x-ndjson' };
  let putOff = 0;
  const sendAll = async (): Promise<void> => {
    for (let next = waiting.next(); next.done !== true; next = waiting.next()) {
      const body = next.value;
      for (;;) {
        const answer = await post(agent, { url, headers, body });
        if (answer.status === 200) break;
        if (answer.status !== 503)
          throw new Error(`A batch was answered ${answer.status}: ${answer.body.slice(0, 300)}`);
        putOff += 1;
        await pause(RETRY_MS);
      }
    }
  };
  await Promise.all(Array.from({ length: connections }, sendAll));
  agent.destroy();
  return putOff;
}
