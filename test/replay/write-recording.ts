/** Makes a recording of a data file that no process has open: `write-recording.ts landfall.db NAME`. */
import type { NewEvent } from '@landfall/runtime';
import { openWorld, readTopic } from '../support/world.ts';
import type { Recording } from './recording.ts';
import { judgeRecording, writeRecording } from './recording.ts';

const TOPICS = ['ocg.registry', 'rules', 'watchlist.entries', 'anpr.reads', 'port.movements'] as const;

const [file, name] = process.argv.slice(2);
if (file === undefined || name === undefined) throw new Error('usage: write-recording.ts DATA-FILE NAME');
const world = await openWorld({ file });
const events: NewEvent[] = [];
for (const topic of TOPICS)
  for (const event of await readTopic(world.platform, topic)) events.push({ topic, event } as NewEvent);
await world.close();
const recording: Recording = { nowMs: Date.now(), events };
const hitLines = await judgeRecording(recording);
writeRecording(name, recording, hitLines);
console.log(`${events.length} events, ${hitLines.length} hits`);
