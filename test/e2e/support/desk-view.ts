import { WATCH_HIT_RULE_ID } from '@landfall/core';
import type { AllInOneProcess } from './all-in-one-process.ts';

/** What the tests read of an incident; control-room's wire types have the rest. */
export interface SeenIncident {
  readonly vehicleMark: string;
  readonly status: string;
  readonly hitCount: number;
  readonly unansweredCount: number;
}

/** Every incident, as a page gets it when it connects: the first event of the live stream. */
export async function incidentsOf(landfall: AllInOneProcess): Promise<readonly SeenIncident[]> {
  const abort = new AbortController();
  const signal = AbortSignal.any([abort.signal, AbortSignal.timeout(10_000)]);
  const headers = { authorization: `Bearer ${landfall.key('operator')}` };
  const response = await fetch(new URL('/api/live', landfall.baseUrl), { headers, signal });
  if (!response.ok || response.body === null) throw new Error(`/api/live: ${response.status}`);
  let text = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const end = text.indexOf('\n\n');
    if (end === -1) continue;
    const data = text
      .slice(0, end)
      .split('\n')
      .find((line) => line.startsWith('data: '));
    abort.abort();
    const snapshot = JSON.parse(data?.slice('data: '.length) ?? '') as {
      readonly incidents: readonly { readonly summary: SeenIncident }[];
    };
    return snapshot.incidents.map(({ summary }) => summary);
  }
  throw new Error('the live stream ended before its snapshot');
}

/**
 * How many hits of an incident say "a listed vehicle was here", as a page counts them. The page has the newest hits in full and only
 * counts the others, so those that are of another rule are taken from the count.
 */
export async function watchHitsOf(landfall: AllInOneProcess, { vehicleMark }: SeenIncident): Promise<number> {
  const headers = { authorization: `Bearer ${landfall.key('operator')}` };
  const url = new URL(`/api/incidents/${encodeURIComponent(vehicleMark)}`, landfall.baseUrl);
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`${url.pathname}: ${response.status}`);
  const { summary, hits } = (await response.json()) as {
    readonly summary: SeenIncident;
    readonly hits: readonly { readonly hit: { readonly ruleKind: string } }[];
  };
  return summary.hitCount - hits.filter(({ hit }) => hit.ruleKind !== WATCH_HIT_RULE_ID).length;
}
