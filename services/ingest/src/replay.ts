import type { DeadLetter } from '@landfall/core';
import { HttpProblem, publish } from '@landfall/runtime';
import { audit } from './audit.ts';
import type { Lease } from './back-pressure.ts';
import type { DeadLetterSummary } from './dead-letters.ts';
import { inflated, isGzip } from './read-body.ts';
import { receive } from './receive.ts';
import type { Intake, Receipt } from './receive.ts';
import { sourceOfRoute } from './sources.ts';

export interface ReplayOptions {
  readonly summary: DeadLetterSummary;
  /** Who asked for it. */
  readonly actor: string;
  readonly lease: Lease;
}

/**
 * Receives a dead letter again as it came: its route, source and time of receipt. When anything of it can be used now it is closed, and what
 * still cannot becomes a dead letter of its own that names it.
 *
 * Guarantee: the facts are durable before the letter is closed. On crash: in between, the letter stays open. On retry: replaying again
 * adds nothing, the facts having ids of their content. Bounds: one body.
 */
export async function replay(intake: Intake, options: ReplayOptions): Promise<Receipt | 'overloaded'> {
  const { summary, actor, lease } = options;
  const source = sourceOfRoute(summary.route);
  if (summary.service !== 'ingest' || summary.truncated || summary.resolution !== 'OPEN' || source === undefined) {
    throw new HttpProblem({
      status: 409,
      code: 'not-replayable',
      detail: 'This dead letter is closed, cut, or not from a route.',
    });
  }
  const letter = await fetchLetter(intake, summary);
  if (!lease.takeBytes(letter.bytes.length)) return 'overloaded';
  const body = isGzip(letter.bytes)
    ? await inflated(letter.bytes, lease)
    : { kind: 'whole' as const, bytes: letter.bytes };
  if (body.kind === 'overloaded') return 'overloaded';
  if (body.kind === 'unusable') {
    throw new HttpProblem({ status: 422, code: body.code, detail: body.detail });
  }
  const receipt = await receive(intake, {
    source,
    sourceId: letter.sourceId,
    message: { bytes: body.bytes, contentType: letter.contentType },
    receivedAt: letter.at,
    lease,
    replayOf: letter.deadLetterId,
  });
  if (receipt !== 'overloaded') await conclude(intake, { letter, actor, receipt });
  return receipt;
}

/** Rejects with `dead-letter-expired` when the bytes are gone. */
export async function fetchLetter(
  intake: Pick<Intake, 'deadLetters'>,
  summary: DeadLetterSummary,
): Promise<DeadLetter> {
  const letter = await intake.deadLetters.fetch(summary);
  if (letter === null || (letter.bytes.length === 0 && letter.byteLength > 0)) {
    throw new HttpProblem({ status: 410, code: 'dead-letter-expired', detail: 'Retention has removed the bytes.' });
  }
  return letter;
}

async function conclude(
  intake: Intake,
  end: { readonly letter: DeadLetter; readonly actor: string; readonly receipt: Receipt },
): Promise<void> {
  const { letter, actor, receipt } = end;
  const { platform, deadLetters } = intake;
  const used = receipt.accepted + receipt.ignored > 0 || receipt.received === 0;
  const outcome = used ? 'accepted' : (receipt.rejected[0]?.code ?? 'nothing');
  await audit(platform, { actor, action: 'dead-letter.replayed', subject: letter.deadLetterId, details: { outcome } });
  if (!used) return;
  const closing: DeadLetter = { ...letter, bytes: Buffer.alloc(0), resolution: 'REPLAYED' };
  const [position] = await publish(platform, [{ topic: 'dead-letters', event: closing }]);
  if (position !== undefined) deadLetters.record(closing, position);
  platform.metrics.deadLettersReplayed.inc();
}
