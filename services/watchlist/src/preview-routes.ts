import { FORGIVEN_CHARACTERS_DEFAULT } from '@landfall/core';
import { requireRole } from '@landfall/runtime';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { refusal } from './codes.ts';
import { identifierBody, readBody } from './entry-body.ts';
import { identifierOf } from './entry-content.ts';
import { FORGIVEN_CHARACTERS_MAX } from './entry-rules.ts';
import { accepted } from './preview-match.ts';
import { previewOf } from './preview.ts';
import { orThrow, problemOf } from './replies.ts';
import type { Watchlist } from './watchlist.ts';

const BODY_BYTES_MAX = 65_536;

const previewBody = z.strictObject({
  ...identifierBody.shape,
  forgivenCharactersMax: z.int().min(0).max(FORGIVEN_CHARACTERS_MAX).default(FORGIVEN_CHARACTERS_DEFAULT),
});

/** What a fuzzy setting would accept, before anybody is stopped because of it. One preview at a time: each reads a day of the log. */
export function previewRoutes(app: FastifyInstance, { platform }: Watchlist): void {
  const options = { onRequest: requireRole(platform, 'analyst', 'admin'), bodyLimit: BODY_BYTES_MAX };
  let busy = false;
  app.post('/v1/watchlist/preview', options, async (request, reply) => {
    const { kind, raw, forgivenCharactersMax } = orThrow(readBody(previewBody, request.body));
    const identifier = orThrow(identifierOf(kind, raw));
    if (busy) throw problemOf(refusal('preview-busy'));
    busy = true;
    try {
      const wanted = { identifier, forgivenCharactersMax };
      const lastDay = await previewOf(platform, wanted, goneSignal(reply));
      return { identifier, forgivenCharactersMax, accepts: accepted(wanted), lastDay };
    } finally {
      busy = false;
    }
  });
}

/** Aborts when whoever asked has gone. */
function goneSignal({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  raw.once('close', () => gone.abort());
  return gone.signal;
}
