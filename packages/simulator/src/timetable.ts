/**
 * Crossings of the simulated day, in the manner of the operators' public timetables; not a copy of any. Ramsgate has had no ferry for
 * years and Sheerness none for cars: their rows are freight services of the simulation, so that those ports have movements.
 */
export interface Service {
  /** Route ids of the reference data, one per direction. */
  readonly routeIds: { readonly outbound: string; readonly inbound: string };
  readonly carrier: string;
  /** Names as the reference data has them; `portByName` of geography knows them with their countries. */
  readonly ukPort: string;
  readonly otherPort: string;
  readonly otherCountry: string;
  readonly otherTimeZone: string;
  /** Place in the road network where vehicles leave for the port and come from it. */
  readonly gate: string;
  /** Minutes after midnight, London time, of the first departure of the day, and minutes between departures. */
  readonly firstMinutes: number;
  readonly everyMinutes: number;
  readonly crossingMinutes: number;
  /** Road vehicles of one crossing in one direction, at scale 1. */
  readonly lorries: number;
  readonly cars: number;
  /** Trailers and containers without a driver, in one crossing. */
  readonly unaccompanied: number;
}

const CALAIS = {
  ukPort: 'Dover',
  otherPort: 'Calais',
  otherCountry: 'FR',
  otherTimeZone: 'Europe/Paris',
  gate: 'A20 Eastern Docks',
};
const TUNNEL = {
  ukPort: 'Eurotunnel',
  otherPort: 'Eurotunnel Calais',
  otherCountry: 'FR',
  otherTimeZone: 'Europe/Paris',
  gate: 'M20 J11a',
};

export const SERVICES: readonly Service[] = [
  {
    ...CALAIS,
    routeIds: { outbound: '201', inbound: '202' },
    carrier: 'P&O Ferries',
    firstMinutes: 25,
    everyMinutes: 90,
    crossingMinutes: 90,
    lorries: 43,
    cars: 62,
    unaccompanied: 3,
  },
  {
    ...CALAIS,
    routeIds: { outbound: '203', inbound: '204' },
    carrier: 'DFDS Seaways',
    firstMinutes: 55,
    everyMinutes: 100,
    crossingMinutes: 90,
    lorries: 39,
    cars: 49,
    unaccompanied: 3,
  },
  {
    ...CALAIS,
    routeIds: { outbound: '205', inbound: '206' },
    carrier: 'Irish Ferries',
    firstMinutes: 80,
    everyMinutes: 110,
    crossingMinutes: 95,
    lorries: 34,
    cars: 42,
    unaccompanied: 2,
  },
  {
    ...CALAIS,
    routeIds: { outbound: '207', inbound: '208' },
    carrier: 'DFDS Seaways',
    otherPort: 'Dunkirk',
    firstMinutes: 10,
    everyMinutes: 120,
    crossingMinutes: 120,
    lorries: 46,
    cars: 36,
    unaccompanied: 4,
  },
  {
    ...TUNNEL,
    routeIds: { outbound: '211', inbound: '212' },
    carrier: 'Eurotunnel Freight',
    firstMinutes: 4,
    everyMinutes: 12,
    crossingMinutes: 35,
    lorries: 21,
    cars: 0,
    unaccompanied: 0,
  },
  {
    ...TUNNEL,
    routeIds: { outbound: '213', inbound: '214' },
    carrier: 'Eurotunnel LeShuttle',
    firstMinutes: 14,
    everyMinutes: 24,
    crossingMinutes: 35,
    lorries: 0,
    cars: 50,
    unaccompanied: 0,
  },
  {
    ukPort: 'Ramsgate',
    otherPort: 'Ostend',
    otherCountry: 'BE',
    otherTimeZone: 'Europe/Brussels',
    gate: 'A299 Ramsgate Harbour',
    routeIds: { outbound: '221', inbound: '222' },
    carrier: 'Thanet Freight',
    firstMinutes: 330,
    everyMinutes: 720,
    crossingMinutes: 240,
    lorries: 24,
    cars: 0,
    unaccompanied: 12,
  },
  {
    ukPort: 'Sheerness',
    otherPort: 'Vlissingen',
    otherCountry: 'NL',
    otherTimeZone: 'Europe/Amsterdam',
    gate: 'A249 Sheerness',
    routeIds: { outbound: '231', inbound: '232' },
    carrier: 'Swale Freight',
    firstMinutes: 260,
    everyMinutes: 720,
    crossingMinutes: 420,
    lorries: 21,
    cars: 0,
    unaccompanied: 25,
  },
];

export interface Sailing {
  readonly service: Service;
  readonly direction: 'UK_OUTBOUND' | 'UK_INBOUND';
  readonly routeId: string;
  /** Instants, epoch milliseconds. */
  readonly departureMs: number;
  readonly arrivalMs: number;
}

const MINUTE_MS = 60_000;

/** Outbound traffic sets out for its sailing at most this long before it departs: a lead at the port and the longest drive. */
export const OUTBOUND_OPENS_BEFORE_MS = 300 * MINUTE_MS;

/**
 * Every sailing whose traffic is on the road in a period beginning at midnight: outbound ones that depart in it or within five hours
 * of its end, inbound ones that arrive in it. An inbound crossing mirrors the outbound row, shifted by half its interval.
 */
export function sailings(startMs: number, endMs: number): readonly Sailing[] {
  return SERVICES.flatMap((service) => {
    const everyMs = service.everyMinutes * MINUTE_MS;
    const crossingMs = service.crossingMinutes * MINUTE_MS;
    const { outbound, inbound } = service.routeIds;
    const list: Sailing[] = [];
    const lastMs = endMs + OUTBOUND_OPENS_BEFORE_MS;
    for (let at = startMs + service.firstMinutes * MINUTE_MS; at < lastMs; at += everyMs) {
      list.push({ service, direction: 'UK_OUTBOUND', routeId: outbound, departureMs: at, arrivalMs: at + crossingMs });
    }
    const firstArrivalMs = startMs + ((service.firstMinutes * MINUTE_MS + everyMs / 2) % everyMs);
    for (let at = firstArrivalMs; at < endMs; at += everyMs) {
      list.push({ service, direction: 'UK_INBOUND', routeId: inbound, departureMs: at - crossingMs, arrivalMs: at });
    }
    return list;
  });
}
