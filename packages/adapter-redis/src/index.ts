export { inspectRedis } from './inspect-redis.ts';
export type { RedisSeen } from './inspect-redis.ts';
export type { RedisNode, RedisWindowStoreOptions } from './options.ts';
export { redisAccess } from './redis-access.ts';
export { redisWindowStore } from './window-store.ts';
