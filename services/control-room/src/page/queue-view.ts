import {
  compareUrgency,
  emptyIncident,
  urgency,
  type Incident,
  type IncidentStatus,
  type Level,
  type Theme,
} from '@landfall/core';
import type { IncidentSummary } from '../wire.ts';
import { placeOf, type Places } from './places.ts';
import { themesWords } from './words.ts';

export interface Filters {
  readonly theme: Theme | '';
  readonly priority: Level | '';
  readonly status: IncidentStatus | 'OPEN' | '';
  readonly text: string;
}

export const NO_FILTERS: Filters = { theme: '', priority: '', status: 'OPEN', text: '' };

export interface QueueView {
  /** The incidents that pass the filters, the most urgent first. */
  readonly shown: readonly IncidentSummary[];
  /** Unanswered HIGH hits of incidents that the filters keep out: the page must say so. */
  readonly hiddenHigh: readonly IncidentSummary[];
  /** All incidents, filtered or not. */
  readonly total: number;
}

export interface QueueOptions {
  readonly filters: Filters;
  readonly places: Places;
  /** Age counts towards urgency, in whole minutes. */
  readonly nowMs: number;
}

/** Orders by urgency and filters. A filter can narrow the list, but what it hides of unanswered HIGH is handed out beside it. */
export function queueView(incidents: Iterable<IncidentSummary>, options: QueueOptions): QueueView {
  const shown: IncidentSummary[] = [];
  const hiddenHigh: IncidentSummary[] = [];
  let total = 0;
  for (const summary of incidents) {
    total += 1;
    if (passes(summary, options)) shown.push(summary);
    else if (summary.unansweredHighIds.length > 0) hiddenHigh.push(summary);
  }
  return { shown: byUrgency(shown, options.nowMs), hiddenHigh, total };
}

export interface UnansweredCounts {
  /** Incidents with an unanswered hit. */
  readonly all: number;
  /** Those with an unanswered HIGH hit: the number in the title. */
  readonly high: number;
}

export function unansweredCounts(incidents: Iterable<IncidentSummary>): UnansweredCounts {
  let all = 0;
  let high = 0;
  for (const summary of incidents) {
    if (summary.unansweredCount > 0) all += 1;
    if (summary.unansweredHighIds.length > 0) high += 1;
  }
  return { all, high };
}

/** The most urgent first, as core says. */
function byUrgency(summaries: readonly IncidentSummary[], nowMs: number): readonly IncidentSummary[] {
  const ranked = summaries.map((summary) => {
    const incident = incidentOf(summary);
    return { summary, incident, urgency: urgency(incident, nowMs) };
  });
  return ranked.toSorted(compareUrgency).map(({ summary }) => summary);
}

const incidents = new WeakMap<IncidentSummary, Incident>();

/** The incident of core that a summary tells of, as far as urgency needs it. */
function incidentOf(summary: IncidentSummary): Incident {
  const held = incidents.get(summary);
  if (held !== undefined) return held;
  const { vehicleMark, status, priority, risk, harmMax, unansweredCount, unansweredSince, lastCapturedAt } = summary;
  const known = { status, priority, risk, harmMax, unansweredCount, unansweredSince, lastCapturedAt };
  const incident = { ...emptyIncident(vehicleMark), ...known };
  incidents.set(summary, incident);
  return incident;
}

function passes(summary: IncidentSummary, { filters, places }: QueueOptions): boolean {
  if (filters.theme !== '' && !summary.themes.includes(filters.theme)) return false;
  if (filters.priority !== '' && summary.priority !== filters.priority) return false;
  if (filters.status === 'OPEN' && (summary.status === 'CLOSED' || summary.status === 'RETRACTED')) return false;
  if (filters.status !== '' && filters.status !== 'OPEN' && summary.status !== filters.status) return false;
  return filters.text.trim() === '' || containsText(summary, filters.text, places);
}

function containsText(summary: IncidentSummary, text: string, places: Places): boolean {
  const haystack = [
    summary.vehicleMark,
    themesWords(summary.themes),
    ...summary.ocgIds,
    summary.warningMarkers,
    summary.answeredBy ?? '',
    placeOf(summary.lastSeen, places),
  ]
    .join(' ')
    .toLowerCase();
  const squashed = haystack.replaceAll(' ', '');
  const words = text.toLowerCase().trim().split(/\s+/u);
  return words.every((word) => haystack.includes(word)) || squashed.includes(words.join(''));
}
