import { plateOf } from '../plates.ts';
import type { PlannedEntry, PlannedOcg, StoryContext, StoryMaker } from './story.ts';
import { entryBody } from './story.ts';

const TRACTOR = plateOf('WGM 97417', 'PL');
const SCOUT = plateOf('GN96 KTV', 'GB');
const TRAILER = 'KT96 4417';
const LONE_TRAILER = 'KT97 5523';
const OCG = 'OCG-KENT-017';

/**
 * A trafficking group brings people in by lorry. Its tractor unit and trailer arrive at Dover before dawn and are picked for control, then
 * drive to London by A20 and M20; another trailer of the group comes without a driver, known by its number alone; a scout car has driven
 * down just after midnight and goes ahead of the lorry.
 */
export const traffickingAtDover: StoryMaker = (context) => {
  const { at } = context;
  const toLondon = ['A20 Eastern Docks', 'Dartford Crossing J30'];
  const control = { kind: 'CONTROLLED_ARRIVAL', containers: [] } as const;
  return {
    key: 'trafficking-at-dover',
    caption: 'A trafficking OCG lands a lorry and a lone trailer at Dover; a scout car goes ahead of them.',
    ocgs: [group(context)],
    entries: entries(context),
    trips: [
      { plate: SCOUT, vehicle: 'car', startMs: at('00:01'), via: ['M20 J9', 'A20 Eastern Docks'], pace: 1.05 },
      { plate: SCOUT, vehicle: 'car', startMs: at('05:52'), via: toLondon, pace: 0.9 },
      { plate: TRACTOR, vehicle: 'lorry', startMs: at('05:58'), via: toLondon, pace: 0.82 },
    ],
    movements: [
      { ...control, routeId: '202', atMs: at('05:00'), vehicle: TRACTOR.text, trailers: [TRAILER] },
      { ...control, routeId: '208', atMs: at('06:30'), vehicle: null, trailers: [LONE_TRAILER] },
    ],
  };
};

function group({ at }: StoryContext): PlannedOcg {
  return {
    dueMs: at('00:00'),
    ocgId: OCG,
    name: 'Harbour group (simulated)',
    ownerForce: 'Kent Police',
    harmScore: 88,
    leadResponsibleOfficer: 'Det Supt Marsh',
    strands: ['PURSUE', 'PROTECT'],
  };
}

function entries({ at, iso, date }: StoryContext): readonly PlannedEntry[] {
  const common = {
    ocgId: OCG,
    theme: 'MODERN_SLAVERY_AND_TRAFFICKING',
    warningMarkers: 'PEOPLE MAY BE CONCEALED',
    validFrom: iso('00:00'),
    weedDate: date(180),
    reviewDate: date(28),
    contact: 'Serious Crime Directorate duty officer',
  } as const;
  const tractor = entryBody({
    ...common,
    identifiers: [{ kind: 'VRM', raw: TRACTOR.text }],
    priority: 'HIGH',
    risk: 'HIGH',
    action: 'HIGH - STOP, treat as crime in action',
    reason: 'Tractor unit of a trafficking group',
    sourceReference: 'SIM-TRAFFICKING-TRACTOR',
    make: 'DAF',
    colour: 'WHITE',
  });
  const trailers = entryBody({
    ...common,
    identifiers: [TRAILER, LONE_TRAILER].map((raw) => ({ kind: 'TRAILER', raw })),
    priority: 'HIGH',
    risk: 'HIGH',
    action: 'HIGH - HOLD AT PORT, inform Border Force',
    reason: 'Trailers of a trafficking group',
    sourceReference: 'SIM-TRAFFICKING-TRAILERS',
  });
  const scout = entryBody({
    ...common,
    identifiers: [{ kind: 'VRM', raw: SCOUT.text }],
    priority: 'MEDIUM',
    risk: 'MEDIUM',
    action: 'MEDIUM - OBSERVE, do not stop before the lorry',
    reason: 'Scout car of a trafficking group',
    sourceReference: 'SIM-TRAFFICKING-SCOUT',
    make: 'VOLKSWAGEN',
    model: 'PASSAT',
    colour: 'GREY',
  });
  return [
    { dueMs: at('00:00'), body: tractor, approvedMs: at('00:00') },
    { dueMs: at('00:00'), body: trailers, approvedMs: at('00:00') },
    { dueMs: at('00:00'), body: scout, approvedMs: null },
  ];
}
