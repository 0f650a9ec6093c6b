import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { levelOf, themeOf } from '@landfall/core';
import { principalOf, requireRole } from '@landfall/runtime';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { By } from './amend-entry.ts';
import { auditEntry, auditEvent } from './audit.ts';
import { refusal } from './codes.ts';
import type { EntryChange, ImportPlan, RowResult } from './import-list.ts';
import { importSteps } from './import-list.ts';
import { parameterProblem, problemOf } from './replies.ts';
import type { Change, Watchlist } from './watchlist.ts';
import { refuseWhenFull } from './watchlist.ts';
import type { VoiFile } from './voi-file.ts';
import { readVoiFile } from './voi-file.ts';
import type { RowDefaults } from './voi-row.ts';

const RESULTS_CHUNK = 1000;

const parameters = z.strictObject({
  list: z.string().trim().min(1).max(200),
  theme: z.string().max(80).default(''),
  risk: z.string().max(40).default(''),
  ocg: z.string().trim().max(200).default(''),
  mode: z.enum(['incremental', 'complete']).default('incremental'),
  withdrawDespiteRefusals: z.enum(['true', 'false']).default('false'),
});

type Parameters = z.output<typeof parameters>;

/** The report of an import, apart from its rows. */
interface Summary {
  readonly list: string;
  readonly encoding: string;
  readonly rows: number;
  readonly added: number;
  readonly amended: number;
  readonly unchanged: number;
  readonly refused: number;
  /** Rows whose entry, or its amendment, needs a second approver. */
  readonly awaitingApproval: number;
  readonly withdrawn: number;
  readonly withdrawnEntries: readonly { readonly entryId: string; readonly revision: number; readonly vrm: string }[];
  readonly nextStep?: string;
}

/** POST /v1/watchlist/imports: a VOI file against one list. */
export function importRoutes(app: FastifyInstance, watchlist: Watchlist): void {
  app.post(
    '/v1/watchlist/imports',
    {
      onRequest: requireRole(watchlist.platform, 'analyst', 'admin'),
      bodyLimit: watchlist.config.importBytesMax,
      errorHandler: tooLarge,
    },
    async (request, reply) => {
      const asked = readParameters(request, watchlist);
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const file = await readVoiFile(body, watchlist.config.importRowsMax);
      if (!file.ok) throw problemOf(file.refusal);
      const { name } = principalOf(request);
      const { summary, results } = await watchlist.inTurn(() =>
        runImport(watchlist, { asked, file: file.value, by: watchlist.by(name) }),
      );
      return reply.type('application/json; charset=utf-8').send(Readable.from(reportJson(summary, results)));
    },
  );
}

/** A route's own error handler: the host's answer for everything but a body over this route's bound. */
function tooLarge(error: FastifyError, _request: FastifyRequest, _reply: FastifyReply): never {
  throw error.code === 'FST_ERR_CTP_BODY_TOO_LARGE' ? problemOf(refusal('file-too-large')) : error;
}

interface Asked extends Parameters {
  readonly defaults: RowDefaults;
}

function readParameters(request: FastifyRequest, watchlist: Watchlist): Asked {
  const parsed = parameters.safeParse(request.query);
  if (!parsed.success) throw parameterProblem(parsed.error);
  const { theme, risk, ocg } = parsed.data;
  const themeRead = themeOf(theme);
  if (themeRead === null) throw problemOf(refusal('theme-unknown', `It is "${theme}".`));
  const riskRead = levelOf(risk);
  if (riskRead === null) throw problemOf(refusal('risk-unknown', `It is "${risk}".`));
  return {
    ...parsed.data,
    defaults: {
      theme: theme.trim() === '' ? undefined : themeRead,
      risk: risk.trim() === '' ? undefined : riskRead,
      ocgId: ocg === '' ? undefined : ocg,
      lookBackMaxMs: watchlist.config.lookBackMaxMs,
    },
  };
}

interface Run {
  readonly asked: Asked;
  readonly file: VoiFile;
  readonly by: By;
}

/**
 * Guarantee: the report is written after the last change is stored. A refused complete file changes nothing.
 * On crash: some of the changes are stored, each with its audit event; the same file again makes the rest.
 * Bounds: the rows of the file; one append holds `importAppendMax` entries.
 */
async function runImport(
  watchlist: Watchlist,
  run: Run,
): Promise<{ readonly summary: Summary; readonly results: readonly RowResult[] }> {
  const { asked, file, by } = run;
  const plan = await inSteps(
    importSteps({
      listId: asked.list,
      rows: file.rows,
      mode: asked.mode,
      defaults: asked.defaults,
      by,
      entries: watchlist.entries.ofList(asked.list),
      versionsOf: (entryId) => watchlist.entries.get(entryId),
      hasOcg: (ocgId) => watchlist.ocgs.get(ocgId) !== undefined,
    }),
  );
  const summary = summarise(run, plan);
  if (asked.mode === 'complete' && asked.withdrawDespiteRefusals === 'false') {
    if (summary.rows === 0) throw problemOf(refusal('file-empty', 'It would withdraw the whole list.'));
    if (summary.refused > 0) throw problemOf(refusal('complete-with-refusals'), { refusedRows: refusedRows(plan) });
  }
  refuseWhenFull(watchlist, summary.added);
  await storePlan(watchlist, { plan, summary, by });
  for (const outcome of ['added', 'amended', 'unchanged', 'refused'] as const) {
    watchlist.platform.metrics.importRows.inc({ outcome }, summary[outcome]);
  }
  return { summary, results: plan.results };
}

/** Other work of the process, hits above all, has its turn after each step. */
async function inSteps<T>(steps: Generator<void, T>): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await nextTurn();
  }
}

const REFUSED_ROWS_SHOWN_MAX = 100;

function refusedRows(plan: ImportPlan): readonly RowResult[] {
  return plan.results.filter(({ outcome }) => outcome === 'refused').slice(0, REFUSED_ROWS_SHOWN_MAX);
}

async function storePlan(
  watchlist: Watchlist,
  { plan, summary, by }: { readonly plan: ImportPlan; readonly summary: Summary; readonly by: By },
): Promise<void> {
  const { importAppendMax } = watchlist.config;
  for (let at = 0; at < plan.changes.length; at += importAppendMax) {
    await watchlist.store(plan.changes.slice(at, at + importAppendMax).map((change) => toChange(change, by)));
    await nextTurn();
  }
  const { list, rows, added, amended, unchanged, refused, withdrawn } = summary;
  const counts = { rows, added, amended, unchanged, refused, withdrawn };
  const details = Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, String(count)]));
  await watchlist.record(auditEvent({ action: 'list.imported', subject: list, reason: '', details }, by));
}

function toChange({ kind, entry }: EntryChange, by: By): Change {
  const reason = kind === 'withdrawn' ? 'not in the complete file' : 'import';
  return { kind: 'entry', entry, audit: auditEntry(entry, { action: `entry.${kind}`, reason }, by) };
}

function summarise({ asked, file }: Run, plan: ImportPlan): Summary {
  const count = (outcome: RowResult['outcome']) => plan.results.filter((result) => result.outcome === outcome).length;
  const withdrawn = plan.changes.filter(({ kind }) => kind === 'withdrawn');
  const awaitingApproval = plan.results.filter((result) => result.awaitingApproval === true).length;
  return {
    list: asked.list,
    encoding: file.encoding,
    rows: file.rows.length,
    added: count('added'),
    amended: count('amended'),
    unchanged: count('unchanged'),
    refused: count('refused'),
    awaitingApproval,
    withdrawn: withdrawn.length,
    withdrawnEntries: withdrawn.map(({ entry }) => ({
      entryId: entry.entryId,
      revision: entry.revision,
      vrm: entry.identifiers.map(({ raw }) => raw).join('; '),
    })),
    ...(awaitingApproval > 0
      ? {
          nextStep:
            `${awaitingApproval} rows need a second approver before they count. Another analyst or admin lists them with ` +
            'GET /v1/watchlist/entries?state=AWAITING_APPROVAL and approves each with POST /v1/watchlist/entries/ENTRY/approve.',
        }
      : {}),
  };
}

/** Written in pieces: a report of 200,000 rows must not hold up everything else in the process. */
async function* reportJson(summary: Summary, results: readonly RowResult[]): AsyncGenerator<string> {
  yield `${JSON.stringify(summary).slice(0, -1)},"results":[`;
  for (let at = 0; at < results.length; at += RESULTS_CHUNK) {
    const piece = results.slice(at, at + RESULTS_CHUNK).map((result) => JSON.stringify(result));
    yield (at === 0 ? '' : ',') + piece.join(',');
    await nextTurn();
  }
  yield ']}';
}
