import { WIRE_BOUNDS } from '../wire.ts';
import type { LiveIncident } from './live-state.ts';

/**
 * Reports the fifth clock: that a screen has shown a hit.
 *
 * Guarantee: a hit is reported only after a frame with its row was painted on a visible page. On retry: what could not be sent goes
 * with the next report. Bounds: 500 ids a request, one request at a time.
 */
export interface DeliveryReporter {
  /** These incidents are rendered: their hits count as shown once the frame is painted. */
  readonly rendered: (incidents: readonly LiveIncident[]) => void;
}

export function deliveryReporter(send: (hitIds: readonly string[]) => Promise<void>): DeliveryReporter {
  const reported = new Set<string>();
  const waiting = new Set<string>();
  let busy = false;

  const flush = async (): Promise<void> => {
    if (busy || waiting.size === 0) return;
    busy = true;
    const batch = [...waiting].slice(0, WIRE_BOUNDS.requestIds);
    for (const id of batch) waiting.delete(id);
    try {
      await send(batch);
    } catch {
      for (const id of batch) reported.delete(id);
    } finally {
      busy = false;
    }
    if (waiting.size > 0) void flush();
  };

  return {
    rendered(incidents) {
      const ids = undelivered(incidents).filter((id) => !reported.has(id));
      if (ids.length === 0) return;
      afterPaint(() => {
        for (const id of ids) {
          if (reported.has(id)) continue;
          reported.add(id);
          waiting.add(id);
        }
        void flush();
      });
    },
  };
}

function undelivered(incidents: readonly LiveIncident[]): readonly string[] {
  const ids: string[] = [];
  for (const { hits } of incidents) {
    for (const { hit, deliveredAt } of hits.values()) if (deliveredAt === null) ids.push(hit.hitId);
  }
  return ids;
}

/** Animation frames do not run on a hidden page, and the message comes after the frame is painted. */
function afterPaint(then: () => void): void {
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.addEventListener(
      'message',
      () => {
        channel.port1.close();
        then();
      },
      { once: true },
    );
    channel.port1.start();
    channel.port2.postMessage(null);
  });
}
