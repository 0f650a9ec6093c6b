import { Busboy } from '@fastify/busboy';
import { BODY_MAX_BYTES, MULTIPART_PARTS_MAX } from './bounds.ts';
import { mediaTypeOf } from './decode-text.ts';
import type { Original, Rejection, SourceMessage } from './sources/source.ts';
import { rejection } from './sources/source.ts';

export interface Documents {
  readonly documents: readonly SourceMessage[];
  readonly rejections: readonly Rejection[];
  /** Parts that are no documents: images. */
  readonly dropped: number;
}

/**
 * The documents of a message: the body itself, or those parts of a multipart body that are XML or JSON, by type or by their first
 * character; images are dropped. A body that is cut in an image still gives the document before it. Cameras omit the boundary
 * from the header at times, or the whole content type: the body's first line then tells it. Bodies that a strict reader finds nothing
 * in (parts without Content-Disposition, lines that end without a carriage return) are cut at the boundary as they are. Never rejects.
 */
export async function splitMultipart(message: SourceMessage): Promise<Documents> {
  if (!isMultipart(message)) return { documents: [message], rejections: [], dropped: 0 };
  if (message.bytes.length === 0) return refused('body-empty', 'The request has no body.', message.bytes);
  const boundary = boundaryOf(message);
  if (boundary === null) return refused('multipart-invalid', 'The boundary is not given.', message.bytes);
  const { parts: strict, problem, beyond } = await readParts(message.bytes, boundary);
  const parts = strict.some(isDocument) ? strict : partsByBoundary(message.bytes, boundary);
  const documents = parts.filter(isDocument);
  const dropped = parts.length - documents.length;
  if (documents.length > 0) {
    // A document beyond the bound must not pass unseen behind those before it.
    const detail = `The multipart body has more than ${MULTIPART_PARTS_MAX} parts.`;
    return { documents, rejections: beyond ? [rejection('multipart-invalid', detail, message.bytes)] : [], dropped };
  }
  if (problem !== null) return refused(problem, 'The multipart body cannot be taken apart.', message.bytes);
  return { ...refused('document-missing', 'No part is XML or JSON.', message.bytes), dropped };
}

function refused(code: Rejection['code'], detail: string, original: Original): Documents {
  return { documents: [], rejections: [rejection(code, detail, original)], dropped: 0 };
}

/** By its type, or by beginning as no XML and no JSON does: with a boundary and a header. */
function isMultipart({ bytes, contentType }: SourceMessage): boolean {
  if (mediaTypeOf(contentType).startsWith('multipart/')) return true;
  return /^\s*--[\w'()+,./:=?-]{1,200}\r?\ncontent-[a-z]+:/i.test(startOf(bytes));
}

function startOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 300)).toString('latin1');
}

function boundaryOf({ bytes, contentType }: SourceMessage): string | null {
  const declared = /;\s*boundary\s*=\s*(?:"([^"\r\n]{1,200})"|([^\s;,"]{1,200}))/i.exec(contentType);
  if (declared !== null) return declared[1] ?? declared[2] ?? null;
  return /^\s*--([\w'()+,./:=?-]{1,200})\r?\n/.exec(startOf(bytes))?.[1] ?? null;
}

interface Parts {
  readonly parts: readonly SourceMessage[];
  readonly problem: 'multipart-invalid' | 'body-truncated' | null;
  /** There are more parts than the bound allows; those are not among `parts`. */
  readonly beyond: boolean;
}

function readParts(bytes: Uint8Array, boundary: string): Promise<Parts> {
  const parts: SourceMessage[] = [];
  let beyond = false;
  return new Promise((resolve) => {
    const fail = (error: unknown): void => {
      const cut = error instanceof Error && /unexpected end|terminated early/i.test(error.message);
      resolve({ parts, problem: cut ? 'body-truncated' : 'multipart-invalid', beyond });
    };
    try {
      const busboy = new Busboy({
        headers: { 'content-type': `multipart/form-data; boundary="${boundary}"` },
        // As a file a part keeps its bytes: a field would be decoded with a charset that the XML inside may contradict.
        isPartAFile: () => true,
        fileHwm: BODY_MAX_BYTES,
        limits: { parts: MULTIPART_PARTS_MAX, fileSize: BODY_MAX_BYTES, headerPairs: 50, headerSize: 8192 },
      });
      busboy.on('file', (...[, file, , , contentType]) => {
        const chunks: Uint8Array[] = [];
        file.on('data', (chunk: Buffer) => chunks.push(chunk));
        file.on('end', () => parts.push({ bytes: Buffer.concat(chunks), contentType: contentType ?? '' }));
        file.on('error', fail);
      });
      busboy.on('partsLimit', () => {
        beyond = true;
      });
      busboy.on('finish', () => resolve({ parts, problem: parts.length === 0 ? 'multipart-invalid' : null, beyond }));
      busboy.on('error', fail);
      busboy.end(bytes);
    } catch (error) {
      fail(error);
    }
  });
}

/** The whole parts between boundaries, whatever headers they have and however their lines end. */
function partsByBoundary(bytes: Uint8Array, boundary: string): readonly SourceMessage[] {
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const delimiter = Buffer.from(`--${boundary}`, 'latin1');
  const parts: SourceMessage[] = [];
  let start = body.indexOf(delimiter);
  while (start !== -1 && parts.length < MULTIPART_PARTS_MAX) {
    const from = start + delimiter.length;
    start = body.indexOf(delimiter, from);
    const part = start === -1 ? null : partOf(body.subarray(from, start));
    if (part !== null) parts.push(part);
  }
  return parts;
}

const PART_HEADERS_MAX_BYTES = 8192;

/** A part as it lies between two boundaries; null when its headers have no end. */
function partOf(bytes: Buffer): SourceMessage | null {
  const head = bytes.subarray(0, PART_HEADERS_MAX_BYTES).toString('latin1');
  const end = /\r?\n\r?\n/.exec(head);
  if (end === null) return null;
  const contentType = /^content-type:[ \t]*([^\r\n]*)/im.exec(head.slice(0, end.index))?.[1] ?? '';
  return { bytes: bytes.subarray(end.index + end[0].length), contentType };
}

function isDocument({ bytes, contentType }: SourceMessage): boolean {
  if (/\b(?:xml|json)\b/i.test(contentType)) return true;
  if (mediaTypeOf(contentType).startsWith('image/')) return false;
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 64)).toString('latin1');
  return /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*[<{[]/.test(start);
}
