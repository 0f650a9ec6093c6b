import type { Traffic } from './marks.ts';
import { randomNumbers, trafficMarks } from './marks.ts';

export interface BatchPlan {
  readonly reads: number;
  readonly readsPerBatch: number;
  readonly traffic: Traffic;
  /** Captured evenly over this time, the last of them now, milliseconds. */
  readonly spanMs: number;
}

const CAMERAS = 150;

/** NDJSON bodies made before the clock runs, in the order of capture. About 170 bytes a read. */
export function* readBatches({ reads, readsPerBatch, traffic, spanMs }: BatchPlan): Generator<Buffer> {
  const nextMark = batchMarks({ traffic });
  const random = randomNumbers(3);
  const startMs = Date.now() - spanMs;
  for (let from = 0; from < reads; from += readsPerBatch) {
    const lines: string[] = [];
    for (let read = from; read < Math.min(reads, from + readsPerBatch); read += 1) {
      const capturedAt = startMs + Math.floor((read * spanMs) / reads);
      lines.push(readLine({ mark: nextMark(), camera: Math.floor(random() * CAMERAS), capturedAt }));
    }
    yield Buffer.from(`${lines.join('\n')}\n`);
  }
}

/** The marks of a plan's reads, in their order. */
export function batchMarks({ traffic }: Pick<BatchPlan, 'traffic'>): () => string {
  return trafficMarks(traffic, 2);
}

/** One read as a camera system sends it in the project's own JSON. */
export function readLine(read: {
  readonly mark: string;
  readonly camera: number;
  readonly capturedAt: number;
}): string {
  const plate = `${read.mark.slice(0, 4)} ${read.mark.slice(4)}`;
  const capturedAt = new Date(read.capturedAt).toISOString();
  const cameraId = `KENT-${String(read.camera).padStart(3, '0')}`;
  return JSON.stringify({
    cameraId,
    plate,
    capturedAt,
    confidence: 0.94,
    lane: 1 + (read.camera % 3),
    bearingDeg: 114,
    country: 'GB',
  });
}
