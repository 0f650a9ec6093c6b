import type { LogPosition } from '@landfall/ports';

/** What a process does in its world. */
export type EffectKind = 'append' | 'deliver' | 'commit' | 'read-log' | 'windows' | 'marks-since';

/** A place between two effects: on the way to one, or, when it is done, on the way back with its answer. */
export interface Passage {
  readonly kind: EffectKind;
  readonly way: 'to' | 'back';
  readonly partition?: Pick<LogPosition, 'topic' | 'partition'>;
}

/**
 * How a process gets from one effect to the next. Resolves after some virtual time; rejects when request or answer is lost; never
 * settles once the process has died.
 */
export type Pass = (passage: Passage) => Promise<void>;

/** Asks the world for something that it does in one go. */
export async function ask<T>(pass: Pass, kind: EffectKind, effect: () => T | Promise<T>): Promise<T> {
  await pass({ kind, way: 'to' });
  const result = await effect();
  await pass({ kind, way: 'back' });
  return result;
}
