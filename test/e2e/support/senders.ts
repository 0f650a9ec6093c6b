import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Role } from '@landfall/runtime';
import type { Landfall } from './landfall.ts';

const SAMPLE = readFileSync(
  path.resolve(import.meta.dirname, '../../fixtures/samples/hikvision-isapi-anpr.xml'),
  'utf8',
);
const DAY_MS = 86_400_000;

export interface Capture {
  readonly plate: string;
  readonly cameraId: string;
  /** Now unless said. */
  readonly capturedAt?: number;
  readonly latitudeDeg?: number;
  readonly longitudeDeg?: number;
}

export interface SentEntry {
  readonly plate: string;
  readonly priority?: 'LOW' | 'MEDIUM' | 'HIGH';
  readonly [field: string]: unknown;
}

/** People and machines who talk to the services over HTTP, each with a key of its role. Whatever is refused throws. */
export function sendersTo(landfall: Pick<Landfall, 'originOf' | 'key'>) {
  const ask = async (
    role: Role,
    request: { method: string; url: string; type?: string; body?: BodyInit; nth?: number },
  ) => {
    const { method, url, type = 'application/json', body, nth = 0 } = request;
    const response = await fetch(new URL(url, landfall.originOf(url)), {
      method,
      headers: {
        authorization: `Bearer ${landfall.key(role, nth)}`,
        ...(body === undefined ? {} : { 'content-type': type }),
      },
      ...(body === undefined ? {} : { body }),
      signal: AbortSignal.timeout(10_000),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    return isJson ? (JSON.parse(text) as Record<string, unknown>) : {};
  };
  return {
    ask,
    /** Reads in the project's own JSON, as one batch. */
    reads: (...captures: readonly Capture[]) =>
      ask('source', { method: 'POST', url: '/v1/reads', body: JSON.stringify(captures.map(readBody)) }),
    /** A message as a real Hikvision camera pushes it: a document beside two pictures. */
    hikvision: (capture: Capture) => {
      const form = hikvisionPush(capture);
      return ask('source', { method: 'POST', url: '/v1/sources/hikvision', type: form.type, body: form.body });
    },
    /** An entry by the first analyst; the second one approves it where that is asked for. Resolves with its id. */
    async entry(sent: SentEntry): Promise<string> {
      const made = await ask('analyst', {
        method: 'POST',
        url: '/v1/watchlist/entries',
        body: JSON.stringify(entryBody(sent)),
      });
      const entryId = String(made['entryId']);
      if (made['state'] !== 'AWAITING_APPROVAL') return entryId;
      const body = JSON.stringify({ revision: made['revision'] });
      await ask('analyst', { method: 'POST', url: `/v1/watchlist/entries/${entryId}/approve`, body, nth: 1 });
      return entryId;
    },
  };
}

export type Senders = ReturnType<typeof sendersTo>;

function readBody({ plate, cameraId, capturedAt = Date.now(), latitudeDeg, longitudeDeg }: Capture) {
  const position = latitudeDeg === undefined || longitudeDeg === undefined ? null : { latitudeDeg, longitudeDeg };
  return { plate, cameraId, capturedAt: new Date(capturedAt).toISOString(), confidence: 0.96, position };
}

function entryBody({ plate, priority = 'MEDIUM', ...fields }: SentEntry) {
  return {
    list: 'kent-voi',
    identifiers: [{ kind: 'VRM', raw: plate }],
    theme: 'MODERN_SLAVERY_AND_TRAFFICKING',
    priority,
    risk: priority,
    action: `${priority} - look at the load`,
    reason: `Test of ${plate}`,
    handlingCode: 'B22',
    ownerForce: 'Kent Police',
    contact: 'Serious Crime Directorate',
    weedDate: new Date(Date.now() + 30 * DAY_MS).toISOString().slice(0, 10),
    ...fields,
  };
}

/** The sample of a real camera with another plate, place and time; everything else as the camera wrote it. */
function hikvisionPush(capture: Capture): { readonly type: string; readonly body: Uint8Array<ArrayBuffer> } {
  const { plate, cameraId, capturedAt = Date.now(), latitudeDeg = 51.1, longitudeDeg = 1.1 } = capture;
  const local = new Date(capturedAt + 8 * 3_600_000).toISOString();
  const xml = [
    [/PECT600/g, plate],
    [/d4:e8:53:bc:4c:02/, cameraId],
    [/2024-01-19T11:17:19\+08:00/, `${local.slice(0, 19)}+08:00`],
    [/20240119111719654/g, local.replaceAll(/\D/g, '').slice(0, 17)],
    [/<UUID>\w+/, `<UUID>${plate}${capturedAt}`],
    [/<Longitude>.*<\/Longitude>/s, degrees('Longitude', longitudeDeg)],
    [/<Latitude>.*<\/Latitude>/s, degrees('Latitude', latitudeDeg)],
  ].reduce((text, [pattern, words]) => text.replace(pattern as RegExp, words as string), SAMPLE);
  const parts = [
    '--MIME_boundary\r\nContent-Disposition: form-data; name="anpr.xml"; filename="anpr.xml"\r\n',
    `Content-Type: text/xml\r\n\r\n${xml}`,
    ...picture('licensePlatePicture'),
    ...picture('detectionPicture'),
    '\r\n--MIME_boundary--\r\n',
  ];
  const body = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
  return { type: 'multipart/form-data; boundary=MIME_boundary', body: new Uint8Array(body) };
}

function degrees(name: string, valueDeg: number): string {
  const whole = Math.floor(valueDeg);
  return `<${name}><degree>${whole}</degree><minute>${((valueDeg - whole) * 60).toFixed(4)}</minute><sec>0.0</sec></${name}>`;
}

function picture(name: string): readonly (string | Buffer)[] {
  return [
    `\r\n--MIME_boundary\r\nContent-Disposition: form-data; name="${name}"; filename="${name}.jpg"\r\n`,
    'Content-Type: image/jpeg\r\n\r\n',
    Buffer.alloc(60_000, 0xd8),
  ];
}
