import type { NewEvent } from '@landfall/runtime';
import { acceptMovement, acceptRead } from './accept.ts';
import { IGNORED_FIELDS_LISTED_MAX } from './bounds.ts';
import { letterOf } from './make-letter.ts';
import type { Origin } from './make-letter.ts';
import type {
  MovementObservation,
  Original,
  Outcome,
  ReadObservation,
  Rejection,
  SourceContext,
  SourceMessage,
} from './sources/source.ts';
import { rejection } from './sources/source.ts';

export interface RejectedRecord {
  /** Which record of the message, from 0. */
  readonly index: number;
  readonly code: Rejection['code'];
  readonly detail: string;
  readonly deadLetterId: string;
}

/** What a message comes to, and the events to append for it. */
export interface Batch {
  /** Records so far. */
  index: number;
  accepted: number;
  duplicates: number;
  ignored: number;
  routesUnknown: number;
  readonly ignoredFields: Set<string>;
  readonly rejected: RejectedRecord[];
  readonly events: NewEvent[];
  /** Ids to remember once the events are durable. */
  readonly ids: Set<string>;
}

export interface Filling {
  readonly batch: Batch;
  add(outcome: Outcome, document: SourceMessage): void;
}

interface FillOptions {
  readonly origin: Origin;
  readonly context: SourceContext;
  /** True for what is durably in the log already. */
  readonly isKnown: (id: string) => boolean;
}

/** Turns outcomes into events, each id once. Writes nothing. */
export function fillBatch(options: FillOptions): Filling {
  const batch = emptyBatch();
  const addOnce = (id: string, event: NewEvent): boolean => {
    if (batch.ids.has(id) || options.isKnown(id)) return false;
    batch.ids.add(id);
    batch.events.push(event);
    return true;
  };
  const reject = (refused: Rejection, document: SourceMessage): void => {
    const letter = letterOf(refused, document.contentType, options.origin);
    const { code, detail } = refused;
    batch.rejected.push({ index: batch.index, code, detail, deadLetterId: letter.deadLetterId });
    addOnce(letter.deadLetterId, { topic: 'dead-letters', event: letter });
  };
  const take = (fact: Fact | Rejection, document: SourceMessage): void => {
    if ('kind' in fact) return reject(fact, document);
    batch.accepted += 1;
    if (!addOnce(fact.id, fact.event)) batch.duplicates += 1;
  };
  const add = (outcome: Outcome, document: SourceMessage): void => {
    if (outcome.kind === 'rejection') reject(outcome, document);
    else if (outcome.kind === 'ignored') batch.ignored += 1;
    else {
      noteIgnored(batch, outcome.ignoredFields);
      if (outcome.kind === 'movement' && outcome.movement.routeUnknown) batch.routesUnknown += 1;
      const { original } = outcome;
      const { context } = options;
      take(
        outcome.kind === 'read'
          ? readFact(outcome.read, original, context)
          : movementFact(outcome.movement, original, context),
        document,
      );
    }
    batch.index += 1;
  };
  return { batch, add };
}

interface Fact {
  readonly id: string;
  readonly event: NewEvent;
}

function readFact(observation: ReadObservation, original: Original, context: SourceContext): Fact | Rejection {
  const read = acceptRead(observation, context);
  if (!read.ok) return rejection(read.code, read.detail, original);
  return { id: read.event.readId, event: { topic: 'anpr.reads', event: read.event } };
}

/**
 * An update of a movement is no resend of it: it has the same movementId, and is appended. So is the same report when the reference data
 * tells more of it than it did before: which port, which way, and when.
 */
function movementFact(observation: MovementObservation, original: Original, context: SourceContext): Fact | Rejection {
  const movement = acceptMovement(observation, context);
  if (!movement.ok) return rejection(movement.code, movement.detail, original);
  const { movementId, updatedAt, inspectionRequired, readyToEmbark } = movement.event;
  const { direction, portUnlocode, portTimeZone, expectedArrivalAt } = movement.event;
  const told = [updatedAt, inspectionRequired, readyToEmbark, direction, portUnlocode, portTimeZone, expectedArrivalAt];
  const id = `${movementId} ${told.join(' ')}`;
  return { id, event: { topic: 'port.movements', event: movement.event } };
}

function emptyBatch(): Batch {
  return {
    index: 0,
    accepted: 0,
    duplicates: 0,
    ignored: 0,
    routesUnknown: 0,
    ignoredFields: new Set(),
    rejected: [],
    events: [],
    ids: new Set(),
  };
}

function noteIgnored(batch: Batch, names: readonly string[] | undefined): void {
  for (const name of names ?? []) {
    if (batch.ignoredFields.size < IGNORED_FIELDS_LISTED_MAX) batch.ignoredFields.add(name);
  }
}
