import type { Level } from './words.ts';
import { assertNever } from './assert.ts';
import type { Incident } from './incident.ts';
import { compareText } from './match.ts';

/** Points for a priority. One that was not given stands between LOW and MEDIUM: not said is not the same as low. */
const PRIORITY_POINTS: Readonly<Record<Level, number>> = { HIGH: 400, MEDIUM: 200, UNKNOWN: 150, LOW: 100 };
const RISK_POINTS: Readonly<Record<Level, number>> = { HIGH: 150, MEDIUM: 75, UNKNOWN: 50, LOW: 25 };
const HARM_POINTS_MAX = 50;
const REPEAT_POINTS = 40;
/** Repeats of a LOW count less: it asks for a note, and a parked car can be read all day. */
const REPEAT_POINTS_LOW = 15;
const REPEATS_MAX = 12;
const AGE_POINTS_MAX = 60;
const MINUTE_MS = 60_000;
/** More than all points together, so that no acknowledged incident stands above an unanswered one. */
const BAND = 10_000;

/**
 * How much an incident wants somebody now; higher is sooner, never negative, and the same for the same incident and
 * instant.
 *
 *     points  for
 *     400 / 200 / 150 / 100   priority HIGH / MEDIUM / not given / LOW
 *     150 / 75 / 50 / 25      risk HIGH / MEDIUM / not given / LOW
 *     harm / 2                the highest harm score (0 to 100) of a crime group
 *     40 each, at most 12     unanswered hits after the first (15 each when the priority is LOW)
 *     1 a minute, at most 60  since the oldest unanswered hit was received
 *
 * Sixteen hits on a MEDIUM vehicle once went unanswered while each looked minor. Here every unanswered repeat counts,
 * so that the vehicle passes a quiet HIGH of the same risk at the sixth repeat and any quiet HIGH whatever at the
 * twelfth; repeats never lift a LOW above a HIGH of the same risk and harm.
 *
 *     incident, nothing else known, just received      unanswered hits  points
 *     MEDIUM priority, MEDIUM risk                      1                275
 *     MEDIUM priority, MEDIUM risk                      6                475
 *     HIGH priority, MEDIUM risk                        1                475
 *     MEDIUM priority, MEDIUM risk                      7                515
 *     HIGH priority, HIGH risk, group of harm 100       1                600
 *     MEDIUM priority, MEDIUM risk                      16               755
 *     HIGH priority, MEDIUM risk                        16               955
 *
 * The priority is the highest of its hits in force, each as its entry or its rule says, whichever is higher: so a
 * pattern that a rule holds for grave lifts a vehicle of low priority. Hits that were taken back give no points.
 *
 * Acknowledged incidents come after all unanswered ones, and closed and wholly retracted ones last; within each the
 * points still decide.
 */
export function urgency(incident: Incident, nowMs: number): number {
  const harm = Math.max(0, Math.min(100, incident.harmMax ?? 0));
  const standing = PRIORITY_POINTS[incident.priority] + RISK_POINTS[incident.risk] + (harm * HARM_POINTS_MAX) / 100;
  switch (incident.status) {
    case 'UNANSWERED':
      return 2 * BAND + standing + repeatPoints(incident) + agePoints(incident, nowMs);
    case 'ACKNOWLEDGED':
      return BAND + standing;
    case 'CLOSED':
    case 'RETRACTED':
      return standing;
    default:
      return assertNever(incident.status);
  }
}

/** An incident beside its urgency at the instant of sorting. */
export interface RankedIncident {
  readonly incident: Incident;
  readonly urgency: number;
}

/**
 * Most urgent first; equals by the oldest unanswered hit, then the newest sighting, then the mark, so that rows never
 * swap by chance.
 */
export function compareUrgency(a: RankedIncident, b: RankedIncident): number {
  return (
    compareNumbers(b.urgency, a.urgency) ||
    compareNumbers(a.incident.unansweredSince ?? Infinity, b.incident.unansweredSince ?? Infinity) ||
    compareNumbers(b.incident.lastCapturedAt ?? -Infinity, a.incident.lastCapturedAt ?? -Infinity) ||
    compareText(a.incident.vehicleMark, b.incident.vehicleMark)
  );
}

function repeatPoints(incident: Incident): number {
  const repeats = Math.max(0, Math.min(REPEATS_MAX, incident.unansweredCount - 1));
  return repeats * (incident.priority === 'LOW' ? REPEAT_POINTS_LOW : REPEAT_POINTS);
}

function agePoints(incident: Incident, nowMs: number): number {
  const minutes = Math.floor((nowMs - (incident.unansweredSince ?? nowMs)) / MINUTE_MS);
  return Math.max(0, Math.min(AGE_POINTS_MAX, Number.isNaN(minutes) ? 0 : minutes));
}

function compareNumbers(a: number, b: number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
