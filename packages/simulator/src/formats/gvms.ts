import type { MovementFact } from '../facts.ts';
import { localMinute } from '../local-time.ts';
import { SERVICES } from '../timetable.ts';

/** The document of the port API for some movements of one kind. */
export function gvmsDocument(movements: readonly MovementFact[]): string {
  return JSON.stringify(movements.map(record));
}

export const GVMS_PATHS: Readonly<Record<MovementFact['kind'], string>> = {
  CHECKED_IN: '/v1/sources/gvms/departures',
  CONTROLLED_ARRIVAL: '/v1/sources/gvms/arrivals/controlled',
  CONTROLLED_DEPARTURE: '/v1/sources/gvms/departures/controlled',
};

/** Arrival in the local time of the arrival port: London's for inbound sailings, the other port's for outbound ones. */
function record(movement: MovementFact): object {
  const { sailing, kind } = movement;
  const zone = sailing.direction === 'UK_INBOUND' ? 'Europe/London' : sailing.service.otherTimeZone;
  const crossing = { routeId: sailing.routeId, localDateTimeOfArrival: localMinute(sailing.arrivalMs, zone) };
  const common = {
    gmrId: movement.gmrId,
    isUnaccompanied: movement.vehicle === null,
    ...(movement.vehicle === null ? {} : { vehicleRegNum: movement.vehicle }),
    ...(movement.trailers.length === 0 ? {} : { trailerRegistrationNums: movement.trailers }),
    ...(movement.containers.length === 0 ? {} : { containerReferenceNums: movement.containers }),
  };
  if (kind === 'CONTROLLED_DEPARTURE') return { ...common, checkedInCrossing: crossing };
  if (kind === 'CONTROLLED_ARRIVAL') {
    const reportToLocations = [{ inspectionTypeId: '1', locationIds: ['L0029A'] }];
    return { ...common, reportToLocations, actualCrossing: crossing };
  }
  return {
    ...common,
    updatedDateTime: new Date(movement.updatedMs).toISOString(),
    checkedInCrossing: crossing,
    readyToEmbark: true,
  };
}

const EFFECTIVE_FROM = '2020-01-01';

/** The reference data for the routes of the timetable, with the fields of the port API. Ids are the simulation's own. */
export function gvmsReference(): string {
  const portIds = new Map<string, { portId: number; name: string; country: string; zone: string }>();
  const portId = (name: string, country: string, zone: string): number => {
    const key = `${country} ${name}`;
    const port = portIds.get(key) ?? { portId: 7001 + portIds.size, name, country, zone };
    portIds.set(key, port);
    return port.portId;
  };
  const carriers = [...new Set(SERVICES.map((service) => service.carrier))];
  const routes = SERVICES.flatMap((service) => {
    const uk = portId(service.ukPort, 'GB', 'Europe/London');
    const other = portId(service.otherPort, service.otherCountry, service.otherTimeZone);
    const common = { routeEffectiveFrom: EFFECTIVE_FROM, carrierId: carriers.indexOf(service.carrier) + 1 };
    const { outbound, inbound } = service.routeIds;
    return [
      { routeId: outbound, ...common, routeDirection: 'UK_OUTBOUND', departurePortId: uk, arrivalPortId: other },
      { routeId: inbound, ...common, routeDirection: 'UK_INBOUND', departurePortId: other, arrivalPortId: uk },
    ];
  });
  const ports = [...portIds.values()].map((port) => ({
    portId: port.portId,
    portRegion: port.country === 'GB' ? 'England' : '',
    portEffectiveFrom: EFFECTIVE_FROM,
    portDescription: port.name,
    chiefPortCode: '',
    cdsPortCode: '',
    officeOfTransitCustomsOfficeCode: '',
    timezoneId: port.zone,
    portCountryCode: port.country,
  }));
  return JSON.stringify({
    routes,
    ports,
    carriers: carriers.map((carrierName, index) => ({ carrierId: index + 1, carrierName, countryCode: 'GB' })),
    ruleFailures: [],
  });
}
