import type { Camera } from './cameras.ts';
import type { Plate } from './plates.ts';
import type { Sailing } from './timetable.ts';
import type { Way } from './ways.ts';

/** One drive of one vehicle. */
export interface Trip {
  readonly plate: Plate;
  readonly way: Way;
  /** When it sets out, epoch milliseconds. */
  readonly startMs: number;
  /** Its speed as a ratio to the roads' usual one, 0.3 to 1.2. */
  readonly pace: number;
  readonly vehicle: 'car' | 'van' | 'lorry';
  /** Key of the planted story, or null for background traffic. */
  readonly story: string | null;
  /** Every camera of the way reads it, and reads it rightly. */
  readonly sure: boolean;
}

/** One capture of one camera. Sent once or more often, early or late, it stays one fact. */
export interface ReadFact {
  readonly camera: Camera;
  /** By the camera's clock, whole milliseconds; whole seconds where the camera's format has no more. */
  readonly capturedMs: number;
  readonly rawPlate: string;
  /** Normalised; '' when the camera says that it could not read the plate. */
  readonly mark: string;
  /** The mark that the vehicle bears. */
  readonly trueMark: string;
  /** Other readings that the camera offers. */
  readonly candidate: string | null;
  readonly country: string;
  readonly confidence: number;
  readonly lane: number;
  readonly story: string | null;
}

/** One report of a movement. */
export interface MovementFact {
  readonly gmrId: string;
  readonly kind: 'CHECKED_IN' | 'CONTROLLED_ARRIVAL' | 'CONTROLLED_DEPARTURE';
  readonly sailing: Sailing;
  /** When the port system last changed it, epoch milliseconds. */
  readonly updatedMs: number;
  readonly vehicle: string | null;
  readonly trailers: readonly string[];
  readonly containers: readonly string[];
  readonly story: string | null;
}

interface Due {
  /** When it reaches the ingest, epoch milliseconds. */
  readonly dueMs: number;
  /** Order of making, which decides between deliveries of one millisecond. */
  readonly serial: number;
}

export interface ReadDelivery extends Due {
  readonly kind: 'read';
  readonly read: ReadFact;
  /** It was sent before. */
  readonly resend: boolean;
}

interface MovementDelivery extends Due {
  readonly kind: 'movement';
  readonly movement: MovementFact;
}

/** Something on its way to the ingest. */
export type Delivery = ReadDelivery | MovementDelivery;
