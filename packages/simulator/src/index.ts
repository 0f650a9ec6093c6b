export { simulateDay } from './day.ts';
export { dayStart } from './local-time.ts';
export { play, PlayError } from './play.ts';
export { countByStory, truth } from './truth.ts';
export type { Day, DayOptions, StorySummary } from './day.ts';
export type { Camera } from './cameras.ts';
export type { SimulatedMessage } from './messages.ts';
export type { PlayErrorCode, PlayKeys, PlayOptions, PlayProgress } from './play.ts';
export type { TrueHit } from './truth.ts';
