import { HttpProblem, principalOf, requireRole } from '@landfall/runtime';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { audit } from './audit.ts';
import type { DeadLetterSummary } from './dead-letters.ts';
import { field } from './fields.ts';
import { fetchLetter, replay } from './replay.ts';
import type { Desk } from './exchange.ts';
import { sendReceipt, withLease } from './exchange.ts';

const LIMIT_DEFAULT = 100;
const LIMIT_MAX = 1000;

/** Dead letters for the administrator: the list, one, its bytes, and the replay. */
export function deadLetterRoutes(scope: FastifyInstance, desk: Desk): void {
  const { deadLetters, platform } = desk.intake;
  const guarded = { onRequest: requireRole(platform, 'admin') };
  scope.get('/v1/dead-letters', guarded, async (request) => {
    const { query } = request;
    const [code, resolution, limit] = [field(query, 'code'), field(query, 'resolution'), field(query, 'limit')];
    const listed = deadLetters.list({
      code: textOrNull(code),
      resolution: textOrNull(resolution),
      limit: limitOf(limit),
    });
    return { deadLetters: listed };
  });
  scope.get('/v1/dead-letters/:id', guarded, async (request) => summaryOf(desk, request));
  scope.get('/v1/dead-letters/:id/bytes', guarded, (request, reply) => sendBytes(desk, request, reply));
  scope.post('/v1/dead-letters/:id/replay', guarded, async (request, reply) => {
    const summary = summaryOf(desk, request);
    const actor = principalOf(request).name;
    const receipt = await withLease(desk, (lease) => replay(desk.intake, { summary, actor, lease }));
    return sendReceipt(reply, receipt);
  });
}

function summaryOf(desk: Desk, request: FastifyRequest): DeadLetterSummary {
  const id = textOrNull(field(request.params, 'id'));
  const summary = id === null ? undefined : desk.intake.deadLetters.find(id);
  if (summary === undefined) {
    throw new HttpProblem({ status: 404, code: 'dead-letter-unknown', detail: 'There is no such dead letter.' });
  }
  return summary;
}

/** As a download of no type: the bytes may be anything, and no browser is to interpret them. */
async function sendBytes(desk: Desk, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const summary = summaryOf(desk, request);
  const letter = await fetchLetter(desk.intake, summary);
  const actor = principalOf(request).name;
  await audit(desk.intake.platform, { actor, action: 'dead-letter.read', subject: letter.deadLetterId, details: {} });
  return reply
    .header('content-disposition', `attachment; filename="${letter.deadLetterId}.bin"`)
    .header('x-content-type-options', 'nosniff')
    .type('application/octet-stream')
    .send(Buffer.from(letter.bytes));
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function limitOf(value: unknown): number {
  const limit = value === undefined ? LIMIT_DEFAULT : Number(value);
  if (!Number.isInteger(limit) || limit < 1 || limit > LIMIT_MAX) {
    throw new HttpProblem({ status: 400, code: 'field-invalid', detail: `limit: a number from 1 to ${LIMIT_MAX}.` });
  }
  return limit;
}
