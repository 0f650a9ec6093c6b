import type { Hit, IncidentAction, IncidentStatus, Level, Theme } from '@landfall/core';

/**
 * What the server and its page say to each other. Times are epoch milliseconds; absent is null.
 * `hits`, `actions` and id lists are bounded (`WIRE_BOUNDS`); the counts beside them are complete.
 */
export const WIRE_BOUNDS = {
  /** Newest hits of one incident in an update or a detail. */
  hits: 50,
  /** Newest unanswered hit ids in a summary. */
  unansweredIds: 200,
  /** Newest answers and notes in a detail. */
  actions: 100,
  /** Hit ids in one report of deliveries or one answer. */
  requestIds: 500,
  /** Characters of a note. */
  noteLength: 2000,
  /** Characters of a name. */
  nameLength: 80,
} as const;

export interface LastSeen {
  readonly at: number;
  readonly placeName: string | null;
  readonly sourceId: string;
  readonly cameraId: string | null;
  readonly portUnlocode: string | null;
}

export interface IncidentSummary {
  readonly vehicleMark: string;
  /** Grows with every change that the server saw; an update with a smaller one is stale. */
  readonly revision: number;
  readonly status: IncidentStatus;
  readonly priority: Level;
  readonly risk: Level;
  /** In the order of core's THEMES; none when every hit was taken back. */
  readonly themes: readonly Theme[];
  readonly ocgIds: readonly string[];
  /** Highest harm score of its crime groups, 0 to 100. */
  readonly harmMax: number | null;
  /** Of every entry that it hit, joined. */
  readonly warningMarkers: string;
  /** Since when a child at risk is missing, the earliest of the entries that it hit. */
  readonly missingSince: number | null;
  /** Hits in force. */
  readonly hitCount: number;
  /** Hits that were taken back. */
  readonly retractedCount: number;
  readonly unansweredCount: number;
  /** Newest first. */
  readonly unansweredIds: readonly string[];
  /** Those of them whose entry or rule makes them HIGH. */
  readonly unansweredHighIds: readonly string[];
  readonly lastCapturedAt: number;
  /** Earliest receipt of an unanswered hit. */
  readonly unansweredSince: number | null;
  readonly lastSeen: LastSeen;
  readonly answeredBy: string | null;
  readonly answeredAt: number | null;
}

export interface HitView {
  readonly hit: Hit;
  /** Fifth clock: when a screen first showed it. */
  readonly deliveredAt: number | null;
  readonly acknowledgedAt: number | null;
  readonly acknowledgedBy: string | null;
}

/** One incident as the live stream carries it: the summary is whole, the hits are those that changed. */
export interface IncidentUpdate {
  readonly summary: IncidentSummary;
  readonly hits: readonly HitView[];
}

/** Replaces everything that the page holds. Its hits are those that no screen has shown yet. */
export interface Snapshot {
  readonly now: number;
  readonly incidents: readonly IncidentUpdate[];
}

/** The incident is no longer kept: it was closed long ago or the bound was hit. */
export interface IncidentGone {
  readonly vehicleMark: string;
}

export interface IncidentDetail {
  readonly summary: IncidentSummary;
  /** Newest first. */
  readonly hits: readonly HitView[];
  /** Newest first: acknowledgements, notes and closures. */
  readonly actions: readonly IncidentAction[];
}

/** An answer of an operator. Sending it again with the same actionId changes nothing. */
export interface AnswerRequest {
  readonly actionId: string;
  readonly name: string;
  readonly note: string;
  readonly hitIds: readonly string[];
  /** Also answers unanswered hits that are older than the oldest hit named, which a bounded list could not name. */
  readonly includeOlder: boolean;
}

export type AnswerKind = 'acknowledge' | 'note' | 'close';

/** A simulated day that feeds the system. */
export interface SimulationStatus {
  /** Where the simulated day is now. */
  readonly simulatedAt: number;
  /** Simulated seconds per second; null: as fast as it goes. */
  readonly rate: number | null;
}

/** Load as alarm management asks for it. */
export interface AlarmLoad {
  /** Incidents that wait for an answer. */
  readonly unanswered: number;
  /** Hits published in the last ten minutes. */
  readonly alarms10Min: number;
  readonly screens: number;
  /** Incidents dropped because the bound was hit, since the start. */
  readonly overflowed: number;
}

export interface StatusReply {
  readonly now: number;
  readonly operator: string;
  readonly simulation: SimulationStatus | null;
  readonly load: AlarmLoad;
  /** Milliseconds from a hit's publication to this service, for the newest hit; null before the first. */
  readonly lagMs: number | null;
}

export interface PlaceFeature {
  readonly id: string;
  /** Source of a camera: ids of cameras are its own. Null: the only one of that id, or a port. */
  readonly sourceId: string | null;
  readonly name: string;
  readonly road: string | null;
  readonly latitudeDeg: number;
  readonly longitudeDeg: number;
  readonly bearingDeg: number | null;
}

/** Edges in degrees. */
export interface MapBounds {
  readonly westDeg: number;
  readonly southDeg: number;
  readonly eastDeg: number;
  readonly northDeg: number;
}

interface TownFeature {
  readonly name: string;
  readonly latitudeDeg: number;
  readonly longitudeDeg: number;
  /** 1: labelled at every scale; 2: labelled when there is room. */
  readonly rank: 1 | 2;
}

/** Everything that the map draws besides trails. Lines and polygons are lists of [longitude, latitude]. */
export interface MapReply {
  /** The rectangle to which the land is clipped: land that reaches its edge goes on beyond it. */
  readonly bounds: MapBounds;
  /** Of the outline: shown beside the map. */
  readonly licence: string;
  readonly towns: readonly TownFeature[];
  /** Polygons, each an outer ring and then holes. */
  readonly land: readonly (readonly (readonly (readonly [number, number])[])[])[];
  readonly roads: readonly { readonly name: string; readonly line: readonly (readonly [number, number])[] }[];
  readonly ports: readonly PlaceFeature[];
  readonly cameras: readonly PlaceFeature[];
}
