import { themeName } from '@landfall/core';
import type {
  ClockState,
  Hit,
  IncidentStatus,
  Level,
  MatchKind,
  MovementDirection,
  MovementKind,
  Theme,
} from '@landfall/core';

/** The themes of an incident in one phrase. */
export function themesWords(themes: readonly Theme[]): string {
  return themes.map(themeName).join('; ');
}

export const LEVEL_WORDS: Readonly<Record<Level, string>> = {
  UNKNOWN: 'Not set',
  LOW: 'Low',
  MEDIUM: 'Medium',
  HIGH: 'High',
};

export const STATUS_WORDS: Readonly<Record<IncidentStatus, string>> = {
  UNANSWERED: 'Unanswered',
  ACKNOWLEDGED: 'Acknowledged',
  CLOSED: 'Closed',
  RETRACTED: 'Taken back',
};

export const MATCH_WORDS: Readonly<Record<MatchKind, string>> = {
  UNKNOWN: 'Match of an unknown kind',
  EXACT: 'Exact match',
  CONFUSABLE: 'Match with a forgiven misread',
  WILDCARD: 'Match with a partial plate',
};

const MOVEMENT_WORDS: Readonly<Record<MovementKind, string>> = {
  UNKNOWN: 'Movement',
  CHECKED_IN: 'Checked in',
  DEPARTED: 'Departed',
  ARRIVED: 'Arrived',
  CONTROLLED: 'Controlled',
};

const DIRECTION_WORDS: Readonly<Record<MovementDirection, string>> = {
  UNKNOWN: '',
  UK_INBOUND: 'into the UK',
  UK_OUTBOUND: 'out of the UK',
  GB_TO_NI: 'to Northern Ireland',
};

export const CLOCK_WORDS: Readonly<Record<ClockState, string>> = {
  UNKNOWN: 'Clock not checked',
  PLAUSIBLE: 'Clock plausible',
  AHEAD: "Source's clock is ahead: the capture time is doubtful",
  DISAGREES: "Source's clocks disagree: the capture time is doubtful",
};

/** What a movement says: `Arrived into the UK`. */
export function movementWords(kind: MovementKind | null, direction: MovementDirection | null): string {
  const words = [MOVEMENT_WORDS[kind ?? 'UNKNOWN'], DIRECTION_WORDS[direction ?? 'UNKNOWN']];
  return words.filter((word) => word !== '').join(' ');
}

const RULE_WORDS: ReadonlyMap<string, string> = new Map([
  ['convoy', 'Convoy: travelled with another vehicle of its group'],
  ['port-then-road', 'Port, then road: came into the country and was then seen on the road'],
]);

/** What the rule found, when it is more than that a listed vehicle was there; null for that. */
export function ruleWords({ ruleKind }: Pick<Hit, 'ruleKind'>): string | null {
  if (ruleKind === 'watch-hit') return null;
  const words = ruleKind.replaceAll('-', ' ');
  return RULE_WORDS.get(ruleKind) ?? `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** That a hit was taken back, and why; null while it is in force. */
export function takenBackWords(hit: Pick<Hit, 'state' | 'stateReason' | 'entryRevision'>): string | null {
  if (hit.state !== 'RETRACTED') return null;
  const reason = hit.stateReason === '' ? 'no reason given' : hit.stateReason;
  return `Taken back: ${reason} (entry revision ${hit.entryRevision})`;
}

/** How the hit was found, when it was not simply live. */
export function foundWords(hit: Pick<Hit, 'found' | 'late'>): string | null {
  if (hit.found === 'LOOK_BACK') return 'Look-back: seen before the entry was made';
  return hit.late ? 'Late: the message came after its time had passed' : null;
}
