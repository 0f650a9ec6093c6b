import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Lease } from './back-pressure.ts';
import { BODY_MAX_BYTES, DRAIN_MAX_BYTES, OVERSIZED_KEPT_BYTES } from './bounds.ts';
import type { RejectionCode } from './codes.ts';

export type Body =
  | { readonly kind: 'whole'; readonly bytes: Uint8Array }
  | {
      readonly kind: 'unusable';
      readonly code: RejectionCode;
      readonly detail: string;
      readonly bytes: Uint8Array;
      /** Length of the whole body as far as it is known. */
      readonly byteLength: number;
    }
  | { readonly kind: 'overloaded' };

const inflate = promisify(gunzip);

/** Reads and inflates a body within its bounds, taking its bytes from the lease as they come. Never rejects. */
export async function readBody(stream: Readable, headers: IncomingHttpHeaders, lease: Lease): Promise<Body> {
  const declared = Number(headers['content-length'] ?? 0);
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    // Leaving the loop must not destroy the stream: its socket still carries the answer.
    const chunksOfStream: AsyncIterable<Uint8Array> = stream.iterator({ destroyOnReturn: false });
    for await (const chunk of chunksOfStream) {
      length += chunk.length;
      if (length > DRAIN_MAX_BYTES) break;
      if (length > BODY_MAX_BYTES) continue;
      if (!lease.takeBytes(chunk.length)) return { kind: 'overloaded' };
      chunks.push(chunk);
    }
  } catch {
    const bytes = Buffer.concat(chunks);
    const byteLength = Math.max(declared, length);
    return {
      kind: 'unusable',
      code: 'body-truncated',
      detail: 'The connection ended before the body did.',
      bytes,
      byteLength,
    };
  }
  const bytes = Buffer.concat(chunks);
  if (length > BODY_MAX_BYTES) return tooLarge(bytes, Math.max(declared, length));
  return decode(bytes, headers['content-encoding'], lease);
}

async function decode(bytes: Uint8Array, encoding: string | undefined, lease: Lease): Promise<Body> {
  switch (encoding?.trim().toLowerCase() ?? 'identity') {
    case 'identity':
    case '':
      return { kind: 'whole', bytes };
    case 'gzip':
    case 'x-gzip':
      return inflated(bytes, lease);
    default: {
      const detail = 'Send the body as it is, or compressed by gzip.';
      return { kind: 'unusable', code: 'encoding-unsupported', detail, bytes, byteLength: bytes.length };
    }
  }
}

/** True for bytes that begin as gzip does: how a replay knows a body that could not be inflated. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

export async function inflated(bytes: Uint8Array, lease: Lease): Promise<Body> {
  // Gzip reaches 1 : 1032, so a few kilobytes could claim the whole bound: room for the result is taken before inflating.
  const room = Math.min(BODY_MAX_BYTES, bytes.length * 1032);
  if (!lease.takeBytes(room)) return { kind: 'overloaded' };
  try {
    const whole = await inflate(bytes, { maxOutputLength: BODY_MAX_BYTES });
    lease.returnBytes(room - whole.length);
    return { kind: 'whole', bytes: whole };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ERR_BUFFER_TOO_LARGE') return tooLarge(bytes, bytes.length);
    const cut = code === 'Z_BUF_ERROR';
    return {
      kind: 'unusable',
      code: cut ? 'body-truncated' : 'encoding-invalid',
      detail: cut ? 'The gzip stream ends before its end.' : 'The body is no gzip stream.',
      bytes,
      byteLength: bytes.length,
    };
  }
}

function tooLarge(bytes: Uint8Array, byteLength: number): Body {
  return {
    kind: 'unusable',
    code: 'body-too-large',
    detail: `The body is over ${BODY_MAX_BYTES} bytes.`,
    bytes: bytes.subarray(0, OVERSIZED_KEPT_BYTES),
    byteLength,
  };
}
