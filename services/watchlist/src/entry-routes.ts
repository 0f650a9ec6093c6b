import type { WatchEntry } from '@landfall/core';
import { THEMES, themeOf } from '@landfall/core';
import { principalOf, requireRole } from '@landfall/runtime';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { By } from './amend-entry.ts';
import { amendEntry, approveEntry, createEntry, withdrawEntry } from './amend-entry.ts';
import type { AuditAction } from './audit.ts';
import { auditEntry } from './audit.ts';
import { refusal } from './codes.ts';
import type { EntryContent } from './entry-content.ts';
import { entryIdOf, exactKey } from './entry-content.ts';
import { amendBody, approveBody, bodyContent, newEntryBody, readBody, withdrawBody } from './entry-body.ts';
import type { EntryVersions } from './entry-versions.ts';
import { currentOf, isListed } from './entry-versions.ts';
import { listEntries } from './list-entries.ts';
import { entryReply, orThrow, parameterProblem, problemOf } from './replies.ts';
import type { Watchlist } from './watchlist.ts';
import { refuseWhenFull } from './watchlist.ts';

const BODY_BYTES_MAX = 65_536;

const listQuery = z.strictObject({
  state: z.enum(['ACTIVE', 'AWAITING_APPROVAL', 'WITHDRAWN', 'WEEDED']).optional(),
  list: z.string().max(200).optional(),
  theme: z.string().max(80).optional(),
  q: z.string().trim().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(100).optional(),
});

interface ById {
  Params: { id: string };
}

type WithId = FastifyRequest<ById>;

/** One entry at a time, and lists of them. */
export function entryRoutes(app: FastifyInstance, watchlist: Watchlist): void {
  const options = { onRequest: requireRole(watchlist.platform, 'analyst', 'admin'), bodyLimit: BODY_BYTES_MAX };
  app.get('/v1/watchlist/entries', options, async (request) => listReply(watchlist, request.query));
  app.get<ById>('/v1/watchlist/entries/:id', options, async (request) =>
    entryReply(entryOf(watchlist, request.params.id)),
  );
  app.post('/v1/watchlist/entries', options, async (request, reply) => {
    const created = await watchlist.inTurn(() => create(watchlist, request));
    return reply
      .code(201)
      .header('location', `/v1/watchlist/entries/${currentOf(created).entryId}`)
      .send(entryReply(created));
  });
  app.put<ById>('/v1/watchlist/entries/:id', options, async (request) =>
    entryReply(await watchlist.inTurn(() => amend(watchlist, request))),
  );
  app.post<ById>('/v1/watchlist/entries/:id/approve', options, async (request) =>
    entryReply(await watchlist.inTurn(() => approve(watchlist, request))),
  );
  app.post<ById>('/v1/watchlist/entries/:id/withdraw', options, async (request) =>
    entryReply(await watchlist.inTurn(() => withdraw(watchlist, request))),
  );
}

function listReply(watchlist: Watchlist, query: unknown) {
  const parsed = listQuery.safeParse(query);
  if (!parsed.success) throw parameterProblem(parsed.error);
  const { state, list, q, limit, cursor } = parsed.data;
  const theme = parsed.data.theme === undefined ? undefined : themeOf(parsed.data.theme);
  if (theme === null) throw problemOf(refusal('theme-unknown', `The themes are ${THEMES.join(', ')}.`));
  const page = orThrow(
    listEntries(watchlist.entries.all(), { state, list, theme, limit, cursor, q: q === '' ? undefined : q }),
  );
  return { entries: page.entries.map((versions) => entryReply(versions)), nextCursor: page.nextCursor };
}

async function create(watchlist: Watchlist, request: FastifyRequest): Promise<EntryVersions> {
  const by = watchlist.by(principalOf(request).name);
  const body = orThrow(readBody(newEntryBody, request.body));
  const { list, ...fields } = body;
  const { lookBackMaxMs } = watchlist.config;
  const content = orThrow(bodyContent(fields, { known: null, by, lookBackMaxMs }));
  const key = exactKey(content);
  const same = watchlist.entries.ofList(list).find((versions) => exactKey(currentOf(versions)) === key);
  if (same !== undefined) {
    const { entryId, revision, state } = currentOf(same);
    const next = `It is ${entryId} at revision ${revision}, ${state}: PUT /v1/watchlist/entries/${entryId}.`;
    throw problemOf(refusal('entry-exists', next), { entryId, revision });
  }
  refuseWhenFull(watchlist, 1);
  const entry = createEntry({ entryId: freeEntryId(watchlist, list, content), listId: list, content }, by);
  return storeEntry(watchlist, { entry, action: 'entry.created', reason: '', by });
}

/** An id in use is that of an entry which was made with this key and says something else by now. */
function freeEntryId(watchlist: Watchlist, listId: string, content: EntryContent): string {
  const key = exactKey(content);
  for (let ordinal = 0; ; ordinal += 1) {
    const entryId = entryIdOf(listId, key, ordinal);
    if (watchlist.entries.get(entryId) === undefined) return entryId;
  }
}

async function amend(watchlist: Watchlist, request: WithId): Promise<EntryVersions> {
  const by = watchlist.by(principalOf(request).name);
  const versions = entryOf(watchlist, request.params.id);
  const { revision, ...fields } = orThrow(readBody(amendBody, request.body));
  const entry = currentOf(versions);
  if (entry.revision !== revision) {
    throw problemOf(refusal('revision-conflict', `It is at revision ${entry.revision}.`), { revision: entry.revision });
  }
  const known = { entry, listed: isListed(versions) };
  const { lookBackMaxMs } = watchlist.config;
  const content = orThrow(bodyContent(fields, { known, by, lookBackMaxMs }));
  const next = amendEntry(versions, content, by);
  if (next === null) return versions;
  return storeEntry(watchlist, { entry: next, action: 'entry.amended', reason: '', by });
}

async function approve(watchlist: Watchlist, request: WithId): Promise<EntryVersions> {
  const by = watchlist.by(principalOf(request).name);
  const versions = entryOf(watchlist, request.params.id);
  const { revision } = orThrow(readBody(approveBody, request.body));
  const entry = orThrow(approveEntry(versions, revision, by));
  return storeEntry(watchlist, { entry, action: 'entry.approved', reason: `revision ${revision}`, by });
}

async function withdraw(watchlist: Watchlist, request: WithId): Promise<EntryVersions> {
  const by = watchlist.by(principalOf(request).name);
  const versions = entryOf(watchlist, request.params.id);
  const { reason } = orThrow(readBody(withdrawBody, request.body));
  const entry = orThrow(withdrawEntry(versions, by));
  return storeEntry(watchlist, { entry, action: 'entry.withdrawn', reason, by });
}

interface EntryToStore {
  readonly entry: WatchEntry;
  readonly action: AuditAction;
  readonly reason: string;
  readonly by: By;
}

async function storeEntry(watchlist: Watchlist, { entry, by, ...change }: EntryToStore): Promise<EntryVersions> {
  await watchlist.store([{ kind: 'entry', entry, audit: auditEntry(entry, change, by) }]);
  return entryOf(watchlist, entry.entryId);
}

function entryOf(watchlist: Watchlist, entryId: string): EntryVersions {
  const versions = watchlist.entries.get(entryId);
  if (versions === undefined) throw problemOf(refusal('entry-unknown'));
  return versions;
}
