import type { Platform } from '@landfall/runtime';
import { publish } from '@landfall/runtime';
import { idOf } from './read-id.ts';

/** Writes down what an administrator did. The same act by the same person at the same time is one audit event. */
export async function audit(
  platform: Platform,
  event: {
    readonly actor: string;
    readonly action: string;
    readonly subject: string;
    readonly details: Readonly<Record<string, string>>;
  },
): Promise<void> {
  const at = platform.clock.now();
  const auditId = idOf([String(at), event.actor, event.action, event.subject]);
  await publish(platform, [{ topic: 'audit', event: { auditId, at, service: 'ingest', reason: '', ...event } }]);
}
