import { writeHeader } from '@landfall/codec';
import avro from 'avsc';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ONE_OF_EACH } from '../support/one-of-each.ts';
import { hitsOn, openHitsTopic, realBrokers, startBrokersOf } from './hits-topic.ts';
import type { Brokers, HitsTopic, Told } from './hits-topic.ts';

const sources = realBrokers();
const ids = (told: Told): readonly string[] => told.hits.map(({ hitId }) => hitId);

describe.skipIf(sources === null)('a client of hits', () => {
  let brokers: Brokers;
  let topic: HitsTopic;
  beforeAll(async () => {
    brokers = await startBrokersOf(sources);
  });
  afterAll(async () => {
    await brokers.kafka.stop();
    await brokers.registry.stop();
  });
  beforeEach(async () => {
    topic = await openHitsTopic(brokers);
  });
  afterEach(() => topic.close());

  it('gets every field as it was written, with its place and the headers of CloudEvents', async () => {
    const [position] = await topic.write(ONE_OF_EACH.hits);
    let place: unknown;
    const { client, told } = await topic.consume({ onHit: (_hit, at) => void (place = at) });
    await client.caughtUp;
    expect(told.hits.map((hit) => JSON.parse(JSON.stringify(hit)))).toEqual([ONE_OF_EACH.hits]);
    expect(place).toMatchObject({
      ...position,
      key: 'AB12CDE',
      headers: { ce_id: 'hit-1', ce_type: 'landfall.hit.v1' },
    });
  });

  it('gets a hit that was written twice once', async () => {
    await topic.write(...hitsOn('A', 'a1', 'a1', 'a2'), ...hitsOn('B', 'b1'));
    const { client, told } = await topic.consume();
    await client.caughtUp;
    await topic.write(...hitsOn('A', 'a1', 'a3'));
    await told.until(4);
    expect(ids(told).toSorted()).toEqual(['a1', 'a2', 'a3', 'b1']);
  });

  it('is told once that a hit is taken back, and once that it is in force again', async () => {
    const raised = { ...ONE_OF_EACH.hits, hitId: 'a1' };
    const back = {
      ...raised,
      state: 'RETRACTED',
      stateReason: 'entry withdrawn',
      entryRevision: 2,
      stateVersion: 1,
    } as const;
    const again = { ...raised, entryRevision: 3 };
    await topic.write(raised, raised, back, raised, back, again, again);
    const { client, told } = await topic.consume();
    await client.caughtUp;
    expect(told.hits.map(({ state, stateReason }) => [state, stateReason])).toEqual([
      ['RAISED', ''],
      ['RETRACTED', 'entry withdrawn'],
      ['RAISED', ''],
    ]);
  });

  it('gets a hit again when it has forgotten it, within its bound of memory', async () => {
    await topic.write(...hitsOn('A', 'a1', 'a2', 'a1'));
    const { client, told } = await topic.consume({ rememberedMax: 1 });
    await client.caughtUp;
    expect(ids(told)).toEqual(['a1', 'a2', 'a1']);
  });

  it('goes on after a restart with what was not handled, and with nothing else', async () => {
    await topic.write(...hitsOn('A', 'a1', 'a2', 'a3'));
    const failed = Promise.withResolvers<void>();
    const before = await topic.consume({
      batchMax: 1,
      onHit({ hitId }) {
        if (hitId !== 'a3') return;
        failed.resolve();
        throw new Error('the computer-aided dispatch is away');
      },
    });
    await failed.promise;
    await before.client.close();
    const after = await topic.consume();
    await after.client.caughtUp;
    expect([ids(before.told), ids(after.told)]).toEqual([['a1', 'a2'], ['a3']]);
  });

  it('gets a hit again until it is handled, and what is behind it later', async () => {
    await topic.write(...hitsOn('A', 'a1', 'a2'));
    let tries = 0;
    const { client, told } = await topic.consume({
      onHit({ hitId }) {
        tries += 1;
        if (hitId === 'a1' && tries < 3) throw new Error(`try ${tries}`);
      },
    });
    await client.caughtUp;
    expect(ids(told)).toEqual(['a1', 'a2']);
    expect(tries).toBe(4);
    expect(told.problems).toEqual([
      { kind: 'handler', error: new Error('try 1'), retryMs: 100 },
      { kind: 'handler', error: new Error('try 2'), retryMs: 200 },
    ]);
  });

  it('is told of records that are no hits, and goes on with the next', async () => {
    const [hit] = hitsOn('A', 'a1');
    const whole = topic.codec.encode('hits', hit!);
    const ofNoSchema = Buffer.from([0, 0x7f, 0xff, 0xff, 0xff, 1]);
    const ofAnother = Buffer.alloc(6);
    writeHeader(ofAnother, await topic.registry.register('another', '{"type":"record","name":"Another","fields":[]}'));
    const values = [Buffer.from('{}'), ofNoSchema, ofAnother, whole.subarray(0, 40), whole];
    for (const value of values) await topic.writeRaw(value);
    const { client, told } = await topic.consume();
    await client.caughtUp;
    expect(ids(told)).toEqual(['a1']);
    expect(told.unreadable.map(({ code, offset }) => [code, offset])).toEqual([
      ['header-invalid', 0],
      ['schema-not-loaded', 1],
      ['schema-mismatch', 2],
      ['value-invalid', 3],
    ]);
    expect(Buffer.from(told.unreadable[0]!.value).toString()).toBe('{}');
    await client.close();
    const again = await topic.consume();
    await again.client.caughtUp;
    expect(again.told.unreadable).toEqual([]);
  });

  it('reads what a newer version writes: fields left out, symbols as their default', async () => {
    const [{ schemaJson } = { schemaJson: '' }] = await topic.registry.versions('hits-value');
    const newer = JSON.parse(schemaJson.replace('"ORGANISED_SHOPLIFTING"', '"ORGANISED_SHOPLIFTING","RURAL_CRIME"'));
    newer.fields.push({ name: 'unit', type: 'string', doc: 'Unit that is nearest.', default: '' });
    const id = await topic.registry.register('hits-value', JSON.stringify(newer));
    const event = { ...ONE_OF_EACH.hits, theme: 'RURAL_CRIME', unit: 'M21' };
    const bytes = Buffer.concat([Buffer.alloc(5), avro.Type.forSchema(newer, { wrapUnions: 'never' }).toBuffer(event)]);
    writeHeader(bytes, id);
    await topic.writeRaw(bytes);
    const { client, told } = await topic.consume();
    await client.caughtUp;
    const [hit] = told.hits;
    expect(JSON.parse(JSON.stringify(hit))).toEqual({ ...ONE_OF_EACH.hits, theme: 'UNASSIGNED' });
  });

  it('registers nothing', async () => {
    await topic.write(...hitsOn('A', 'a1'));
    const { client } = await topic.consume();
    await client.caughtUp;
    const subjects = (await (await fetch(`${brokers.registry.url}/subjects`)).json()) as readonly string[];
    expect(subjects).not.toContain('hits-value');
    expect(await topic.registry.versions('hits-value')).toHaveLength(1);
  });

  it('ends once, as often as it is closed', async () => {
    const { client } = await topic.consume();
    await client.caughtUp;
    await Promise.all([client.close(), client.close()]);
    await client.close();
    await expect(client.caughtUp).resolves.toBeUndefined();
  });
});
