import { BACKGROUND_LIST } from './background.ts';
import type { CameraFormat } from './cameras.ts';
import type { MovementFact, ReadDelivery, ReadFact } from './facts.ts';
import { axisJson } from './formats/axis.ts';
import { frigateJson } from './formats/frigate.ts';
import { GVMS_PATHS, gvmsDocument, gvmsReference } from './formats/gvms.ts';
import { hikvisionXml } from './formats/hikvision.ts';
import { landfallJson } from './formats/landfall-json.ts';
import type { Plan } from './plan.ts';
import { BACKGROUND_STORY } from './plan.ts';
import { cameraReference } from './reported-camera.ts';
import { walk } from './walk.ts';

/** One message as its sender would send it over HTTP. */
export interface SimulatedMessage {
  /** When it is sent, epoch milliseconds of simulated time. Never falls from one message of a day to the next. */
  readonly dueMs: number;
  readonly kind: 'read' | 'movement' | 'entry' | 'ocg' | 'approval' | 'reference';
  readonly format: CameraFormat | 'gvms' | 'watchlist-json' | 'voi-csv' | 'geojson';
  /** Who sends it: a camera's site, a port's name, or a desk. */
  readonly source: string;
  /** Whose key it needs. */
  readonly role: 'source' | 'analyst' | 'secondAnalyst' | 'admin';
  readonly method: 'POST' | 'PUT';
  /** Path and query; of an approval it holds `:id`, for the id that the service gave the entry. */
  readonly path: string;
  readonly contentType: string;
  /** A record of the project's own JSON (several, parted by line breaks, are NDJSON), or a document; '' of an approval. */
  readonly body: string;
  /** Facts in the body. */
  readonly count: number;
  readonly story: string | null;
  /** `sourceReference` of the entry that is sent or approved; null for other kinds. */
  readonly entryKey: string | null;
}

const JSON_TYPE = 'application/json';
const ANALYST = { kind: 'entry', role: 'analyst', method: 'POST', count: 1 } as const;

/** Every message of the day in order of delivery, from a time on. Earlier traffic is made too, but not written out. */
export function* messages(plan: Plan, fromMs: number): Generator<SimulatedMessage, void, undefined> {
  const controls = controlMessages(plan).filter((message) => message.dueMs >= fromMs);
  let sent = 0;
  let polled: MovementFact[] = [];
  let polledMs = 0;
  /** What is due before the next delivery: movements of one poll, in one document for each kind, then what desks send. */
  function* dueBy(atMs: number): Generator<SimulatedMessage, void, undefined> {
    if (polled.length > 0 && polledMs < atMs) {
      yield* pollMessages(polled, polledMs);
      polled = [];
    }
    for (let next = controls[sent]; next !== undefined && next.dueMs <= atMs; next = controls[sent]) {
      sent += 1;
      yield next;
    }
  }
  yield* dueBy(plan.period.startMs);
  for (const { deliveries } of walk(plan)) {
    for (const delivery of deliveries) {
      if (delivery.dueMs < fromMs) continue;
      yield* dueBy(delivery.dueMs);
      if (delivery.kind === 'read') yield readMessage(delivery);
      else {
        polled.push(delivery.movement);
        polledMs = delivery.dueMs;
      }
    }
  }
  yield* dueBy(Infinity);
}

const READ_PATHS: Readonly<Record<CameraFormat, string>> = {
  'landfall-json': '/v1/reads',
  hikvision: '/v1/sources/hikvision',
  axis: '/v1/sources/axis',
  frigate: '/v1/sources/frigate',
};

function readMessage(delivery: ReadDelivery): SimulatedMessage {
  const { read, dueMs, resend } = delivery;
  const { format } = read.camera;
  return {
    dueMs,
    kind: 'read',
    format,
    source: read.camera.cameraId,
    role: 'source',
    method: 'POST',
    path: READ_PATHS[format],
    contentType: format === 'hikvision' ? 'application/xml' : JSON_TYPE,
    body: bodyOf(read, resend),
    count: 1,
    story: read.story,
    entryKey: null,
  };
}

function bodyOf(read: ReadFact, resend: boolean): string {
  switch (read.camera.format) {
    case 'landfall-json':
      return landfallJson(read, resend);
    case 'hikvision':
      return hikvisionXml(read, resend);
    case 'axis':
      return axisJson(read);
    case 'frigate':
      return frigateJson(read);
    default:
      throw new TypeError('a camera has one of the formats');
  }
}

/** The movements of one poll, a document for each kind. */
function pollMessages(movements: readonly MovementFact[], dueMs: number): readonly SimulatedMessage[] {
  return [...Map.groupBy(movements, (movement) => movement.kind)].map(([kind, group]) => ({
    dueMs,
    kind: 'movement',
    format: 'gvms',
    source: 'GVMS',
    role: 'source',
    method: 'POST',
    path: GVMS_PATHS[kind],
    contentType: JSON_TYPE,
    body: gvmsDocument(group),
    count: group.length,
    story: group.find((movement) => movement.story !== null)?.story ?? null,
    entryKey: null,
  }));
}

/** Reference data, groups, the list file, entries and approvals, in order. */
function controlMessages(plan: Plan): readonly SimulatedMessage[] {
  const { startMs, endMs } = plan.period;
  const entries = plan.stories.flatMap((story) =>
    story.entries.flatMap(({ dueMs, body, approvedMs }): SimulatedMessage[] => {
      const common = {
        story: story.key,
        source: 'intelligence desk',
        entryKey: body.sourceReference,
        format: 'watchlist-json',
      } as const;
      const path = '/v1/watchlist/entries';
      const sent = { ...ANALYST, ...common, dueMs, path, contentType: JSON_TYPE, body: JSON.stringify(body) };
      if (approvedMs === null) return [sent];
      const approval = {
        kind: 'approval',
        role: 'secondAnalyst',
        dueMs: approvedMs,
        path: `${path}/:id/approve`,
      } as const;
      return [sent, { ...sent, ...approval, body: '' }];
    }),
  );
  return [...referenceMessages(plan), ...ocgMessages(plan), listMessage(plan), ...entries]
    .filter((message) => message.dueMs >= startMs && message.dueMs < endMs)
    .toSorted((a, b) => a.dueMs - b.dueMs);
}

function referenceMessages(plan: Plan): readonly SimulatedMessage[] {
  const common = {
    dueMs: plan.period.startMs,
    kind: 'reference',
    role: 'admin',
    method: 'PUT',
    story: null,
    entryKey: null,
  } as const;
  const { cameras } = plan.world;
  return [
    {
      ...common,
      format: 'geojson',
      source: 'site survey',
      path: '/v1/reference/cameras',
      contentType: 'application/geo+json',
      body: cameraReference(cameras),
      count: cameras.length,
    },
    {
      ...common,
      format: 'gvms',
      source: 'GVMS',
      path: '/v1/reference/gvms',
      contentType: JSON_TYPE,
      body: gvmsReference(),
      count: 1,
    },
  ];
}

function ocgMessages(plan: Plan): readonly SimulatedMessage[] {
  return plan.stories.flatMap((story) =>
    story.ocgs.map(({ dueMs, ocgId, ...group }) => ({
      ...ANALYST,
      kind: 'ocg',
      method: 'PUT',
      dueMs,
      format: 'watchlist-json',
      source: 'OCG desk',
      path: `/v1/ocgs/${ocgId}`,
      contentType: JSON_TYPE,
      body: JSON.stringify(group),
      story: story.key,
      entryKey: null,
    })),
  );
}

function listMessage(plan: Plan): SimulatedMessage {
  return {
    ...ANALYST,
    dueMs: plan.period.startMs,
    format: 'voi-csv',
    source: 'list distribution',
    path: `/v1/watchlist/imports?list=${BACKGROUND_LIST}&theme=HIGH_HARM_CRIME&mode=complete`,
    contentType: 'text/csv',
    body: plan.background.csv,
    count: plan.background.vehicles.length,
    story: BACKGROUND_STORY,
    entryKey: null,
  };
}
