import { plateOf } from '../plates.ts';
import type { StoryMaker } from './story.ts';
import { entryBody } from './story.ts';

const CLONED = plateOf('GX97 CLN', 'GB');

/** Two vehicles bear one mark: while the owner drives on Sheppey, the clone is read in the Weald, an hour's drive away, minutes later. */
export const clonedPlate: StoryMaker = ({ at, iso, date }) => ({
  key: 'cloned-plate',
  caption:
    'One mark is read on Sheppey and in the Weald within minutes: a clone that was used in an aggravated burglary.',
  ocgs: [],
  entries: [
    {
      dueMs: at('06:45'),
      approvedMs: at('06:52'),
      body: entryBody({
        identifiers: [{ kind: 'VRM', raw: CLONED.text }],
        theme: 'HIGH_HARM_CRIME',
        priority: 'HIGH',
        risk: 'HIGH',
        action: 'HIGH - STOP, two vehicles may bear this mark: check the VIN',
        reason: 'Cloned mark used in an aggravated burglary',
        warningMarkers: 'VIOLENT',
        sourceReference: 'SIM-CLONED-PLATE',
        validFrom: iso('06:00'),
        weedDate: date(60),
        reviewDate: date(20),
        make: 'AUDI',
        model: 'A4',
        colour: 'BLUE',
      }),
    },
  ],
  trips: [
    { plate: CLONED, vehicle: 'car', startMs: at('08:00'), via: ['A249 Sheerness', 'M20 J7'], pace: 0.9 },
    { plate: CLONED, vehicle: 'car', startMs: at('08:04'), via: ['A21 Hurst Green', 'A26 Tonbridge'], pace: 1.1 },
    { plate: CLONED, vehicle: 'car', startMs: at('17:30'), via: ['M20 J7', 'A249 Sheerness'], pace: 0.9 },
    { plate: CLONED, vehicle: 'car', startMs: at('23:10'), via: ['A26 Tonbridge', 'A21 Bromley'], pace: 1.1 },
  ],
  movements: [],
});
