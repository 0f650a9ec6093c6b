/** What the window store asks of Redis, in scripts and beside them, in the words of ACL rules. */
const COMMANDS: readonly string[] = [
  'append',
  'cluster|info',
  'cluster|slots',
  'eval',
  'evalsha',
  'get',
  'getrange',
  'hdel',
  'hget',
  'hgetall',
  'hincrby',
  'hkeys',
  'hmget',
  'hset',
  'info',
  'set',
  'time',
  'unlink',
  'zadd',
  'zrangebyscore',
];

/**
 * The rules of a user who may do what the window store does in one namespace, and nothing else. With a name and a password before
 * them, they are what ACL SETUSER takes:
 *
 *     ACL SETUSER landfall on >PASSWORD resetkeys resetchannels -@all ~{landfall:* +append +cluster|info …
 */
export function redisAccess(namespace = 'landfall'): readonly string[] {
  return ['resetkeys', 'resetchannels', '-@all', `~{${namespace}:*`, ...COMMANDS.map((command) => `+${command}`)];
}
