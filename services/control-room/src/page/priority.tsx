import type { Level } from '@landfall/core';
import { LEVEL_WORDS } from './words.ts';

const SHAPES: Readonly<Record<Level, string>> = {
  HIGH: 'M8 1 15.5 14.5H.5Z',
  MEDIUM: 'M8 .8 15.2 8 8 15.2.8 8Z',
  LOW: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2Z',
  UNKNOWN: 'M2 7h12v2H2Z',
};

/** A priority as shape, word and colour, so that no one of them must be seen. */
export function Priority({ level }: { readonly level: Level }) {
  return (
    <span class={`priority priority-${level.toLowerCase()}`}>
      <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
        <path d={SHAPES[level]} />
      </svg>
      {LEVEL_WORDS[level].toUpperCase()}
      <span class="unseen"> priority, </span>
    </span>
  );
}
