import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { context, message, sample } from './fixtures/test-context.ts';
import { fillBatch } from './fill-batch.ts';
import { SOURCES } from './sources.ts';
import { splitMultipart } from './split-multipart.ts';
import type { Source } from './sources/source.ts';

const SEEDS = [
  'axis-lpv-camera-event.json',
  'frigate-tracked-object-update-lpr.json',
  'hikvision-isapi-anpr.xml',
  'hmrc-gvms-get-checked-in-gmrs-for-departure.json',
  'hmrc-gvms-get-controlled-gmrs-for-arrival.json',
].map(sample);
const TYPES = [
  'application/json',
  'application/x-ndjson',
  'application/xml; charset=gb2312',
  '',
  'multipart/form-data',
  'a;boundary=--',
];

/** Every record ends as exactly one of: a fact, a dead letter, an ignored message. */
function accountsForAll(source: Source, bytes: Uint8Array, contentType: string): void {
  const document = message(bytes, contentType);
  const origin = { source, sourceId: 'fuzz', receivedAt: context().receivedAt, replayOf: null };
  const filling = fillBatch({ origin, context: context(), isKnown: () => false });
  const outcomes = source.parse(document, context());
  for (const outcome of outcomes) filling.add(outcome, document);
  const { accepted, ignored, rejected, events, duplicates } = filling.batch;
  expect(accepted + ignored + rejected.length).toBe(outcomes.length);
  const letters = new Set(rejected.map((one) => one.deadLetterId));
  expect(events).toHaveLength(accepted - duplicates + letters.size);
}

const source = fc.constantFrom(...SOURCES);
const contentType = fc.constantFrom(...TYPES);

describe('every parser', () => {
  it('accounts for arbitrary bytes', () => {
    fc.assert(fc.property(source, fc.uint8Array({ maxLength: 300 }), contentType, accountsForAll), { numRuns: 500 });
  });

  it('accounts for arbitrary JSON', () => {
    const document = fc.json().map((json) => Buffer.from(json));
    fc.assert(fc.property(source, document, contentType, accountsForAll), { numRuns: 500 });
  });

  it('accounts for real messages with bytes changed, cut out and repeated', () => {
    const edit = fc.record({ at: fc.nat(4000), remove: fc.nat(40), insert: fc.uint8Array({ maxLength: 12 }) });
    const mutated = fc
      .tuple(fc.constantFrom(...SEEDS), fc.array(edit, { minLength: 1, maxLength: 6 }))
      .map(([seed, edits]) => {
        let bytes = seed;
        for (const { at, remove, insert } of edits) {
          const place = at % (bytes.length + 1);
          bytes = Buffer.concat([bytes.subarray(0, place), insert, bytes.subarray(place + remove)]);
        }
        return bytes;
      });
    fc.assert(fc.property(source, mutated, contentType, accountsForAll), { numRuns: 1000 });
  });
});

const part = (headers: string, body: Uint8Array) => [
  Buffer.from(`--cut\r\n${headers}\r\n\r\n`),
  body,
  Buffer.from('\r\n'),
];

const split = (chunks: readonly Uint8Array[], type = 'multipart/form-data; boundary=cut') =>
  splitMultipart(message(Buffer.concat(chunks), type));

describe('a multipart body', () => {
  const XML = sample('hikvision-isapi-anpr.xml');
  const xmlPart = part(
    'Content-Disposition: form-data; name="anpr.xml"; filename="anpr.xml"\r\nContent-Type: text/xml',
    XML,
  );
  const bareXmlPart = part('Content-Disposition: form-data; name="x"', XML);
  const image = part(
    'Content-Disposition: form-data; name="i"; filename="i.jpg"\r\nContent-Type: image/jpeg',
    Buffer.alloc(90_000, 0xd8),
  );
  const end = Buffer.from('--cut--\r\n');
  it('gives the document and drops the images', async () => {
    const { documents, dropped } = await split([...image, ...xmlPart, ...image, end]);
    expect(documents.map(({ bytes }) => Buffer.from(bytes).equals(XML))).toEqual([true]);
    expect(dropped).toBe(2);
  });

  it('gives a document that is not declared as one', async () => {
    expect((await split([...bareXmlPart, end])).documents).toHaveLength(1);
  });

  it('is read by its first line when the header has no boundary', async () => {
    expect((await split([...xmlPart, end], 'multipart/form-data')).documents).toHaveLength(1);
  });

  it('cut in an image still gives the document', async () => {
    const whole = Buffer.concat([...xmlPart, ...image]);
    expect((await split([whole.subarray(0, -40_000)])).documents).toHaveLength(1);
  });

  it('gives the document when its parts have no Content-Disposition, or its lines no carriage return', async () => {
    const bare = part('Content-Type: application/xml; charset="UTF-8"', XML);
    const bareImage = part('Content-Type: image/jpeg', Buffer.alloc(5000, 0xd8));
    expect((await split([...bareImage, ...bare, ...bareImage, end])).documents).toHaveLength(1);
    const unixLines = Buffer.from(
      Buffer.concat([...xmlPart, end])
        .toString('latin1')
        .replaceAll('\r', ''),
      'latin1',
    );
    expect((await split([unixLines])).documents).toHaveLength(1);
  });

  it('is known by its first lines when no content type says so', async () => {
    expect((await split([...xmlPart, ...image, end], '')).documents).toHaveLength(1);
  });

  it('with more parts than the bound is rejected beside the documents that it gives', async () => {
    const { documents, rejections } = await split([...Array.from({ length: 40 }, () => xmlPart).flat(), end]);
    expect([documents.length, ...rejections.map(({ code }) => code)]).toEqual([32, 'multipart-invalid']);
  });

  it.each([
    ['of images only', [...image, end], undefined, 'document-missing'],
    ['without a boundary anywhere', [Buffer.from('hello')], 'multipart/form-data', 'multipart-invalid'],
    ['that is empty', [], undefined, 'body-empty'],
    ['cut in its only document', [Buffer.concat(xmlPart).subarray(0, 60)], undefined, 'body-truncated'],
  ])('%s is rejected', async (...[, chunks, type, code]) => {
    const { documents, rejections } = await split(chunks, type);
    expect(documents).toEqual([]);
    expect(rejections.map((one) => one.code)).toEqual([code]);
  });

  it('of arbitrary bytes never rejects its promise', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        const { documents, rejections } = await split([...xmlPart.slice(0, 1), bytes]);
        expect(documents.length + rejections.length).toBeGreaterThan(0);
      }),
      { numRuns: 200 },
    );
  });
});
