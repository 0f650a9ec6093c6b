import type { AnprRead, ClockReading, PortMovement, ReadFormat, MovementFormat } from '@landfall/core';
import type { CameraSites } from '../camera-sites.ts';
import type { RejectionCode } from '../codes.ts';
import type { GvmsRoutes } from '../gvms-routes.ts';

/** One document to read: the body of a request, or the part of a multipart body that is no image. */
export interface SourceMessage {
  readonly bytes: Uint8Array;
  /** As declared, with parameters; '' when not declared. */
  readonly contentType: string;
}

/** What a parser may know besides the message. */
export interface SourceContext {
  readonly sourceId: string;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  readonly cameras: CameraSites;
  readonly gvms: GvmsRoutes;
  /** IANA zone taken for a camera's time that has none. */
  readonly localTimeZone: string;
}

/** The input, or the record of it, that an outcome is about: what its dead letter holds. */
export type Original = string | Uint8Array;

/** A capture as the message tells it: nothing derived, nothing looked up. */
export type ReadObservation = Omit<
  AnprRead,
  'readId' | 'mark' | 'receivedAt' | 'sourceId' | 'grammar' | 'candidates' | 'clockState'
> & {
  readonly candidates: readonly { readonly rawPlate: string; readonly confidence: number | null }[];
  readonly clocks: readonly ClockReading[];
  /** What tells this capture from any other of the same source and camera. */
  readonly identity: readonly string[];
};

/** A movement as the report and the reference data tell it. */
export type MovementObservation = Omit<
  PortMovement,
  'movementId' | 'receivedAt' | 'sourceId' | 'vehicle' | 'trailers' | 'containers'
> & {
  readonly vehicle: string | null;
  readonly trailers: readonly string[];
  readonly containers: readonly string[];
  /** What tells this movement from any other of the same source. */
  readonly identity: readonly string[];
  /** The route that the reference data does not know, if so. */
  readonly routeUnknown: boolean;
};

export interface Rejection {
  readonly kind: 'rejection';
  readonly code: RejectionCode;
  /** A sentence; never holds a plate. */
  readonly detail: string;
  readonly original: Original;
}

/** How one record of a message ends. */
export type Outcome =
  | {
      readonly kind: 'read';
      readonly read: ReadObservation;
      readonly original: Original;
      readonly ignoredFields?: readonly string[];
    }
  | {
      readonly kind: 'movement';
      readonly movement: MovementObservation;
      readonly original: Original;
      readonly ignoredFields?: readonly string[];
    }
  | Rejection
  /** A message that is meant to be no fact: a heartbeat, another kind of event. */
  | { readonly kind: 'ignored'; readonly reason: string };

/** One message format. `parse` is pure and total: whatever the bytes, it returns outcomes and does not throw. */
export interface Source {
  readonly format: Exclude<ReadFormat | MovementFormat, 'UNKNOWN'>;
  /** Path of its route. */
  readonly route: string;
  readonly parse: (message: SourceMessage, context: SourceContext) => readonly Outcome[];
}

export function rejection(code: RejectionCode, detail: string, original: Original): Rejection {
  return { kind: 'rejection', code, detail, original };
}
