import type { Plate } from '../plates.ts';

type StoryTheme =
  | 'MODERN_SLAVERY_AND_TRAFFICKING'
  | 'ORGANISED_IMMIGRATION_CRIME'
  | 'GANGS_AND_COUNTY_LINES'
  | 'CHILD_SEXUAL_EXPLOITATION'
  | 'DOMESTIC_ABUSE_AND_SERIOUS_SEXUAL_OFFENCES'
  | 'HIGH_HARM_CRIME'
  | 'COUNTER_TERRORISM_AND_DOMESTIC_EXTREMISM'
  | 'ARTIFICE_BURGLARY'
  | 'ORGANISED_SHOPLIFTING';

type StoryLevel = 'LOW' | 'MEDIUM' | 'HIGH';

/** An entry as the watchlist's JSON API takes it. Times are ISO 8601 in UTC, dates `yyyy-mm-dd`. */
export interface EntryBody {
  readonly list: string;
  readonly identifiers: readonly {
    readonly kind: 'VRM' | 'PARTIAL_VRM' | 'TRAILER' | 'CONTAINER';
    readonly raw: string;
  }[];
  readonly theme: StoryTheme;
  readonly ocgId: string | null;
  readonly priority: StoryLevel;
  readonly risk: StoryLevel;
  readonly action: string;
  readonly reason: string;
  readonly warningMarkers: string;
  readonly handlingCode: string;
  readonly protectiveMarking: string;
  readonly ownerForce: string;
  readonly contact: string;
  readonly make: string | null;
  readonly model: string | null;
  readonly colour: string | null;
  readonly operationalInstructions: string | null;
  /** Also the key by which the ground truth names the entry. */
  readonly sourceReference: string;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly lookBackHours: number;
  readonly forgivenCharactersMax: number;
  /** When a child whom the vehicle may carry went missing; ISO 8601. */
  readonly missingSince: string | null;
  readonly weedDate: string;
  readonly reviewDate: string;
}

export interface PlannedEntry {
  /** When the analyst sends it, epoch milliseconds. */
  readonly dueMs: number;
  readonly body: EntryBody;
  /** When a second analyst approves it; null when it needs nobody. */
  readonly approvedMs: number | null;
}

export interface PlannedOcg {
  readonly dueMs: number;
  readonly ocgId: string;
  readonly name: string;
  readonly ownerForce: string;
  /** 0 to 100. */
  readonly harmScore: number;
  readonly leadResponsibleOfficer: string;
  readonly strands: readonly ('PURSUE' | 'PREVENT' | 'PROTECT' | 'PREPARE')[];
}

export interface PlannedTrip {
  readonly plate: Plate;
  readonly vehicle: 'car' | 'van' | 'lorry';
  readonly startMs: number;
  /** Places of the road network, at least two: driven one after the other without a stop. */
  readonly via: readonly string[];
  readonly pace: number;
}

/** A movement of the story; it goes with the sailing of that service that arrives or departs next after `atMs`. */
export interface PlannedMovement {
  readonly kind: 'CHECKED_IN' | 'CONTROLLED_ARRIVAL';
  readonly routeId: string;
  readonly atMs: number;
  readonly vehicle: string | null;
  readonly trailers: readonly string[];
  readonly containers: readonly string[];
}

export interface Story {
  readonly key: string;
  /** What happens, in a sentence or two. */
  readonly caption: string;
  readonly ocgs: readonly PlannedOcg[];
  readonly entries: readonly PlannedEntry[];
  readonly trips: readonly PlannedTrip[];
  readonly movements: readonly PlannedMovement[];
}

export interface StoryContext {
  /** The instant of a time of that day, `05:40`. */
  readonly at: (time: string) => number;
  /** ISO 8601 in UTC. */
  readonly iso: (time: string) => string;
  /** The date so many days after the day, `yyyy-mm-dd`. */
  readonly date: (daysAfter: number) => string;
}

/** One planted story; a pure function of the day. */
export type StoryMaker = (context: StoryContext) => Story;

type Said = Pick<
  EntryBody,
  | 'identifiers'
  | 'theme'
  | 'priority'
  | 'risk'
  | 'action'
  | 'reason'
  | 'sourceReference'
  | 'validFrom'
  | 'weedDate'
  | 'reviewDate'
>;

/** An entry with the usual values of what a story does not say. */
export function entryBody(said: Said & Partial<EntryBody>): EntryBody {
  return {
    list: 'KENT-INTELLIGENCE',
    ocgId: null,
    warningMarkers: '',
    handlingCode: 'B22',
    protectiveMarking: 'OFFICIAL-SENSITIVE',
    ownerForce: 'Kent Police',
    contact: 'Force Intelligence Bureau',
    make: null,
    model: null,
    colour: null,
    operationalInstructions: null,
    validTo: null,
    missingSince: null,
    lookBackHours: 24,
    forgivenCharactersMax: 1,
    ...said,
  };
}
