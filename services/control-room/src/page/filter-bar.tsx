import type { RefObject } from 'preact';
import { themeName, THEMES } from '@landfall/core';
import type { Level } from '@landfall/core';
import { NO_FILTERS, type Filters } from './queue-view.ts';
import { LEVEL_WORDS, STATUS_WORDS } from './words.ts';

export interface FilterBarProps {
  readonly filters: Filters;
  readonly inputRef: RefObject<HTMLInputElement | null>;
  readonly onChange: (filters: Filters) => void;
}

const LEVELS: readonly Level[] = ['HIGH', 'MEDIUM', 'LOW'];
const STATUSES = ['OPEN', 'UNANSWERED', 'ACKNOWLEDGED', 'CLOSED', 'RETRACTED'] as const;

/** The value that the text is; '' (any) for the text of no value. */
function oneOf<T extends string>(values: readonly T[], text: string): T | '' {
  return values.find((value) => value === text) ?? '';
}

export function FilterBar({ filters, inputRef, onChange }: FilterBarProps) {
  const set = (change: Partial<Filters>): void => onChange({ ...filters, ...change });
  const filtered = JSON.stringify(filters) !== JSON.stringify(NO_FILTERS);
  return (
    <form class="filters" role="search" aria-label="Filter the queue" onSubmit={(event) => event.preventDefault()}>
      <input
        ref={inputRef}
        type="search"
        aria-label="Filter by plate, place or words"
        placeholder="Plate, place or words ( / )"
        value={filters.text}
        onInput={(event) => set({ text: event.currentTarget.value })}
      />
      <select
        aria-label="Priority"
        value={filters.priority}
        onChange={(event) => set({ priority: oneOf(LEVELS, event.currentTarget.value) })}
      >
        <option value="">Any priority</option>
        {LEVELS.map((level) => (
          <option key={level} value={level}>
            {LEVEL_WORDS[level]}
          </option>
        ))}
      </select>
      <select
        aria-label="Status"
        value={filters.status}
        onChange={(event) => set({ status: oneOf(STATUSES, event.currentTarget.value) })}
      >
        <option value="OPEN">Open</option>
        <option value="">All</option>
        <option value="UNANSWERED">{STATUS_WORDS.UNANSWERED}</option>
        <option value="ACKNOWLEDGED">{STATUS_WORDS.ACKNOWLEDGED}</option>
        <option value="CLOSED">{STATUS_WORDS.CLOSED}</option>
        <option value="RETRACTED">{STATUS_WORDS.RETRACTED}</option>
      </select>
      <select
        aria-label="Theme"
        value={filters.theme}
        onChange={(event) => set({ theme: oneOf(THEMES, event.currentTarget.value) })}
      >
        <option value="">Any theme</option>
        {THEMES.map((theme) => (
          <option key={theme} value={theme}>
            {themeName(theme)}
          </option>
        ))}
      </select>
      {filtered ? (
        <button type="button" onClick={() => onChange(NO_FILTERS)}>
          Clear
        </button>
      ) : null}
    </form>
  );
}
