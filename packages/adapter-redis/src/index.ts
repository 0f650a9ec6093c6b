export type { RedisNode, RedisWindowStoreOptions } from './options.ts';
export { redisWindowStore } from './window-store.ts';
