import type { LandfallProcess } from './landfall-process.ts';
import { markAt } from './marks.ts';
import { scrapeUntil } from './metrics-page.ts';
import { keepAlive, post } from './post.ts';

const DAY_MS = 86_400_000;
const CAUGHT_UP_MAX_MS = 300_000;

/** Imports a VOI file that lists marks 0 to `entries`, and waits until the matcher watches them all. */
export async function importWatchlist(landfall: LandfallProcess, entries: number): Promise<void> {
  const agent = keepAlive(1);
  const answer = await post(agent, {
    url: `${landfall.baseUrl}/v1/watchlist/imports?list=bench&theme=MODERN_SLAVERY_AND_TRAFFICKING&risk=MEDIUM`,
    headers: { ...landfall.authorization('analyst'), 'content-type': 'text/csv' },
    body: Array.from({ length: entries }, (_, at) => voiRow(at)).join('\r\n'),
  });
  agent.destroy();
  const summary = answer.body.slice(0, answer.body.indexOf(',"results"'));
  if (!summary.includes(`"added":${entries},`))
    throw new Error(`The import was not taken: ${answer.status} ${answer.body.slice(0, 700)}`);
  await scrapeUntil(landfall.baseUrl, (page) => page.sum('landfall_watch_identifiers') >= entries, {
    everyMs: 500,
    maxMs: CAUGHT_UP_MAX_MS,
  });
}

/** The 16 columns of one row, in the standard order. */
function voiRow(number: number): string {
  const weedDate = new Date(Date.now() + 90 * DAY_MS).toISOString().slice(0, 10);
  return [
    markAt(number),
    'FORD',
    'TRANSIT',
    'WHITE',
    'MEDIUM - stop and check',
    'Violent',
    'Seen with a trafficking group',
    'B/2/1',
    'Two occupants',
    'Kent Police',
    weedDate,
    '',
    'OFFICIAL-SENSITIVE',
    '',
    'lookBackHours:36',
    `BENCH-${number}`,
  ].join(',');
}
