import { principalOf, requireRole } from '@landfall/runtime';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { auditEvent } from './audit.ts';
import { refusal } from './codes.ts';
import { ocgBody, readBody } from './entry-body.ts';
import { amendOcg } from './ocgs.ts';
import { ocgReply, orThrow, problemOf } from './replies.ts';
import type { Watchlist } from './watchlist.ts';

const BODY_BYTES_MAX = 65_536;
const OCG_ID = /^[\w.-]{1,100}$/;

interface ById {
  Params: { id: string };
}

type WithId = FastifyRequest<ById>;

/** The registry of organised crime groups. */
export function ocgRoutes(app: FastifyInstance, watchlist: Watchlist): void {
  const options = { onRequest: requireRole(watchlist.platform, 'analyst', 'admin'), bodyLimit: BODY_BYTES_MAX };
  app.get('/v1/ocgs', options, async () => ({ ocgs: watchlist.ocgs.all().map((group) => ocgReply(group)) }));
  app.get<ById>('/v1/ocgs/:id', options, async (request) => {
    const group = watchlist.ocgs.get(request.params.id);
    if (group === undefined) throw problemOf(refusal('ocg-unknown'));
    return ocgReply(group);
  });
  app.put<ById>('/v1/ocgs/:id', options, async (request, reply) => {
    const { created, group } = await watchlist.inTurn(() => putOcg(watchlist, request));
    return reply.code(created ? 201 : 200).send(ocgReply(group));
  });
}

async function putOcg(watchlist: Watchlist, request: WithId) {
  const ocgId = request.params.id;
  if (!OCG_ID.test(ocgId)) {
    throw problemOf(refusal('body-invalid', 'An OCG id holds letters, digits, _ . and - only, at most 100.'));
  }
  const by = watchlist.by(principalOf(request).name);
  const { revision, ...content } = orThrow(readBody(ocgBody, request.body));
  const current = watchlist.ocgs.get(ocgId);
  const group = orThrow(amendOcg(current, { ocgId, expected: revision, content }, by));
  if (group === null) return { created: false, group: current! };
  const action = current === undefined ? 'ocg.created' : 'ocg.amended';
  const details = { revision: String(group.revision), harmScore: String(group.harmScore) };
  const audit = auditEvent({ action, subject: ocgId, reason: '', details }, by);
  await watchlist.store([{ kind: 'ocg', group, audit }]);
  return { created: current === undefined, group };
}
