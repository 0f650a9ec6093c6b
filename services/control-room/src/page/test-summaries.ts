import type { IncidentSummary } from '../wire.ts';

/** An unanswered MEDIUM incident with one hit. */
export function testSummary(change: Partial<IncidentSummary> & Pick<IncidentSummary, 'vehicleMark'>): IncidentSummary {
  return {
    revision: 1,
    status: 'UNANSWERED',
    priority: 'MEDIUM',
    risk: 'MEDIUM',
    themes: ['GANGS_AND_COUNTY_LINES'],
    ocgIds: [],
    harmMax: null,
    warningMarkers: '',
    missingSince: null,
    hitCount: 1,
    retractedCount: 0,
    unansweredCount: 1,
    unansweredIds: [`hit-${change.vehicleMark}`],
    unansweredHighIds: change.priority === 'HIGH' ? [`hit-${change.vehicleMark}`] : [],
    lastCapturedAt: 1000,
    unansweredSince: 1400,
    lastSeen: { at: 1000, placeName: null, sourceId: 'kent', cameraId: 'm20-9', portUnlocode: null },
    answeredBy: null,
    answeredAt: null,
    ...change,
  };
}
