import type { RowResult, WatchlistOptions } from '@landfall/watchlist';
import { VOI_COLUMNS, watchlistService } from '@landfall/watchlist';
import type { VoiColumn } from '@landfall/watchlist';
import { bearer, openHost, openWorld } from '../support/world.ts';
import type { Clock } from '@landfall/ports';

export const FIRST = bearer('analyst', 0);
export const SECOND = bearer('analyst', 1);

export interface Answer {
  readonly status: number;
  /** Empty when the answer is no JSON. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Report {
  readonly added: number;
  readonly amended: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly withdrawn: number;
  readonly awaitingApproval: number;
  readonly encoding: string;
  readonly results: readonly RowResult[];
}

/** The watchlist service alone, over the embedded world, with two analysts who send requests. */
export async function openDesk(
  options: { readonly clock?: Clock; readonly file?: string; readonly config?: WatchlistOptions } = {},
) {
  const world = await openWorld(options);
  const host = await openHost(world.platform, [watchlistService(world.platform, options.config ?? {})]);
  const ask = async (
    method: 'GET' | 'PUT' | 'POST',
    url: string,
    more: { readonly as?: { readonly authorization: string }; readonly body?: unknown } = {},
  ): Promise<Answer> => {
    const payload = typeof more.body === 'string' || Buffer.isBuffer(more.body) ? more.body : JSON.stringify(more.body);
    const reply = await host.app.inject({
      method,
      url,
      headers: { ...(more.as ?? FIRST), 'content-type': 'application/json' },
      ...(payload === undefined ? {} : { payload }),
    });
    const isJson = String(reply.headers['content-type']).includes('json');
    return { status: reply.statusCode, body: isJson ? reply.json<Record<string, unknown>>() : {} };
  };
  return {
    platform: world.platform,
    ask,
    async importRows(
      rows: readonly Partial<Record<VoiColumn, string>>[],
      query = 'list=kent&theme=high%20harm%20crime',
    ) {
      const reply = await host.app.inject({
        method: 'POST',
        url: `/v1/watchlist/imports?${query}`,
        headers: { ...FIRST, 'content-type': 'text/csv' },
        payload: csv(rows),
      });
      return { status: reply.statusCode, body: reply.json<Report & { readonly code?: string }>() };
    },
    async close() {
      await host.close();
      await world.close();
    },
  };
}

export type Desk = Awaited<ReturnType<typeof openDesk>>;

export function aRow(columns: Partial<Record<VoiColumn, string>> = {}): Partial<Record<VoiColumn, string>> {
  return { vrm: 'AB12 CDE', action: 'LOW', reason: 'Theft', weedDate: daysOn(60), forceAndArea: 'Kent', ...columns };
}

export function csv(rows: readonly Partial<Record<VoiColumn, string>>[]): string {
  const lines = rows.map((row) =>
    VOI_COLUMNS.map((column) => `"${(row[column] ?? '').replaceAll('"', '""')}"`).join(','),
  );
  return `${VOI_COLUMNS.join(',')}\r\n${lines.join('\r\n')}\r\n`;
}

/** A body for POST /v1/watchlist/entries. */
export function anEntryBody(fields: Readonly<Record<string, unknown>> = {}) {
  return {
    list: 'kent',
    identifiers: [{ kind: 'VRM', raw: 'AB12 CDE' }],
    theme: 'county lines',
    priority: 'MEDIUM',
    risk: 'MEDIUM',
    action: 'Stop when a unit is free',
    reason: 'County line',
    ownerForce: 'Kent Police',
    contact: 'DS Marsh',
    weedDate: daysOn(60),
    ...fields,
  };
}

function daysOn(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
