import { plateOf } from '../plates.ts';
import type { PlannedTrip, StoryMaker } from './story.ts';
import { entryBody } from './story.ts';

const FIRST = plateOf('YK94 HRD', 'GB');
const SECOND = plateOf('OE95 ZKB', 'GB');
const OCG = 'OCG-LIBERAL-031';
const LEGS: readonly (readonly [time: string, ...via: readonly string[]])[] = [
  ['10:05', 'A21 Bromley', 'A26 Tonbridge'],
  ['11:40', 'A26 Tonbridge', 'A229 Maidstone'],
  ['13:30', 'A229 Maidstone', 'A28 Ashford'],
  ['15:45', 'A28 Ashford', 'Dartford Crossing J30'],
];
const BEHIND_MS = 50_000;

/**
 * Two artifice burglars who are known to forces elsewhere tour the county from one town of elderly residents to the next, in two
 * vehicles less than a minute apart.
 */
export const artificeBurglars: StoryMaker = ({ at, iso, date }) => {
  const trips = LEGS.flatMap(([time, ...via]): PlannedTrip[] => [
    { plate: FIRST, vehicle: 'van', startMs: at(time), via, pace: 0.95 },
    { plate: SECOND, vehicle: 'car', startMs: at(time) + BEHIND_MS, via, pace: 0.95 },
  ]);
  const entry = (raw: string, sourceReference: string, what: string) => ({
    dueMs: at('07:15'),
    approvedMs: null,
    body: entryBody({
      list: 'OPERATION-LIBERAL',
      identifiers: [{ kind: 'VRM', raw }],
      ocgId: OCG,
      theme: 'ARTIFICE_BURGLARY',
      priority: 'MEDIUM',
      risk: 'MEDIUM',
      action: 'MEDIUM - STOP AND ACCOUNT, report both vehicles',
      reason: `Artifice burglars, ${what}`,
      sourceReference,
      validFrom: iso('00:00'),
      weedDate: date(120),
      reviewDate: date(60),
      ownerForce: 'Operation Liberal',
      contact: 'Operation Liberal intelligence desk',
    }),
  });
  return {
    key: 'artifice-burglars',
    caption:
      'A pair of artifice burglars tours Tonbridge, Maidstone and Ashford in a van and a car, less than a minute apart.',
    ocgs: [
      {
        dueMs: at('07:00'),
        ocgId: OCG,
        name: 'Travelling pair (simulated)',
        ownerForce: 'Operation Liberal',
        harmScore: 44,
        leadResponsibleOfficer: 'DI Hale',
        strands: ['PURSUE', 'PREVENT'],
      },
    ],
    entries: [
      entry(FIRST.text, 'SIM-ARTIFICE-VAN', 'van of the pair'),
      entry(SECOND.text, 'SIM-ARTIFICE-CAR', 'car of the pair'),
    ],
    trips,
    movements: [],
  };
};
