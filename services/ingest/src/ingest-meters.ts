import type { AnprRead, PortMovement } from '@landfall/core';
import type { Metrics } from '@landfall/runtime';

/** Counters of ingest, with the children of each format looked up once, because looking up labels costs more than counting. */
export interface IngestMeters {
  stored(read: AnprRead, storedAt: number): void;
  storedMovement(movement: PortMovement, storedAt: number): void;
}

interface FormatMeters {
  readonly accepted: { inc(): void };
  readonly refused: { inc(): void };
  readonly captureToReceipt: { observe(seconds: number): void };
  readonly receiptToStored: { observe(seconds: number): void };
}

export function ingestMeters(metrics: Metrics): IngestMeters {
  const reads = new Map<string, FormatMeters>();
  const movements = new Map<string, FormatMeters>();
  const of = (map: Map<string, FormatMeters>, counter: Metrics['readsAccepted'], format: string): FormatMeters => {
    let meters = map.get(format);
    if (meters === undefined) {
      meters = {
        accepted: counter.labels({ format }),
        refused: metrics.platesRefused.labels({ format }),
        captureToReceipt: metrics.captureToReceiptSeconds.labels({ format }),
        receiptToStored: metrics.receiptToStoredSeconds.labels({ format }),
      };
      map.set(format, meters);
    }
    return meters;
  };
  return {
    stored(read, storedAt) {
      const meters = of(reads, metrics.readsAccepted, read.format);
      meters.accepted.inc();
      if (read.mark === '') meters.refused.inc();
      if (read.clockState !== 'PLAUSIBLE') metrics.clockDoubts.inc({ state: read.clockState });
      meters.captureToReceipt.observe(Math.max(0, read.receivedAt - read.capturedAt) / 1000);
      meters.receiptToStored.observe(Math.max(0, storedAt - read.receivedAt) / 1000);
    },
    storedMovement(movement, storedAt) {
      const meters = of(movements, metrics.movementsAccepted, movement.format);
      meters.accepted.inc();
      meters.receiptToStored.observe(Math.max(0, storedAt - movement.receivedAt) / 1000);
    },
  };
}
