import { principalOf, requireRole } from '@landfall/runtime';
import type { Rule } from '@landfall/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AuditAction } from './audit.ts';
import { auditEvent } from './audit.ts';
import { refusal } from './codes.ts';
import { readBody } from './entry-body.ts';
import { orThrow, problemOf } from './replies.ts';
import { ruleBody, ruleContent } from './rule-body.ts';
import { ruleReply } from './rule-reply.ts';
import { amendRule, RULES_MAX } from './rules.ts';
import type { Watchlist } from './watchlist.ts';

const BODY_BYTES_MAX = 65_536;
const RULE_ID = /^[\w.-]{1,100}$/;

interface ById {
  Params: { id: string };
}

/** What became of a rule; `unchanged` when the content said nothing new. */
type Outcome = 'created' | 'amended' | 'disabled' | 'unchanged';

/** The definitions of rules over several facts. A change needs no restart: matchers follow the same topic. */
export function ruleRoutes(app: FastifyInstance, watchlist: Watchlist): void {
  const { platform, rules } = watchlist;
  const options = { onRequest: requireRole(platform, 'analyst', 'admin'), bodyLimit: BODY_BYTES_MAX };
  app.get('/v1/rules', options, async () => ({
    rules: rules.ids().map((ruleId) => ruleReply(rules.versionsOf(ruleId))),
  }));
  app.get<ById>('/v1/rules/:id', options, async ({ params }) => {
    const versions = rules.versionsOf(params.id);
    if (versions.length === 0) throw problemOf(refusal('rule-unknown'));
    return ruleReply(versions);
  });
  app.put<ById>('/v1/rules/:id', options, async (request, reply) => {
    const outcome = await watchlist.inTurn(() => putRule(watchlist, request));
    const versions = rules.versionsOf(request.params.id);
    return reply.code(outcome === 'created' ? 201 : 200).send({ outcome, ...ruleReply(versions) });
  });
}

async function putRule(watchlist: Watchlist, request: FastifyRequest<ById>): Promise<Outcome> {
  const ruleId = request.params.id;
  if (!RULE_ID.test(ruleId)) {
    throw problemOf(refusal('body-invalid', 'A rule id holds letters, digits, _ . and - only, at most 100.'));
  }
  const by = watchlist.by(principalOf(request).name);
  const { version: expected, ...body } = orThrow(readBody(ruleBody, request.body));
  const content = orThrow(ruleContent(body));
  const current = watchlist.rules.versionsOf(ruleId).at(-1);
  const leadMs = watchlist.config.ruleLeadMs;
  const rule = orThrow(amendRule(current, { ruleId, expected, content }, { by, leadMs }));
  if (rule === null) return 'unchanged';
  if (current === undefined && watchlist.rules.size >= RULES_MAX) throw problemOf(refusal('rules-full'));
  const outcome = outcomeOf(current, rule);
  const action: AuditAction = `rule.${outcome}`;
  const details = {
    revision: String(rule.version),
    kind: rule.kind,
    effectiveFrom: new Date(rule.effectiveFrom).toISOString(),
  };
  await watchlist.store([
    { kind: 'rule', rule, audit: auditEvent({ action, subject: ruleId, reason: '', details }, by) },
  ]);
  return outcome;
}

function outcomeOf(current: Rule | undefined, next: Rule): Exclude<Outcome, 'unchanged'> {
  if (current === undefined) return 'created';
  return current.enabled && !next.enabled ? 'disabled' : 'amended';
}
