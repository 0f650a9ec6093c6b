import type { Hit } from '@landfall/core';
import avro from 'avsc';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProductionComponents } from '../support/production-world.ts';
import { realProduction, startProduction } from '../support/production-world.ts';
import { javaReader, readWithJava, realJava } from './java-reader.ts';
import { readWithKcat, realKcat } from './kcat.ts';
import { byPlace, liveRun } from './live-run.ts';
import type { LiveRun } from './live-run.ts';

const [production, kcat, java] = [realProduction(), realKcat(), realJava()];

describe.skipIf(production === null || kcat === null || java === null)('hits of a live run', () => {
  let components: ProductionComponents;
  let run: LiveRun;
  beforeAll(async () => {
    await javaReader();
    components = await startProduction(production);
    run = await liveRun(components);
  });
  afterAll(() => components?.stop());

  it('are those that the facts and the list make, keyed by vehicle', () => {
    const words = run.published.map(
      ({ hit }) => `${hit.vehicleMark} ${hit.identifierKind} ${hit.matchKind} ${hit.found}`,
    );
    const expected = [
      ...Array.from({ length: 25 }, () => 'GK62ABC VRM EXACT LIVE'),
      'GK62ABC VRM CONFUSABLE LIVE',
      'KL58ABC PARTIAL_VRM WILDCARD LIVE',
      'KL58FEM PARTIAL_VRM WILDCARD LIVE',
      'LK70BCK VRM EXACT LOOK_BACK',
      'TR1234 TRAILER EXACT LIVE',
    ];
    expect(words.toSorted()).toEqual(expected.toSorted());
    expect(run.published.map(({ key }) => key)).toEqual(run.published.map(({ hit }) => hit.vehicleMark));
  });

  it('come with the attributes of CloudEvents 1.0, by its binding to Kafka', () => {
    for (const { hit, headers } of run.published) {
      expect(headers).toEqual({
        ce_specversion: '1.0',
        ce_id: hit.hitId,
        ce_type: 'landfall.hit.v1',
        ce_source: '/landfall/hits',
        ce_time: new Date(hit.capturedAt).toISOString(),
        ce_subject: hit.vehicleMark,
        ce_dataschema: 'urn:landfall:schema:hit',
        'content-type': 'application/avro',
      });
    }
  });

  it('are read by kcat, each with its key, headers and bytes, in the order of each key', async () => {
    const seen = await readWithKcat(components.kafka.brokers, run.topic);
    expect(seen.toSorted(byPlace).map(recordOf)).toEqual(run.published.map(recordOf));
    expect(orderOfKeys(seen)).toEqual(orderOfKeys(run.published));
    const [first] = seen;
    const id = first!.value.readUInt32BE(1);
    const answer = await fetch(`${components.registry.url}/schemas/ids/${id}`);
    const { schema } = (await answer.json()) as { readonly schema: string };
    const type = avro.Type.forSchema(JSON.parse(schema), { wrapUnions: 'never' });
    const values = seen.toSorted(byPlace).map(({ value }) => {
      expect([value[0], value.readUInt32BE(1)]).toEqual([0, id]);
      return plain(type.fromBuffer(value.subarray(5)));
    });
    expect(values).toEqual(run.published.map(({ hit }) => plain(hit)));
  });

  it('are read by Java with Apache’s own libraries, every field as its schema says', async () => {
    const { brokers } = components.kafka;
    const seen = await readWithJava({ brokers, registryUrl: components.registry.url, topic: run.topic });
    expect(orderOfKeys(seen)).toEqual(orderOfKeys(run.published));
    const expected = run.published.map((one) => ({ ...recordOf(one), value: withInstants(one.hit) }));
    expect(seen.toSorted(byPlace)).toEqual(expected);
  });
});

interface SeenRecord {
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What a record is beside its value. */
function recordOf({ partition, offset, key, headers }: SeenRecord): SeenRecord {
  return { partition, offset, key, headers };
}

/** For each key the offsets in the order in which they were seen. */
function orderOfKeys(seen: readonly { readonly key: string; readonly offset: number }[]) {
  const order = new Map<string, number[]>();
  for (const { key, offset } of seen) order.set(key, [...(order.get(key) ?? []), offset]);
  return order;
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

const INSTANTS = new Set(['occurredAt', 'receivedAt', 'capturedAt', 'matchedAt', 'publishedAt', 'at']);

/** A hit as a reader has it who knows the logical types: instants, as Java writes them. */
function withInstants(hit: Hit): unknown {
  return JSON.parse(JSON.stringify(hit), (name, value: unknown) =>
    INSTANTS.has(name) && typeof value === 'number' ? new Date(value).toISOString().replace('.000Z', 'Z') : value,
  );
}
