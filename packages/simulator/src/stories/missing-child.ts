import { plateOf } from '../plates.ts';
import type { StoryMaker } from './story.ts';
import { entryBody } from './story.ts';

const CAR = plateOf('GM98 ACH', 'GB');

/**
 * A looked-after child gets into a car in Canterbury at noon. She is reported missing in the evening; the entry is made six hours after the
 * car was read, and only looking back finds where it went. Later the car moves again.
 */
export const missingChild: StoryMaker = ({ at, iso, date }) => ({
  key: 'missing-child',
  caption:
    'A missing child was driven from Canterbury to Folkestone at noon; the entry comes six hours after the reads.',
  ocgs: [],
  entries: [
    {
      dueMs: at('18:20'),
      approvedMs: at('18:24'),
      body: entryBody({
        list: 'MISSING-PERSONS',
        identifiers: [{ kind: 'VRM', raw: CAR.text }],
        theme: 'CHILD_SEXUAL_EXPLOITATION',
        priority: 'HIGH',
        risk: 'HIGH',
        action: 'HIGH - STOP, a missing child may be in the vehicle',
        reason: 'High-risk missing child, last seen getting into this car',
        warningMarkers: 'CHILD AT RISK',
        sourceReference: 'SIM-MISSING-CHILD',
        validFrom: iso('18:15'),
        missingSince: iso('11:45'),
        lookBackHours: 24,
        weedDate: date(7),
        reviewDate: date(1),
        contact: 'Missing and Child Exploitation Team',
        make: 'TOYOTA',
        model: 'YARIS',
        colour: 'RED',
      }),
    },
  ],
  trips: [
    { plate: CAR, vehicle: 'car', startMs: at('11:48'), via: ['A2 Canterbury', 'A20 Western Docks'], pace: 0.95 },
    { plate: CAR, vehicle: 'car', startMs: at('12:30'), via: ['A20 Western Docks', 'A28 Ashford'], pace: 0.95 },
    { plate: CAR, vehicle: 'car', startMs: at('21:15'), via: ['A28 Ashford', 'M20 J1'], pace: 1 },
  ],
  movements: [],
});
