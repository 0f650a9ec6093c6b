import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Hit } from '@landfall/core';
import { compareHitRecords } from '@landfall/core';
import { matcherService } from '@landfall/matcher';
import type { NewEvent } from '@landfall/runtime';
import { publish } from '@landfall/runtime';
import { quickClock } from '../sim/run-until-crash.ts';
import { groupCaughtUp, openWorld, readTopic } from '../support/world.ts';

const FOLDER = path.join(import.meta.dirname, 'recordings');
const PUBLISH_MAX = 2000;

/** What was in a log, and the time at which it was taken. */
export interface Recording {
  readonly nowMs: number;
  readonly events: readonly NewEvent[];
}

/** `NAME.json.gz` holds the events; `NAME.hits.txt` the hits that they have to give, a line each. */
export function readRecording(name: string): Recording {
  return JSON.parse(gunzipSync(readFileSync(path.join(FOLDER, `${name}.json.gz`))).toString('utf8')) as Recording;
}

export function readHitLines(name: string): readonly string[] {
  return readFileSync(path.join(FOLDER, `${name}.hits.txt`), 'utf8')
    .trimEnd()
    .split('\n');
}

export function writeRecording(name: string, recording: Recording, hitLines: readonly string[]): void {
  writeFileSync(path.join(FOLDER, `${name}.json.gz`), gzipSync(JSON.stringify(recording), { level: 9 }));
  writeFileSync(path.join(FOLDER, `${name}.hits.txt`), `${hitLines.join('\n')}\n`);
}

/** The hits in force when a matcher has judged the recording: rule and version, id, entry and evidence. Sorted. */
export async function judgeRecording({ nowMs, events }: Recording): Promise<readonly string[]> {
  const world = await openWorld({ clock: quickClock(nowMs) });
  const { platform } = world;
  for (let start = 0; start < events.length; start += PUBLISH_MAX)
    await publish(platform, events.slice(start, start + PUBLISH_MAX));
  const matcher = matcherService(platform);
  await matcher.start();
  await groupCaughtUp(platform, 'matcher', ['anpr.reads', 'port.movements']);
  for (const group of ['matcher-entries', 'matcher-retractions'])
    await groupCaughtUp(platform, group, ['watchlist.entries']);
  await matcher.stop();
  const hits = await readTopic(platform, 'hits');
  await world.close();
  return [...Map.groupBy(hits, ({ hitId }) => hitId).values()]
    .map((records) => records.toSorted(compareHitRecords)[0]!)
    .filter(({ state }) => state === 'RAISED')
    .map(hitLine)
    .toSorted();
}

/** Of a rule that counts, which facts showed it first is no part of the outcome. */
function hitLine({ ruleId, ruleVersion, hitId, entryId, vehicleMark, evidence, ruleKind }: Hit): string {
  const counts = ['convoy', 'shuttle', 'area-crossing'].includes(ruleKind);
  const facts = counts ? 'counted' : evidence.map(({ factId }) => factId).join(' ');
  return [`${ruleId} ${ruleVersion}`, hitId, entryId, vehicleMark, facts].join(' | ');
}
