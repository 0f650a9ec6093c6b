import { windowStoreContract } from '@landfall/ports/contracts';
import { createRandom } from '@landfall/simulator';
import { expect, it } from 'vitest';
import { runFreely } from './run-freely.ts';
import { createScheduler } from './scheduler.ts';
import { windowServer } from './window-server.ts';

windowStoreContract({
  name: 'in memory, part by part, under virtual time',
  async open() {
    const random = createRandom('contract');
    const scheduler = createScheduler(0, random);
    const store = windowServer(16).connect(() => scheduler.wait(random.below(5)));
    const stop = runFreely(scheduler);
    return {
      store,
      async close() {
        await store.close();
        await stop();
      },
    };
  },
});

it('refuses to go on after a loss until positions are asked for, which begin anew', async () => {
  const server = windowServer(4);
  const store = server.connect(async () => {});
  const fact = { keyHash: 7, atMs: 0, position: { topic: 'anpr.reads', partition: 0, offset: 3 } } as const;
  const none = [0, 0, 0, 0];
  await store.storeAndLook([fact], none);
  expect(await store.positions()).toEqual([{ ...fact.position, offset: 4 }]);
  server.wipe();
  const lost = { name: 'WindowStoreError', code: 'windows-unavailable' };
  await expect(store.storeAndLook([fact], none)).rejects.toMatchObject(lost);
  await expect(store.marksSince(none)).rejects.toMatchObject(lost);
  expect(await store.positions()).toEqual([]);
  await expect(store.storeAndLook([fact], none)).resolves.toEqual({ versions: none, marks: [] });
});
