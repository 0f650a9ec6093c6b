import type { OffsetsByTopicPartition } from 'kafkajs';

type Send = (offsets: OffsetsByTopicPartition) => Promise<void>;

/** Commits of a consumer: what is done while a commit is under way goes into the next one. */
export class OffsetCommitter {
  readonly #done = new Map<string, Map<number, number>>();
  #running: Promise<void> | null = null;

  /** Notes the offset after the last record that is done. */
  note(place: { readonly topic: string; readonly partition: number; readonly next: number }): void {
    const partitions = this.#done.get(place.topic) ?? new Map<number, number>();
    partitions.set(place.partition, place.next);
    this.#done.set(place.topic, partitions);
  }

  /** Begins a commit of what is noted unless one is under way. Failures are left to the next flush. */
  begin(send: Send): void {
    if (this.#running === null && this.#done.size > 0) this.#start(send).catch(() => {});
  }

  /** Resolves when everything noted so far is committed; rejects with kafkajs's error. */
  async flush(send: Send): Promise<void> {
    await this.#running?.catch(() => {});
    while (this.#done.size > 0) await (this.#running ?? this.#start(send));
  }

  /** Forgets what is noted: after a rebalance somebody else may have these partitions. */
  forget(): void {
    this.#done.clear();
  }

  async #start(send: Send): Promise<void> {
    const taken = [...this.#done].map(([topic, partitions]) => [topic, new Map(partitions)] as const);
    this.#done.clear();
    const topics = taken.map(([topic, partitions]) => ({
      topic,
      partitions: [...partitions].map(([partition, next]) => ({ partition, offset: String(next) })),
    }));
    this.#running = send({ topics });
    try {
      await this.#running;
    } catch (error) {
      for (const [topic, partitions] of taken) {
        for (const [partition, next] of partitions) {
          if (this.#done.get(topic)?.has(partition) !== true) this.note({ topic, partition, next });
        }
      }
      throw error;
    } finally {
      this.#running = null;
    }
  }
}
