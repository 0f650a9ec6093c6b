import { describe, expect, it } from 'vitest';
import { acceptMovement } from '../accept.ts';
import { fillBatch } from '../fill-batch.ts';
import { NO_GVMS_ROUTES, parseGvmsRoutes } from '../gvms-routes.ts';
import { context, ends, message, routes, sample } from '../fixtures/test-context.ts';
import { gvmsSources } from './gvms.ts';
import type { MovementObservation } from './source.ts';

const RECEIVED_AT = Date.parse('2026-11-23T12:00:00Z');

function parse(route: string, gmrs: unknown) {
  const source = gvmsSources.find((one) => one.route === `/v1/sources/gvms/${route}`);
  const body = gmrs instanceof Buffer ? gmrs : JSON.stringify(gmrs);
  return source?.parse(message(body), context({ gvms: routes() })) ?? [];
}

function movements(route: string, gmrs: unknown): readonly MovementObservation[] {
  return parse(route, gmrs).flatMap((outcome) => (outcome.kind === 'movement' ? [outcome.movement] : []));
}

const gmr = (more: object = {}) => ({
  gmrId: 'GMRA0000028D',
  isUnaccompanied: false,
  vehicleRegNum: 'KL58 FEM',
  ...more,
});
const arrival = (routeId: string, localDateTimeOfArrival: string) => ({
  actualCrossing: { routeId, localDateTimeOfArrival },
});
const departure = (routeId: string, localDateTimeOfArrival: string) => ({
  checkedInCrossing: { routeId, localDateTimeOfArrival },
});

describe('the official examples', () => {
  it.each([
    ['arrivals/controlled', 'hmrc-gvms-get-controlled-gmrs-for-arrival.json', 4],
    ['departures/controlled', 'hmrc-gvms-get-controlled-gmrs-for-departure.json', 4],
    ['departures', 'hmrc-gvms-get-checked-in-gmrs-for-departure.json', 4],
  ])('of %s give their movements', (route, name, count) => {
    expect(movements(route, sample(name))).toHaveLength(count);
  });

  it('of reference data give routes', () => {
    const parsed = parseGvmsRoutes(JSON.parse(sample('hmrc-gvms-get-reference-data.json').toString()));
    expect(parsed.ok && parsed.routes.find('103', '2021-06-05')).toEqual({
      direction: 'UK_OUTBOUND',
      departure: null,
      arrival: { name: 'Calais', countryCode: 'FR', timeZone: 'Europe/Paris' },
      carrier: 'DFDS Seaways',
    });
    expect(parsed.ok && parsed.routes.find('102', '2020-01-03')).toBeNull();
  });
});

describe('a controlled arrival', () => {
  it('happens at the local time of the arrival port', () => {
    const [movement] = movements('arrivals/controlled', gmr(arrival('201', '2026-07-05T09:20')));
    expect(movement).toMatchObject({
      kind: 'CONTROLLED',
      direction: 'UK_INBOUND',
      occurredAt: Date.parse('2026-07-05T08:20:00Z'),
      timeBasis: 'PORT_LOCAL',
      portUnlocode: 'GBDVR',
      portName: 'Dover',
      portTimeZone: 'Europe/London',
      otherPortName: 'Calais',
      carrier: 'DFDS Seaways',
      localArrival: '2026-07-05T09:20',
      localArrivalRepeats: false,
    });
  });

  it('in the hour that repeats takes the earlier instant and says so', () => {
    const [movement] = movements('arrivals/controlled', gmr(arrival('201', '2026-10-25T01:30')));
    expect(movement).toMatchObject({ occurredAt: Date.parse('2026-10-25T00:30:00Z'), localArrivalRepeats: true });
  });

  it('in the hour that the clocks skip lands as far behind the gap', () => {
    const [movement] = movements('arrivals/controlled', gmr(arrival('201', '2026-03-29T01:30')));
    expect(movement).toMatchObject({ occurredAt: Date.parse('2026-03-29T01:30:00Z'), localArrivalRepeats: false });
  });

  it('on an unknown route is kept, without direction, at the time of receipt', () => {
    const [movement] = movements('arrivals/controlled', gmr(arrival('999', '2026-07-05T09:20')));
    expect(movement).toMatchObject({
      routeUnknown: true,
      direction: 'UNKNOWN',
      portUnlocode: null,
      timeBasis: 'RECEIVED',
      occurredAt: RECEIVED_AT,
      localArrival: '2026-07-05T09:20',
    });
  });
});

describe('a departure', () => {
  it('happens when it was last updated, and is expected at the local time of the other side', () => {
    const [movement] = movements(
      'departures',
      gmr({ ...departure('202', '2026-07-05T09:20'), updatedDateTime: '2026-07-05T05:00:00.5Z' }),
    );
    expect(movement).toMatchObject({
      kind: 'CHECKED_IN',
      direction: 'UK_OUTBOUND',
      occurredAt: Date.parse('2026-07-05T05:00:00.500Z'),
      timeBasis: 'SOURCE_UTC',
      expectedArrivalAt: Date.parse('2026-07-05T07:20:00Z'),
      portUnlocode: 'GBDVR',
      otherPortName: 'Calais',
    });
  });

  it('takes the route as it is in force on the day', () => {
    const [before, after] = movements('departures', [
      gmr(departure('202', '2025-12-31T09:20')),
      gmr(departure('202', '2026-01-01T09:20')),
    ]);
    expect([before?.carrier, after?.carrier]).toEqual(['DFDS Seaways', 'Stena Line']);
  });

  it('unaccompanied has trailers and no vehicle', () => {
    const [movement] = movements('departures', {
      gmrId: 'GMRB0001EKG2',
      isUnaccompanied: true,
      trailerRegistrationNums: ['AB29 3824', 'SJ25 9382'],
      ...departure('202', '2026-07-05T09:20'),
    });
    expect(movement).toMatchObject({ unaccompanied: true, vehicle: null, trailers: ['AB29 3824', 'SJ25 9382'] });
  });

  it('of a TRUCK keeps the word and has no mark', () => {
    const [movement] = movements(
      'departures',
      gmr({ vehicleRegNum: 'TRUCK', ...departure('202', '2026-07-05T09:20') }),
    );
    const accepted = movement === undefined ? undefined : acceptMovement(movement, context());
    expect(accepted?.ok === true && accepted.event.vehicle).toEqual({ raw: 'TRUCK', mark: '' });
  });

  it('reported with its trailers in another order is the same movement', () => {
    const [one, other] = movements('departures', [
      gmr({ trailerRegistrationNums: ['A1', 'B2'], ...departure('202', '2026-07-05T09:20') }),
      gmr({ trailerRegistrationNums: ['B2', 'A1'], ...departure('202', '2026-07-05T09:20') }),
    ]).map((movement) => acceptMovement(movement, context()));
    expect(one).toMatchObject({ ok: true });
    expect(one?.ok && one.event.movementId).toBe(other?.ok && other.event.movementId);
  });
});

it('each bad record of a document is rejected alone', () => {
  const good = gmr(departure('202', '2026-07-05T09:20'));
  const document = [good, { ...good, gmrId: 'GMR1' }, { ...good, vehicleRegNum: 'ü' }, gmr(), 7, good];
  const bad = 'gmr-invalid';
  expect(ends(parse('departures', document))).toEqual(['movement', bad, bad, bad, bad, 'movement']);
});

it('a movement in 2100 is rejected', () => {
  const [movement] = movements('arrivals/controlled', gmr(arrival('201', '2100-07-05T09:20')));
  expect(movement && acceptMovement(movement, context())).toMatchObject({ ok: false, code: 'time-in-future' });
});

describe('a report that comes again', () => {
  const source = gvmsSources[0]!;
  const report = message(JSON.stringify([gmr(arrival('201', '2026-07-05T09:20'))]));
  const idsAfter = (gvms: ReturnType<typeof routes>, known: ReadonlySet<string>) => {
    const told = context({ gvms });
    const origin = { source, sourceId: told.sourceId, receivedAt: told.receivedAt, replayOf: null };
    const filling = fillBatch({ origin, context: told, isKnown: (id) => known.has(id) });
    for (const outcome of source.parse(report, told)) filling.add(outcome, report);
    return filling.batch.ids;
  };

  it('is a resend, unless the reference data has since come to know its route', () => {
    const before = idsAfter(NO_GVMS_ROUTES, new Set());
    expect(idsAfter(NO_GVMS_ROUTES, before).size).toBe(0);
    const after = idsAfter(routes(), before);
    expect(after.size).toBe(1);
    expect(idsAfter(routes(), after).size).toBe(0);
  });
});
