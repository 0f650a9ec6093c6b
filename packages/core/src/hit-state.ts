import type { Hit } from './events.ts';
import type { Level } from './words.ts';
import { higherLevel } from './levels.ts';

/** What tells the records of one hit apart. */
export type HitRecordOrder = Pick<Hit, 'state' | 'entryRevision' | 'stateVersion'>;

/**
 * Which of two records of one hit counts, whatever their order in the log: negative when `a` does, 0 when they say the
 * same. A later revision of the entry overrides an earlier one; under one revision the higher `stateVersion` does.
 *
 *     record                        entryRevision  stateVersion  state
 *     a fact raised it              1              0             RAISED
 *     its entry was withdrawn       2              1             RETRACTED
 *     the entry was listed again    3              0             RAISED, in force
 *     its partner was withdrawn     3              1             RETRACTED
 *     the partner was listed again  3              2             RAISED, in force
 *
 * Versions are even when raised and odd when taken back, so records of one version have one state; should they not, as
 * from a writer that is wrong, RAISED counts: rather show a hit too many.
 */
export function compareHitRecords(a: HitRecordOrder, b: HitRecordOrder): number {
  return (
    b.entryRevision - a.entryRevision ||
    b.stateVersion - a.stateVersion ||
    Number(a.state === 'RETRACTED') - Number(b.state === 'RETRACTED')
  );
}

/** The version under which a hit is taken back, or put in force again, after a record of the same revision of its entry. */
export function nextStateVersion(state: 'RAISED' | 'RETRACTED', before: number): number {
  const next = before + 1;
  return (next % 2 === 1) === (state === 'RETRACTED') ? next : next + 1;
}

/**
 * What tells records apart that say different things of one hit: the id alone for what was raised (a hit found twice is
 * one hit), and with revision and version when it is taken back or put in force again.
 */
export function hitRecordId({
  hitId,
  state,
  entryRevision,
  stateVersion,
}: Pick<Hit, 'hitId'> & HitRecordOrder): string {
  if (state === 'RETRACTED') return `${hitId}/retracted/${entryRevision}.${stateVersion}`;
  return stateVersion === 0 ? hitId : `${hitId}/raised/${entryRevision}.${stateVersion}`;
}

/** How high a hit stands: as its entry says, or as the rule that found it says when that is higher. */
export function hitLevel({ priority, severity }: Pick<Hit, 'priority' | 'severity'>): Level {
  return higherLevel(priority, severity);
}
