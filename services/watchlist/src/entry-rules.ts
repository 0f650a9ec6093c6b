import type { Level } from '@landfall/core';
import type { By } from './amend-entry.ts';
import type { Result } from './codes.ts';
import { accept, refuse } from './codes.ts';
import { formatDate, londonDay, yearsAfter } from './dates.ts';
import type { EntryContent } from './entry-content.ts';

const WEED_YEARS_MAX = 5;
export const FORGIVEN_CHARACTERS_MAX = 2;
export const LOOK_BACK_DEFAULT_MS = 86_400_000;
export const TEXT_CHARACTERS_MAX = 4000;

const REVIEW_DAYS_HIGH = 28;
const REVIEW_DAYS = 90;

/** The review date of an entry that names none: 28 days on for HIGH, 90 for others, never after the weed date. */
export function defaultReviewDate(priority: Level, weedDate: number, today: number): number {
  return Math.min(weedDate, today + (priority === 'HIGH' ? REVIEW_DAYS_HIGH : REVIEW_DAYS));
}

/** The dates that hold for every entry, wherever it comes from. */
export function checkDates(content: EntryContent, by: By): Result<EntryContent> {
  const { weedDate, reviewDate, validFrom, validTo } = content;
  if (weedDate < by.today) return refuse('weed-date-past', `It was ${formatDate(weedDate)}.`);
  if (weedDate > yearsAfter(by.today, WEED_YEARS_MAX))
    return refuse('weed-date-too-far', `It is ${formatDate(weedDate)}.`);
  if (reviewDate !== null && reviewDate > weedDate) return refuse('review-date-invalid');
  if (londonDay(validFrom) > weedDate) return refuse('valid-from-invalid');
  if (validTo !== null && validTo <= validFrom) return refuse('valid-from-invalid');
  return accept(content);
}
