import { plateOf } from '../plates.ts';
import type { StoryMaker } from './story.ts';
import { entryBody } from './story.ts';

const VAN = plateOf('HN95 FRY', 'GB');

/**
 * A facilitator of illegal immigration goes to and fro: out from Dover before dawn, back at breakfast, out by the tunnel at noon and back in
 * the evening, each time with hardly a stop on the other side.
 */
export const shuttlingFacilitator: StoryMaker = ({ at, iso, date }) => ({
  key: 'shuttling-facilitator',
  caption: 'A facilitator crosses the Channel four times in a day, with hardly a stop on the other side.',
  ocgs: [],
  entries: [
    {
      dueMs: at('01:00'),
      approvedMs: null,
      body: entryBody({
        list: 'IMMIGRATION-CRIME',
        identifiers: [{ kind: 'VRM', raw: VAN.text }],
        theme: 'ORGANISED_IMMIGRATION_CRIME',
        priority: 'MEDIUM',
        risk: 'MEDIUM',
        action: 'MEDIUM - OBSERVE, tell Border Force before it embarks',
        reason: 'Van of a suspected facilitator',
        sourceReference: 'SIM-SHUTTLING-FACILITATOR',
        validFrom: iso('00:00'),
        weedDate: date(60),
        reviewDate: date(28),
        contact: 'Joint immigration crime desk',
        make: 'MERCEDES-BENZ',
        model: 'SPRINTER',
        colour: 'SILVER',
      }),
    },
  ],
  trips: [
    { plate: VAN, vehicle: 'van', startMs: at('02:20'), via: ['M20 J9', 'A20 Eastern Docks'], pace: 0.95 },
    { plate: VAN, vehicle: 'van', startMs: at('08:10'), via: ['A20 Eastern Docks', 'M20 J9'], pace: 0.95 },
    { plate: VAN, vehicle: 'van', startMs: at('11:40'), via: ['M20 J9', 'M20 J11a'], pace: 0.95 },
    { plate: VAN, vehicle: 'van', startMs: at('19:30'), via: ['M20 J11a', 'M20 J9'], pace: 0.95 },
  ],
  movements: [
    { kind: 'CHECKED_IN', routeId: '201', atMs: at('03:10'), vehicle: VAN.text, trailers: [], containers: [] },
    { kind: 'CONTROLLED_ARRIVAL', routeId: '202', atMs: at('07:00'), vehicle: VAN.text, trailers: [], containers: [] },
    { kind: 'CHECKED_IN', routeId: '203', atMs: at('12:20'), vehicle: VAN.text, trailers: [], containers: [] },
    { kind: 'CONTROLLED_ARRIVAL', routeId: '204', atMs: at('18:30'), vehicle: VAN.text, trailers: [], containers: [] },
  ],
});
