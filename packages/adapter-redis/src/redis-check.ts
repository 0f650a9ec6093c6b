import { WindowStoreError } from '@landfall/ports';
import type { Redis } from 'ioredis';

const MAJOR_MIN = 7;

/** Rejects with `windows-unavailable`, saying what to do, unless every server can hold windows without dropping any. */
export async function checkServers(servers: readonly Redis[]): Promise<void> {
  for (const server of servers) {
    const info = await server.info();
    const at = `${server.options.host}:${server.options.port}`;
    const version = fieldOf(info, 'redis_version');
    if (Number.parseInt(version, 10) < MAJOR_MIN) {
      throw unfit(`The server at ${at} is Redis ${version}. Use Redis ${MAJOR_MIN} or later.`);
    }
    const policy = fieldOf(info, 'maxmemory_policy');
    if (policy !== 'noeviction') {
      const remedy = 'Set `maxmemory-policy noeviction`, in its configuration or by CONFIG SET.';
      throw unfit(`The server at ${at} has maxmemory-policy ${policy}: it would drop windows unseen. ${remedy}`);
    }
  }
}

function unfit(message: string): WindowStoreError {
  return new WindowStoreError('windows-unavailable', message);
}

/** A field of what INFO answers. */
export function fieldOf(info: string, name: string): string {
  return new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? 'unknown';
}
