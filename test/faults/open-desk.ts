import { ingestService } from '@landfall/ingest';
import type { MatcherPlatform, Role } from '@landfall/runtime';
import { watchlistService } from '@landfall/watchlist';
import { bearer, openHost, openWorld } from '../support/world.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  /** Empty when the answer is no JSON. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** The services that take input, behind a real socket, over the embedded world. */
export async function openDesk(platformOf: (platform: MatcherPlatform) => MatcherPlatform = (platform) => platform) {
  const world = await openWorld();
  const platform = platformOf(world.platform);
  const host = await openHost(platform, [watchlistService(platform, {}), ingestService(platform)]);
  const port = await host.listen();
  const ask = async (
    role: Role,
    url: string,
    sent: { readonly method?: 'GET' | 'POST' | 'PUT'; readonly type?: string; readonly body?: string | Buffer } = {},
  ): Promise<Answer> => {
    const { method = 'POST', type = 'application/json', body } = sent;
    const response = await fetch(`http://127.0.0.1:${port}${url}`, {
      method,
      headers: { ...bearer(role), 'content-type': type },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      bytes,
      json: isJson ? JSON.parse(bytes.toString()) : {},
    };
  };
  return {
    platform,
    ask,
    async close(): Promise<void> {
      await host.close();
      await world.close();
    },
  };
}

export type Desk = Awaited<ReturnType<typeof openDesk>>;
