import type { Hit } from '@landfall/core';

/** A hit as a page gets it. */
export interface SeenHit {
  readonly hit: Hit;
  /** When its text arrived, epoch milliseconds, and on this process's own monotonic clock. */
  readonly seenAt: number;
  readonly seenMonotonicMs: number;
}

export interface LiveClient {
  /** Hits in the order in which they arrived, each once. */
  readonly hits: ReadonlyMap<string, SeenHit>;
  /** Incidents in the first snapshot, once it has come. */
  readonly snapshot: Promise<number>;
  /** Resolves with the first incident, in the snapshot or later. */
  readonly firstIncident: Promise<void>;
  close(): Promise<void>;
}

interface Update {
  readonly hits: readonly { readonly hit: Hit }[];
}

/** Signs in as the printed address does, and follows the live stream. */
export async function openLive(signInUrl: string): Promise<LiveClient> {
  const signIn = await fetch(signInUrl, { redirect: 'manual' });
  await signIn.arrayBuffer();
  const cookie = signIn.headers
    .getSetCookie()
    .map((text) => text.split(';')[0])
    .join('; ');
  const abort = new AbortController();
  const response = await fetch(new URL('/api/live', signInUrl), { headers: { cookie }, signal: abort.signal });
  if (response.status !== 200 || response.body === null)
    throw new Error(`The live stream was answered ${response.status}.`);
  const hits = new Map<string, SeenHit>();
  const snapshot = Promise.withResolvers<number>();
  const first = Promise.withResolvers<void>();
  const note = (updates: readonly Update[]): void => {
    const seen = { seenAt: Date.now(), seenMonotonicMs: performance.now() };
    for (const { hit } of updates.flatMap((update) => update.hits)) {
      if (!hits.has(hit.hitId)) hits.set(hit.hitId, { hit, ...seen });
    }
    if (updates.length > 0) first.resolve();
  };
  const reading = readEvents(response.body, (event, data) => {
    if (event === 'incidents') note(JSON.parse(data) as readonly Update[]);
    if (event !== 'snapshot') return;
    const { incidents } = JSON.parse(data) as { readonly incidents: readonly Update[] };
    note(incidents);
    snapshot.resolve(incidents.length);
  }).catch((error: unknown) => {
    if (!abort.signal.aborted) throw error;
  });
  return {
    hits,
    snapshot: snapshot.promise,
    firstIncident: first.promise,
    async close() {
      abort.abort();
      await reading;
    },
  };
}

async function readEvents(
  body: AsyncIterable<Uint8Array>,
  onEvent: (event: string, data: string) => void,
): Promise<void> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const lines = text.slice(0, end).split('\n');
      text = text.slice(end + 2);
      const valueOf = (field: string): string =>
        lines
          .filter((line) => line.startsWith(`${field}: `))
          .map((line) => line.slice(field.length + 2))
          .join('\n');
      onEvent(valueOf('event'), valueOf('data'));
    }
  }
}
