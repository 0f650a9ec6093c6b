/** Words that several events share: closed sets of symbols, and the small records inside events. */

export type Theme =
  | 'UNASSIGNED'
  | 'MODERN_SLAVERY_AND_TRAFFICKING'
  | 'ORGANISED_IMMIGRATION_CRIME'
  | 'GANGS_AND_COUNTY_LINES'
  | 'CHILD_SEXUAL_EXPLOITATION'
  | 'DOMESTIC_ABUSE_AND_SERIOUS_SEXUAL_OFFENCES'
  | 'HIGH_HARM_CRIME'
  | 'COUNTER_TERRORISM_AND_DOMESTIC_EXTREMISM'
  | 'ARTIFICE_BURGLARY'
  | 'ORGANISED_SHOPLIFTING';

export type Level = 'UNKNOWN' | 'LOW' | 'MEDIUM' | 'HIGH';
export type MarkGrammar =
  | 'UNKNOWN'
  | 'UK_CURRENT'
  | 'UK_PREFIX'
  | 'UK_SUFFIX'
  | 'UK_DATELESS'
  | 'UK_NORTHERN_IRELAND'
  | 'UK_Q'
  | 'FOREIGN'
  | 'REFUSED';
export type IdentifierKind = 'UNKNOWN' | 'VRM' | 'PARTIAL_VRM' | 'TRAILER' | 'CONTAINER';
export type MovementDirection = 'UNKNOWN' | 'UK_INBOUND' | 'UK_OUTBOUND' | 'GB_TO_NI';
export type MovementKind = 'UNKNOWN' | 'CHECKED_IN' | 'DEPARTED' | 'ARRIVED' | 'CONTROLLED';
export type ClockState = 'UNKNOWN' | 'PLAUSIBLE' | 'AHEAD' | 'DISAGREES';
export type ReadFormat = 'UNKNOWN' | 'LANDFALL_JSON' | 'HIKVISION_ISAPI' | 'AXIS_LPV' | 'FRIGATE_LPR';
export type MovementFormat = 'UNKNOWN' | 'LANDFALL_JSON' | 'HMRC_GVMS';

export interface Position {
  readonly latitudeDeg: number;
  readonly longitudeDeg: number;
}

export interface ClockReading {
  readonly name: string;
  readonly text: string;
  readonly at: number | null;
}

export interface Candidate {
  readonly rawPlate: string;
  readonly mark: string;
  readonly confidence: number | null;
}

export interface VehicleDescription {
  readonly make: string | null;
  readonly model: string | null;
  readonly colour: string | null;
  readonly bodyType: string | null;
}

export interface Registration {
  readonly raw: string;
  readonly mark: string;
}

export interface Identifier {
  readonly kind: IdentifierKind;
  readonly raw: string;
  readonly mark: string;
}

export interface Approval {
  readonly name: string;
  readonly at: number;
  readonly revision: number;
}

export interface ForgivenCharacter {
  readonly index: number;
  readonly read: string;
  readonly listed: string;
}

export type EntryState = 'UNKNOWN' | 'ACTIVE' | 'AWAITING_APPROVAL' | 'WITHDRAWN' | 'WEEDED';

export type MatchKind = 'UNKNOWN' | 'EXACT' | 'CONFUSABLE' | 'WILDCARD';

export type ActionKind = 'UNKNOWN' | 'DELIVERED' | 'ACKNOWLEDGED' | 'NOTED' | 'CLOSED';
