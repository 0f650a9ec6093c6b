import type { Platform } from '@landfall/runtime';
import { publish } from '@landfall/runtime';
import { z } from 'zod';

/** How far a simulated day has been played: kept in the log, so that one data file holds everything. */
const stateSchema = z.object({
  seed: z.number(),
  scale: z.number(),
  startMs: z.number(),
  /** Everything due before has been answered. */
  doneToMs: z.number(),
});

export type SimulationState = Readonly<z.infer<typeof stateSchema>>;

const DOCUMENT_ID = 'simulation';
const BATCH_MAX = 100;

export async function loadSimulationState({ log, codec }: Platform): Promise<SimulationState | null> {
  let state: SimulationState | null = null;
  for await (const batch of log.scan({ topic: 'reference.documents', batchMax: BATCH_MAX })) {
    await codec.load(batch.records);
    for (const { value } of batch.records) {
      const document = codec.decode('reference.documents', value);
      if (document.documentId !== DOCUMENT_ID) continue;
      state = stateSchema.parse(JSON.parse(Buffer.from(document.body).toString('utf8')));
    }
  }
  return state;
}

export async function saveSimulationState(platform: Platform, state: SimulationState): Promise<void> {
  await publish(platform, [
    {
      topic: 'reference.documents',
      event: {
        documentId: DOCUMENT_ID,
        receivedAt: platform.clock.now(),
        suppliedBy: 'simulator',
        contentType: 'application/json',
        body: Buffer.from(JSON.stringify(state)),
      },
    },
  ]);
}
