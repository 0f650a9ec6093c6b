import type { Settings } from '@landfall/production';
import { productionWorld, runService } from '@landfall/production';
import type { ControlRoomLimits } from './config.ts';
import { controlRoomService } from './service.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const SECOND_MS = 1000;

/** `landfall control-room`: runs until it is told to stop, and ends the process. */
export async function runControlRoom(settings: Settings): Promise<void> {
  const limits = controlRoomLimits(settings);
  await runService({
    name: 'control-room',
    settings,
    world: productionWorld,
    service: (platform, { cookieSecret }) => controlRoomService(platform, { cookieSecret, limits }),
  });
}

export function controlRoomLimits(settings: Settings): ControlRoomLimits {
  return {
    incidentsMax: settings['controlRoom.incidentsMax'],
    closedKeptMs: settings['controlRoom.closedKeptDays'] * DAY_MS,
    clientsMax: settings['controlRoom.clientsMax'],
    clientBufferBytesMax: settings['controlRoom.clientBufferBytesMax'],
    resumeEventsMax: settings['controlRoom.resumeEventsMax'],
    resumeBytesMax: settings['controlRoom.resumeBytesMax'],
    heartbeatMs: settings['controlRoom.heartbeatSeconds'] * SECOND_MS,
    sessionMs: settings['controlRoom.sessionHours'] * HOUR_MS,
  };
}
