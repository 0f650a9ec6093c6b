export type {
  AnprRead,
  AuditEvent,
  DeadLetter,
  EventByTopic,
  Evidence,
  Hit,
  IncidentAction,
  LateFact,
  OcgGroup,
  PortMovement,
  ReferenceDocument,
  Rule,
  Topic,
  WatchEntry,
} from './events.ts';
export type {
  ActionKind,
  Approval,
  Candidate,
  ClockReading,
  ClockState,
  EntryState,
  ForgivenCharacter,
  Identifier,
  IdentifierKind,
  Level,
  MarkGrammar,
  MatchKind,
  MovementDirection,
  MovementFormat,
  MovementKind,
  Position,
  ReadFormat,
  Registration,
  Theme,
  VehicleDescription,
} from './words.ts';
export { assert, AssertionFailure, assertNever } from './assert.ts';
export type { DecideContext } from './decide.ts';
export { concerned, decide } from './decide.ts';
export { eventHeaders } from './event-headers.ts';
export { eventKey } from './event-key.ts';
export {
  confusable,
  CONFUSION_CLASSES,
  foldedKeyHash,
  foldedKeyHashOfBytes,
  foldMark,
  FORGIVEN_CHARACTERS_DEFAULT,
  forgivenCharacters,
} from './fold.ts';
export { classifyMark } from './grammar.ts';
export { hash128 } from './hash128.ts';
export type { HitInput, HitRule } from './hit.ts';
export { buildHit, evidenceOfMovement, evidenceOfRead, vehicleMarkOf } from './hit.ts';
export type { HitIdentity } from './hit-id.ts';
export { hitId } from './hit-id.ts';
export type { HitRecordOrder } from './hit-state.ts';
export { compareHitRecords, hitLevel, hitRecordId, nextStateVersion } from './hit-state.ts';
export type { Incident, IncidentEvent, IncidentStatus } from './incident.ts';
export { deliveredAt, emptyIncident, evolveIncident, isAnswered, isHitInForce } from './incident.ts';
export { INCIDENT_KEPT_MAX } from './kept.ts';
export { higherLevel, levelMeaning, levelOf, levelOrdinal, LEVELS } from './levels.ts';
export type { FactView, Match, Subject } from './match.ts';
export { compareStrength, compareText, NO_MATCHES, strongestMatches } from './match.ts';
export { murmur2 } from './murmur2.ts';
export type { ParsedPattern, PatternProblem } from './pattern.ts';
export { matchesPattern, parsePattern, PATTERN_LITERALS_MIN } from './pattern.ts';
export { MARK_LENGTH_MAX, normaliseMark, RAW_PLATE_LENGTH_MAX, readPlate } from './plate.ts';
export type { CapturedAtProblem, ClockQuestion, PositionProblem } from './plausibility.ts';
export {
  CAPTURED_AHEAD_MAX_MS,
  capturedAtProblem,
  CLOCK_TOLERANCE_DEFAULT_MS,
  clockState,
  positionProblem,
} from './plausibility.ts';
export type { RuleBook } from './rules/rule-book.ts';
export { ruleBook } from './rules/rule-book.ts';
export type { ActiveRule } from './rules/rule-definition.ts';
export { parseRule, RULE_KINDS, windowName } from './rules/rule-definition.ts';
export {
  holdsFromMs,
  holdsToMs,
  indexedIdentifiers,
  WATCH_HIT_RULE,
  WATCH_HIT_RULE_ID,
  WATCH_HIT_RULE_VERSION,
  watchHits,
} from './rules/watch-hit.ts';
export type { Finding, Parsed, Sighting, WindowKind } from './rules/window-rule.ts';
export { sha256 } from './sha256.ts';
export { themeName, themeOf, THEMES } from './themes.ts';
export type { RankedIncident } from './urgency.ts';
export { compareUrgency, urgency } from './urgency.ts';
export { utf8Bytes } from './utf8.ts';
export type { IndexedIdentifier, WatchIndex } from './watch-index.ts';
export { createWatchIndex } from './watch-index.ts';
export type { Watermark, WatermarkOptions } from './watermark.ts';
export { createWatermark } from './watermark.ts';
