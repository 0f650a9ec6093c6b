export { consumeHits } from './consume-hits.ts';
export type { HitConsumer } from './consume-hits.ts';
export type { HitPlace, HitsOptions, Problem, UnreadableRecord } from './options.ts';
export type { Evidence, Hit } from '@landfall/core';
