import { plateOf } from '../plates.ts';
import type { PlannedEntry, PlannedOcg, StoryContext, StoryMaker } from './story.ts';
import { entryBody } from './story.ts';

const RUNNER = plateOf('LC95 WNT', 'GB');
const SECOND = plateOf('LF96 RPA', 'GB');
const OCG = 'OCG-MPS-204';

/**
 * A gang from London runs a line into Kent towns: one car comes in three times a day by A2 and M2 and goes back soon after, a second one
 * comes as often by the A21, to Tonbridge and Maidstone. The runner is still on its way home from last night when the day begins.
 */
export const countyLine: StoryMaker = (context) => {
  const { at } = context;
  const runner = { plate: RUNNER, vehicle: 'car', pace: 1.02 } as const;
  const second = { plate: SECOND, vehicle: 'car', pace: 1 } as const;
  return {
    key: 'county-line',
    caption:
      'A London gang drives into Medway and Thanet three times, and into Tonbridge and Maidstone as often, and each time soon back.',
    ocgs: [group(context)],
    entries: entries(context),
    trips: [
      { ...runner, startMs: at('00:02'), via: ['M2 J3', 'A2 Blackheath'] },
      { ...runner, startMs: at('09:05'), via: ['A2 Blackheath', 'A2 Chatham'] },
      { ...runner, startMs: at('10:20'), via: ['A2 Chatham', 'A2 Blackheath'] },
      { ...runner, startMs: at('14:10'), via: ['A2 Blackheath', 'A28 Margate'] },
      { ...runner, startMs: at('16:15'), via: ['A28 Margate', 'A2 Blackheath'] },
      { ...runner, startMs: at('20:40'), via: ['A2 Blackheath', 'A2 Rainham'] },
      { ...runner, startMs: at('21:50'), via: ['A2 Rainham', 'A2 Blackheath'] },
      { ...second, startMs: at('06:40'), via: ['A21 Bromley', 'A26 Tonbridge'] },
      { ...second, startMs: at('07:50'), via: ['A26 Tonbridge', 'A21 Bromley'] },
      { ...second, startMs: at('12:30'), via: ['A21 Bromley', 'A229 Maidstone'] },
      { ...second, startMs: at('14:00'), via: ['A229 Maidstone', 'A21 Bromley'] },
      { ...second, startMs: at('19:00'), via: ['A21 Bromley', 'A229 Maidstone'] },
      { ...second, startMs: at('20:15'), via: ['A229 Maidstone', 'A21 Bromley'] },
    ],
    movements: [],
  };
};

function group({ at }: StoryContext): PlannedOcg {
  return {
    dueMs: at('00:00'),
    ocgId: OCG,
    name: 'Riverside line (simulated)',
    ownerForce: 'Metropolitan Police Service',
    harmScore: 61,
    leadResponsibleOfficer: 'DCI Okafor',
    strands: ['PURSUE', 'PREVENT'],
  };
}

function entries({ at, iso, date }: StoryContext): readonly PlannedEntry[] {
  const common = {
    list: 'COUNTY-LINES',
    ocgId: OCG,
    theme: 'GANGS_AND_COUNTY_LINES',
    weedDate: date(90),
    reviewDate: date(28),
    ownerForce: 'Metropolitan Police Service',
    contact: 'County lines coordination desk',
  } as const;
  const runner = entryBody({
    ...common,
    identifiers: [{ kind: 'VRM', raw: RUNNER.text }],
    priority: 'HIGH',
    risk: 'MEDIUM',
    action: 'HIGH - STOP when two officers are present',
    reason: 'Runs a county line into Kent',
    warningMarkers: 'WEAPONS',
    sourceReference: 'SIM-COUNTY-LINE-RUNNER',
    validFrom: iso('00:00'),
    make: 'VAUXHALL',
    model: 'ASTRA',
    colour: 'BLACK',
  });
  const second = entryBody({
    ...common,
    identifiers: [{ kind: 'VRM', raw: SECOND.text }],
    priority: 'MEDIUM',
    risk: 'MEDIUM',
    action: 'MEDIUM - OBSERVE',
    reason: 'Second car of a county line',
    sourceReference: 'SIM-COUNTY-LINE-SECOND',
    validFrom: iso('08:30'),
  });
  return [
    { dueMs: at('00:00'), body: runner, approvedMs: at('00:00') },
    { dueMs: at('08:30'), body: second, approvedMs: null },
  ];
}
