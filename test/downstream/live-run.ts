import type { Hit } from '@landfall/core';
import { ingestService } from '@landfall/ingest';
import { matcherService } from '@landfall/matcher';
import type { Role } from '@landfall/runtime';
import { watchlistService } from '@landfall/watchlist';
import type { ProductionComponents } from '../support/production-world.ts';
import { openProductionWorld } from '../support/production-world.ts';
import { bearer, groupCaughtUp, openHost } from '../support/world.ts';

/** A hit as the system itself reads it back, with what another reader must see of its record. */
interface PublishedHit {
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly hit: Hit;
}

export interface LiveRun {
  /** The topic of hits as the brokers know it. */
  readonly topic: string;
  /** By partition, oldest first. */
  readonly published: readonly PublishedHit[];
}

const DAY_MS = 86_400_000;
const PASSES = 25;
const LISTED = 'GK62 ABC';

/**
 * Ingest, watchlist and matcher over Kafka, Redis and the registry, fed over HTTP: a listed vehicle that passes often
 * and is misread once, two that fit a pattern, a trailer in a port, and a read that is older than its entry.
 */
export async function liveRun(components: ProductionComponents): Promise<LiveRun> {
  const world = await openProductionWorld(components);
  const { platform } = world;
  // Without the default rules: these hits are counted one by one.
  const services = [
    watchlistService(platform, { defaultRules: false }),
    ingestService(platform),
    matcherService(platform),
  ];
  const host = await openHost(platform, services);
  const send = async (role: Role, url: string, body: unknown): Promise<Record<string, unknown>> => {
    const method = url.startsWith('/v1/ocgs/') ? 'PUT' : 'POST';
    const headers = { ...bearer(role), 'content-type': 'application/json' };
    const reply = await host.app.inject({ method, url, headers, payload: JSON.stringify(body) });
    if (reply.statusCode >= 300) throw new Error(`${url}: ${reply.statusCode} ${reply.body}`);
    return reply.json();
  };
  const list = async (fields: object): Promise<void> => {
    const made = await send('analyst', '/v1/watchlist/entries', entry(fields));
    if (made['state'] !== 'AWAITING_APPROVAL') return;
    const headers = { ...bearer('analyst', 1), 'content-type': 'application/json' };
    const url = `/v1/watchlist/entries/${String(made['entryId'])}/approve`;
    const reply = await host.app.inject({ method: 'POST', url, headers, payload: { revision: made['revision'] } });
    if (reply.statusCode >= 300) throw new Error(`${url}: ${reply.statusCode} ${reply.body}`);
  };
  const judged = (): Promise<void> => groupCaughtUp(platform, 'matcher', ['anpr.reads', 'port.movements']);
  try {
    const nowMs = Date.now();
    await send('source', '/v1/reads', [read('LK70 BCK', nowMs - 60_000)]);
    await judged();
    await send('analyst', '/v1/ocgs/OCG-7', { name: 'Samphire', ownerForce: 'Kent Police', harmScore: 80 });
    await list({
      identifiers: [{ kind: 'VRM', raw: LISTED }],
      ocgId: 'OCG-7',
      priority: 'HIGH',
      theme: 'COUNTER_TERRORISM_AND_DOMESTIC_EXTREMISM',
    });
    await list({ identifiers: [{ kind: 'PARTIAL_VRM', raw: 'KL58*' }], action: 'Prüfen – «look» ✓' });
    await list({ identifiers: [{ kind: 'TRAILER', raw: 'TR-1234' }] });
    await list({ identifiers: [{ kind: 'VRM', raw: 'LK70 BCK' }] });
    await groupCaughtUp(platform, 'matcher-entries', ['watchlist.entries']);
    const passes = Array.from({ length: PASSES }, (_, nth) => read(LISTED, nowMs - 30_000 + nth * 1000));
    for (const pass of passes) await send('source', '/v1/reads', [pass]);
    await send('source', '/v1/reads', [
      {
        ...read('GK6Z ABC', nowMs),
        confidence: 0.5,
        lane: 2,
        bearingDeg: 114.5,
        position: { latitudeDeg: 51.14, longitudeDeg: -0.9 },
      },
      read('KL58 FEM', nowMs),
      read('KL58 ABC', nowMs),
      read('ZZ99 ZZZ', nowMs),
    ]);
    await send('source', '/v1/movements', [
      {
        kind: 'ARRIVED',
        direction: 'UK_INBOUND',
        trailers: ['TR-1234'],
        portUnlocode: 'GBDVR',
        occurredAt: nowMs,
        carrier: 'DFDS',
      },
    ]);
    await judged();
    const published: PublishedHit[] = [];
    for await (const { partition, records } of platform.log.scan({ topic: 'hits', batchMax: 1000 })) {
      for (const { offset, key, headers, value } of records) {
        published.push({ partition, offset, key, headers, hit: platform.codec.decode('hits', value) });
      }
    }
    return { topic: `${world.namespace}hits`, published: published.toSorted(byPlace) };
  } finally {
    await host.close();
    await world.close();
  }
}

interface Place {
  readonly partition: number;
  readonly offset: number;
}

export function byPlace(a: Place, b: Place): number {
  return a.partition - b.partition || a.offset - b.offset;
}

function read(plate: string, capturedAtMs: number) {
  return { plate, capturedAt: new Date(capturedAtMs).toISOString(), cameraId: 'M20-J9-E' };
}

function entry(fields: object) {
  return {
    list: 'kent-voi',
    theme: 'MODERN_SLAVERY_AND_TRAFFICKING',
    priority: 'MEDIUM',
    risk: 'MEDIUM',
    action: 'Look at the load',
    reason: 'A test',
    handlingCode: 'B22',
    ownerForce: 'Kent Police',
    contact: 'Serious Crime Directorate',
    weedDate: new Date(Date.now() + 30 * DAY_MS).toISOString().slice(0, 10),
    ...fields,
  };
}
