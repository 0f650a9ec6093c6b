import { z } from 'zod';
import type { SimulationStatus } from './wire.ts';

const DAY_MS = 86_400_000;

export interface ControlRoomLimits {
  /** Incidents in memory. Closed ones go first, then acknowledged ones, the oldest first; an unanswered one never goes. */
  readonly incidentsMax: number;
  /** How long a closed incident stays, counted from its last event. */
  readonly closedKeptMs: number;
  readonly clientsMax: number;
  /** Bytes waiting for one page before it is disconnected; it resumes. */
  readonly clientBufferBytesMax: number;
  /** Events kept for pages that resume. */
  readonly resumeEventsMax: number;
  readonly resumeBytesMax: number;
  readonly heartbeatMs: number;
  readonly sessionMs: number;
}

export const CONTROL_ROOM_LIMITS: ControlRoomLimits = {
  incidentsMax: 5000,
  closedKeptMs: 30 * DAY_MS,
  clientsMax: 200,
  clientBufferBytesMax: 4 * 1024 * 1024,
  resumeEventsMax: 5000,
  resumeBytesMax: 32 * 1024 * 1024,
  heartbeatMs: 10_000,
  sessionMs: DAY_MS / 2,
};

export interface ControlRoomOptions {
  /** Signs the session cookies, at least 32 characters. The same secret after a restart keeps operators signed in. */
  readonly cookieSecret: string;
  /** What the banner says of the world, an object like `{ simulation: { simulatedAt, rate } | null }`. Asked for each status. */
  readonly status?: () => unknown;
  readonly limits?: Partial<ControlRoomLimits>;
}

const SECRET_LENGTH_MIN = 32;

/** The limits in force. Throws RangeError for a secret that is too short: that is the operator's setting to mend. */
export function controlRoomLimits(options: ControlRoomOptions): ControlRoomLimits {
  if (options.cookieSecret.length < SECRET_LENGTH_MIN) {
    throw new RangeError(`the cookie secret needs at least ${SECRET_LENGTH_MIN} characters`);
  }
  return { ...CONTROL_ROOM_LIMITS, ...options.limits };
}

const worldStatus = z.object({
  simulation: z.object({ simulatedAt: z.number(), rate: z.number().nullable() }).nullable(),
});

/** The simulation that a status tells of; null when it tells of none or of something else. */
export function simulationOf(status: unknown): SimulationStatus | null {
  const parsed = worldStatus.safeParse(status);
  return parsed.success ? parsed.data.simulation : null;
}
