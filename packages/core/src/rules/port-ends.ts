import type { Evidence } from '../events.ts';

/*
 * One crossing is reported several times, at both of its ends: check-in and departure where it begins, arrival where it ends, control at
 * either. Rules go by the end in the United Kingdom. What is said of the other end is hours away on a long route, and a check-in there
 * may yet come to nothing.
 *
 *     kind         UK_INBOUND      UK_OUTBOUND
 *     CHECKED_IN   the other end   in the port
 *     DEPARTED     the other end   in the port
 *     CONTROLLED   in the port     in the port
 *     UNKNOWN      in the port     in the port: the source says no more than that it crossed
 *     ARRIVED      in the port     the other end
 *
 * A movement of unknown direction proves neither, and GB_TO_NI crosses no border.
 */

/** In a port of the United Kingdom, having come in. */
export function isInbound({ kind, direction, movementKind }: Evidence): boolean {
  if (kind !== 'MOVEMENT' || direction !== 'UK_INBOUND') return false;
  return movementKind !== 'CHECKED_IN' && movementKind !== 'DEPARTED';
}

/** In a port of the United Kingdom, on the way out. */
export function isOutbound({ kind, direction, movementKind }: Evidence): boolean {
  return kind === 'MOVEMENT' && direction === 'UK_OUTBOUND' && movementKind !== 'ARRIVED';
}
