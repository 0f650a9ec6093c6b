import type { FactView, PortMovement, Registration } from '@landfall/core';
import { foldedKeyHash } from '@landfall/core';
import type { LogBatch, LogRecord, WindowFact } from '@landfall/ports';
import type { Platform } from '@landfall/runtime';
import { buryPoison } from '@landfall/runtime';

/** One fact to store and judge, with the record that it comes from. */
export interface FactInHand {
  readonly kind: 'READ' | 'MOVEMENT';
  readonly view: FactView;
  readonly record: LogRecord;
  /** The camera or port office by whose clock the fact is dated. */
  readonly sourceKey: string;
  /** Which of a movement's registrations; null for a read. */
  readonly registration: Registration | null;
}

/** A fact that has no usable mark is stored in the log and goes no further: there is nothing to match. */
export type FactReader = (batch: LogBatch) => Promise<readonly FactInHand[]>;

/** Reads what matching needs of a batch: a few fields of each read, the whole of each movement. Poison records are buried. */
export function factReader(platform: Platform): FactReader {
  const bury = (batch: LogBatch, record: LogRecord, error: unknown): Promise<void> =>
    buryPoison(platform, { batch, record, service: 'matcher', error });
  return async (batch) => {
    const loading = platform.codec.load(batch.records);
    if (loading !== undefined) await loading;
    const facts: FactInHand[] = [];
    for (const record of batch.records) {
      try {
        if (batch.topic === 'port.movements') facts.push(...movementFacts(platform, record));
        else addReadFact(platform, facts, record);
      } catch (error) {
        await bury(batch, record, error);
      }
    }
    return facts;
  };
}

function addReadFact({ codec }: Pick<Platform, 'codec'>, facts: FactInHand[], record: LogRecord): void {
  const view = codec.viewRead(record.value);
  if (view.markLength === 0) return;
  facts.push({ kind: 'READ', view, record, sourceKey: view.cameraKey, registration: null });
}

function movementFacts(platform: Platform, record: LogRecord): readonly FactInHand[] {
  const movement = platform.codec.decode('port.movements', record.value);
  return registrationsOf(movement).map(({ registration, subject }) => ({
    kind: 'MOVEMENT',
    view: { subject, mark: registration.mark, keyHash: foldedKeyHash(registration.mark), atMs: movement.occurredAt },
    record,
    sourceKey: movement.sourceId,
    registration,
  }));
}

/** Every usable registration of a movement. */
function registrationsOf(movement: PortMovement) {
  const { vehicle, trailers, containers } = movement;
  const plates = vehicle === null ? trailers : [vehicle, ...trailers];
  return [
    ...plates.map((registration) => ({ registration, subject: 'registration' as const })),
    ...containers.map((registration) => ({ registration, subject: 'container' as const })),
  ].filter(({ registration }) => registration.mark !== '');
}

export function windowFact(fact: FactInHand, batch: Pick<LogBatch, 'topic' | 'partition'>): WindowFact {
  const position = { topic: batch.topic, partition: batch.partition, offset: fact.record.offset };
  return { keyHash: fact.view.keyHash, atMs: fact.view.atMs, position };
}
