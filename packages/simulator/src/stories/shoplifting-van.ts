import { plateOf } from '../plates.ts';
import type { StoryMaker } from './story.ts';
import { entryBody } from './story.ts';

const VAN = plateOf('EK93 VXT', 'GB');
/** What a store detective could read of the plate. */
const SEEN = 'EK9? V*T';

/** A gang of shoplifters loads a van outside one shopping centre after the other; only a part of its plate is known. */
export const shopliftingVan: StoryMaker = ({ at, iso, date }) => ({
  key: 'shoplifting-van',
  caption:
    'A van of organised shoplifters goes from Bluewater to Ashford and Westwood; the entry holds a part of its plate.',
  ocgs: [],
  entries: [
    {
      dueMs: at('11:20'),
      approvedMs: null,
      body: entryBody({
        list: 'BUSINESS-CRIME',
        identifiers: [{ kind: 'PARTIAL_VRM', raw: SEEN }],
        theme: 'ORGANISED_SHOPLIFTING',
        priority: 'MEDIUM',
        risk: 'LOW',
        action: 'MEDIUM - STOP, check load',
        reason: 'Van that shoplifters load; partial plate from a witness',
        sourceReference: 'SIM-SHOPLIFTING-VAN',
        validFrom: iso('11:00'),
        lookBackHours: 2,
        weedDate: date(30),
        reviewDate: date(14),
        contact: 'Business Crime Advisory Group',
        make: 'FORD',
        model: 'TRANSIT',
        colour: 'WHITE',
      }),
    },
  ],
  trips: [
    { plate: VAN, vehicle: 'van', startMs: at('09:40'), via: ['Dartford Crossing J30', 'A2 Bean'], pace: 0.9 },
    { plate: VAN, vehicle: 'van', startMs: at('11:05'), via: ['A2 Bean', 'A28 Ashford'], pace: 0.9 },
    { plate: VAN, vehicle: 'van', startMs: at('13:50'), via: ['A28 Ashford', 'A256 Westwood'], pace: 0.9 },
    { plate: VAN, vehicle: 'van', startMs: at('17:10'), via: ['A256 Westwood', 'Dartford Crossing J30'], pace: 0.9 },
  ],
  movements: [],
});
