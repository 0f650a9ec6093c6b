import { assertNever } from '@landfall/core';
import type { AuditEvent, OcgGroup, Rule, WatchEntry } from '@landfall/core';
import { LogError } from '@landfall/ports';
import type { NewEvent, Platform } from '@landfall/runtime';
import { publish } from '@landfall/runtime';
import type { By } from './amend-entry.ts';
import { refusal } from './codes.ts';
import type { WatchlistConfig } from './config.ts';
import { londonDay } from './dates.ts';
import type { Entries } from './entries.ts';
import { entriesProjection } from './entries.ts';
import type { Ocgs } from './ocgs.ts';
import { ocgsProjection } from './ocgs.ts';
import { problemOf } from './replies.ts';
import type { Rules } from './rules.ts';
import { rulesProjection } from './rules.ts';

/** One thing to store, with its audit event: both or neither are in the log. */
export type Change =
  | { readonly kind: 'entry'; readonly entry: WatchEntry; readonly audit: AuditEvent }
  | { readonly kind: 'ocg'; readonly group: OcgGroup; readonly audit: AuditEvent }
  | { readonly kind: 'rule'; readonly rule: Rule; readonly audit: AuditEvent };

/** What the routes, the import and the weeding share. */
export interface Watchlist {
  readonly platform: Platform;
  readonly config: WatchlistConfig;
  readonly entries: Entries;
  readonly ocgs: Ocgs;
  readonly rules: Rules;
  /** Who decides, now. */
  by(name: string): By;
  /** Runs the work after all earlier work has ended: whoever decides has seen every change before. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  /** Stores in one append, then shows the changes to whoever reads. Throws `log-unavailable` as an answer when the log does not take them. */
  store(changes: readonly Change[]): Promise<void>;
  /** Stores an audit event that belongs to no single change. */
  record(audit: AuditEvent): Promise<void>;
  /** Resolves when no work is left. */
  idle(): Promise<void>;
}

/**
 * Guarantee: a change is in the log before it is answered, and seen by every later request of this process. Work is done one at a time.
 * On crash: what was answered is in the log; of an append that was not, all, some or nothing is.
 * On retry: revisions and audit events carry their identity, so the same change again is no second one.
 * Bounds: entries in memory up to `entriesMax`; waiting work is bounded by the connections of the HTTP server.
 */
export function openWatchlist(platform: Platform, config: WatchlistConfig): Watchlist {
  const entries = entriesProjection();
  const ocgs = ocgsProjection();
  const rules = rulesProjection();
  let last: Promise<unknown> = Promise.resolve();
  return {
    platform,
    config,
    entries,
    ocgs,
    rules,
    by(name) {
      const now = platform.clock.now();
      return { name, now, today: londonDay(now) };
    },
    inTurn(work) {
      const done = last.then(work);
      last = done.catch(() => undefined);
      return done;
    },
    async store(changes) {
      await publishOrRefuse(platform, changes.flatMap(eventsOf));
      for (const change of changes) {
        if (change.kind === 'entry') entries.apply(change.entry);
        else if (change.kind === 'ocg') ocgs.apply(change.group);
        else rules.apply(change.rule);
      }
    },
    record: (audit) => publishOrRefuse(platform, [{ topic: 'audit', event: audit }]),
    async idle() {
      await last;
    },
  };
}

function eventsOf(change: Change): readonly NewEvent[] {
  return [changed(change), { topic: 'audit', event: change.audit }];
}

function changed(change: Change): NewEvent {
  switch (change.kind) {
    case 'entry':
      return { topic: 'watchlist.entries', event: change.entry };
    case 'ocg':
      return { topic: 'ocg.registry', event: change.group };
    case 'rule':
      return { topic: 'rules', event: change.rule };
    default:
      return assertNever(change);
  }
}

async function publishOrRefuse(platform: Platform, events: readonly NewEvent[]): Promise<void> {
  try {
    await publish(platform, events);
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    platform.logger.error({ err: error }, 'a change of the watchlist could not be stored');
    throw problemOf(refusal('log-unavailable', error.message));
  }
}

/** Throws `entries-full` as an answer when so many more entries would be over the bound. */
export function refuseWhenFull(watchlist: Watchlist, added: number): void {
  if (watchlist.entries.size + added > watchlist.config.entriesMax) throw problemOf(refusal('entries-full'));
}
