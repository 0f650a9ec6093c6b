import type { MovementDirection } from '@landfall/core';
import { z } from 'zod';
import { zoneExists } from './read-time.ts';

export interface GvmsPort {
  readonly name: string;
  /** ISO 3166 alpha-2. */
  readonly countryCode: string;
  /** IANA zone; null when the document gives none that exists. */
  readonly timeZone: string | null;
}

export interface GvmsRoute {
  readonly direction: MovementDirection;
  /** Null when the document does not list the port. */
  readonly departure: GvmsPort | null;
  readonly arrival: GvmsPort | null;
  readonly carrier: string | null;
}

export interface GvmsRoutes {
  readonly size: number;
  /** The route as it is in force on a day `yyyy-mm-dd`, both ends of its validity included; null when it is not known for that day. */
  find(routeId: string, day: string): GvmsRoute | null;
}

export type ParsedRoutes =
  { readonly ok: true; readonly routes: GvmsRoutes } | { readonly ok: false; readonly detail: string };

const LIST_MAX = 20_000;
const id = z.union([z.string().min(1).max(40), z.number()]).transform(String);
const day = z.string().regex(/^\d{4}-\d\d-\d\d/);
const label = z.string().max(200);
const document = z.object({
  routes: z
    .array(
      z.object({
        routeId: id,
        routeEffectiveFrom: day.nullish(),
        routeEffectiveTo: day.nullish(),
        departurePortId: id,
        arrivalPortId: id,
        routeDirection: z.string().max(40),
        carrierId: id.nullish(),
      }),
    )
    .max(LIST_MAX),
  ports: z
    .array(
      z.object({
        portId: id,
        portEffectiveFrom: day.nullish(),
        portEffectiveTo: day.nullish(),
        portDescription: label,
        timezoneId: label.nullish(),
        portCountryCode: label.nullish(),
      }),
    )
    .max(LIST_MAX),
  carriers: z.array(z.object({ carrierId: id, carrierName: label })).max(LIST_MAX),
});
type Document = z.infer<typeof document>;

/** Reads the reference data of the GVMS port API; lists that movements do not need are left alone. */
export function parseGvmsRoutes(value: unknown): ParsedRoutes {
  const parsed = document.safeParse(value);
  if (!parsed.success) return { ok: false, detail: z.prettifyError(parsed.error).slice(0, 500) };
  return { ok: true, routes: routesOf(parsed.data) };
}

export const NO_GVMS_ROUTES: GvmsRoutes = routesOf({ routes: [], ports: [], carriers: [] });

function routesOf(data: Document): GvmsRoutes {
  const routes = Map.groupBy(data.routes, (route) => route.routeId);
  const ports = Map.groupBy(data.ports, (port) => port.portId);
  const carriers = new Map(data.carriers.map((carrier) => [carrier.carrierId, carrier.carrierName]));
  const portOn = (portId: string, on: string): GvmsPort | null => {
    const listed = ports.get(portId) ?? [];
    const port = listed.find((one) => inForce(one.portEffectiveFrom, one.portEffectiveTo, on)) ?? listed.at(-1);
    if (port === undefined) return null;
    const timeZone = port.timezoneId ?? '';
    return {
      name: port.portDescription,
      countryCode: port.portCountryCode ?? '',
      timeZone: zoneExists(timeZone) ? timeZone : null,
    };
  };
  return {
    size: routes.size,
    find(routeId, on) {
      const route = routes.get(routeId)?.find((one) => inForce(one.routeEffectiveFrom, one.routeEffectiveTo, on));
      if (route === undefined) return null;
      return {
        direction: directionOf(route.routeDirection),
        departure: portOn(route.departurePortId, on),
        arrival: portOn(route.arrivalPortId, on),
        carrier: carriers.get(route.carrierId ?? '') ?? null,
      };
    },
  };
}

/** Days compare as text. */
function inForce(from: string | null | undefined, to: string | null | undefined, on: string): boolean {
  return (from ?? '').slice(0, 10) <= on && on <= (to ?? '9999-12-31').slice(0, 10);
}

function directionOf(text: string): MovementDirection {
  return text === 'UK_INBOUND' || text === 'UK_OUTBOUND' || text === 'GB_TO_NI' ? text : 'UNKNOWN';
}
