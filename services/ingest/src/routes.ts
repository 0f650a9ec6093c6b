import { principalOf, publish, requireRole } from '@landfall/runtime';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { deadLetterRoutes } from './dead-letter-routes.ts';
import { bodyOf, sendReceipt, withLease } from './exchange.ts';
import type { Desk } from './exchange.ts';
import { letterOf } from './make-letter.ts';
import type { Body } from './read-body.ts';
import { receive } from './receive.ts';
import type { Intake, Receipt } from './receive.ts';
import { referenceRoutes } from './reference-routes.ts';
import { SOURCES } from './sources.ts';
import { rejection } from './sources/source.ts';
import type { Source } from './sources/source.ts';

/**
 * The HTTP surface. Bodies are read here and not by the host's parser, because a body is admitted, bounded and, when it is cut or too large,
 * kept as a dead letter.
 */
export function registerRoutes(app: FastifyInstance, desk: Desk): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    const allow = requireRole(desk.intake.platform, 'source', 'admin');
    const onRequest = [allow, takeAnyContentType];
    for (const source of SOURCES) {
      scope.post(source.route, { onRequest }, (request, reply) => postMessage(desk, source, { request, reply }));
    }
    referenceRoutes(scope, desk);
    deadLetterRoutes(scope, desk);
  });
}

/** Fastify answers 415 to a content type that is none, such as `xml`; but what such a sender says is to be read, or kept, like any other. */
async function takeAnyContentType(request: FastifyRequest): Promise<void> {
  request.headers = { 'content-type': 'application/octet-stream' };
}

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

async function postMessage(desk: Desk, source: Source, { request, reply }: Exchange): Promise<FastifyReply> {
  const { intake } = desk;
  const origin = {
    source,
    sourceId: principalOf(request).name,
    receivedAt: intake.platform.clock.now(),
    replayOf: null,
  };
  const contentType = request.raw.headers['content-type'] ?? '';
  const receipt = await withLease(desk, async (lease) => {
    const body = await bodyOf(request, lease);
    if (body.kind === 'overloaded') return 'overloaded';
    if (body.kind === 'unusable') {
      return bury(intake, body, letterOf(rejection(body.code, body.detail, body.bytes), contentType, origin));
    }
    return receive(intake, { ...origin, message: { bytes: body.bytes, contentType }, lease });
  });
  return sendReceipt(reply, receipt);
}

/** A body that cannot even be read is one dead letter. */
async function bury(
  intake: Intake,
  body: Extract<Body, { kind: 'unusable' }>,
  made: ReturnType<typeof letterOf>,
): Promise<Receipt> {
  const letter = { ...made, byteLength: body.byteLength, truncated: made.bytes.length < body.byteLength };
  const { deadLetterId, code, detail } = letter;
  if (!intake.recent.has(deadLetterId)) {
    const [position] = await publish(intake.platform, [{ topic: 'dead-letters', event: letter }]);
    intake.recent.add(deadLetterId);
    if (position !== undefined) intake.deadLetters.record(letter, position);
    intake.platform.metrics.deadLetters.inc({ service: 'ingest', code });
  }
  const rejected = [{ index: 0, code: body.code, detail, deadLetterId }];
  return { received: 1, accepted: 0, duplicates: 0, ignored: 0, rejected, ignoredFields: [] };
}
