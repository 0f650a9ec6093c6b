import type { Offsets } from '@landfall/ports';
import { placeKey } from './names.ts';
import { settlable } from './settle.ts';

/** Follows how far each partition has been handed over, and says when all of them have reached their targets. */
export class CatchUp {
  readonly #targets: ReadonlyMap<string, number>;
  readonly #reached = new Map<string, number>();
  readonly #settled = settlable();
  #mine: readonly string[];

  /** The targets are ends: a partition has caught up when the offset after its last record handed over is at least that. */
  constructor(targets: Offsets) {
    this.#targets = new Map(targets.map((end) => [placeKey(end.topic, end.partition), end.offset]));
    this.#mine = [...this.#targets.keys()];
  }

  get promise(): Promise<void> {
    return this.#settled.promise;
  }

  /** Only these partitions count from now on: the others are read by somebody else. */
  assign(keys: readonly string[]): void {
    this.#mine = keys;
  }

  /** The offset of the next record to be handed over. Progress is never taken back. */
  reach(key: string, next: number): void {
    this.#reached.set(key, Math.max(next, this.#reached.get(key) ?? 0));
  }

  /** Resolves the promise if nothing is outstanding. */
  check(): void {
    if (this.#mine.every((key) => (this.#reached.get(key) ?? 0) >= (this.#targets.get(key) ?? 0))) {
      this.#settled.resolve();
    }
  }

  fail(error: unknown): void {
    this.#settled.reject(error);
  }
}
