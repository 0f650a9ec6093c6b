import type { EventByTopic, Hit, Topic } from '@landfall/core';
import { foldedKeyHashOfBytes } from '@landfall/core';
import type { Codec, ReadView } from '@landfall/codec';
import { HEADER_BYTES } from '@landfall/codec';
import { encodeWorkloadHit, workloadEvent } from './peer-words.ts';

/** The matcher's codec over the workload's topics; what is not the workload's goes to the inner one, whose schema ids are others. */
export function peerCodec(inner: Codec, hitIdOf: (hit: Hit) => string): Codec {
  return {
    ...inner,
    encode: (topic, event) =>
      topic === 'hits' ? encodeWorkloadHit(event as Hit, hitIdOf(event as Hit)) : inner.encode(topic, event),
    decode: <T extends Topic>(topic: T, bytes: Uint8Array) =>
      (workloadEvent(bytes) as EventByTopic[T] | null) ?? inner.decode(topic, bytes),
    viewRead: (bytes) => new WorkloadView(bytes),
    load: () => undefined,
  };
}

/** The first four fields of a read, texts only when something asks for them: what Landfall's own view does with its own schema. */
class WorkloadView implements ReadView {
  readonly subject = 'registration';
  readonly keyHash: number;
  readonly atMs: number;
  readonly markLength: number;
  readonly #bytes: Uint8Array;
  readonly #markStart: number;
  readonly #cameraStart: number;
  readonly #cameraEnd: number;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    // Every text of the workload is shorter than 64 bytes: its length is one byte.
    const mark = HEADER_BYTES + 1 + bytes[HEADER_BYTES]! / 2;
    this.markLength = bytes[mark]! / 2;
    this.#markStart = mark + 1;
    const camera = this.#markStart + this.markLength;
    this.#cameraStart = camera + 1;
    this.#cameraEnd = this.#cameraStart + bytes[camera]! / 2;
    this.keyHash = foldedKeyHashOfBytes(bytes, this.#markStart, camera);
    this.atMs = longAt(bytes, this.#cameraEnd);
  }

  get mark(): string {
    return this.#text(this.#markStart, this.#markStart + this.markLength);
  }

  get cameraKey(): string {
    return this.#text(this.#cameraStart, this.#cameraEnd);
  }

  #text(start: number, end: number): string {
    return Buffer.from(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.byteLength).toString(
      'latin1',
      start,
      end,
    );
  }
}

/** A positive zigzag variable-length number. */
function longAt(bytes: Uint8Array, start: number): number {
  let value = 0;
  let factor = 1;
  for (let at = start; ; at += 1) {
    const byte = bytes[at]!;
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return value / 2;
    factor *= 128;
  }
}
