import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { AnswerKeys } from './answer-form.tsx';
import { commandOf, type PageCommand } from './page-keys.ts';
import type { QueueView } from './queue-view.ts';

export interface PageKeysOptions {
  readonly refs: {
    readonly filter: RefObject<HTMLInputElement | null>;
    readonly heading: RefObject<HTMLElement | null>;
    readonly answer: RefObject<AnswerKeys | null>;
    readonly map: RefObject<HTMLElement | null>;
  };
  readonly view: QueueView;
  readonly selected: string | null;
  readonly setSelected: (vehicleMark: string) => void;
  readonly setOpen: (open: boolean) => void;
  readonly setHelp: (open: boolean) => void;
}

/** Binds the keys to the page. One listener for the life of the page; it sees the newest options. */
export function usePageKeys(options: PageKeysOptions): void {
  const latest = useRef(options);
  latest.current = options;
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const focused = event.target instanceof HTMLElement ? event.target : document.body;
      if (focused.closest('dialog') !== null || event.defaultPrevented) return;
      const command = commandOf({
        key: event.key,
        modified: event.ctrlKey || event.altKey || event.metaKey,
        typing: focused.matches('input, textarea, select'),
        inQueue: focused.getAttribute('role') === 'option',
      });
      if (command === null) return;
      event.preventDefault();
      run(command, latest.current);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}

function run(command: PageCommand, options: PageKeysOptions): void {
  const { refs, selected } = options;
  switch (command) {
    case 'next':
    case 'previous':
    case 'first':
    case 'last':
      moveTo(target(command, options), options);
      return;
    case 'open':
      options.setOpen(true);
      refs.heading.current?.focus();
      return;
    case 'back':
      options.setOpen(false);
      if (selected !== null) focusRow(selected);
      return;
    case 'acknowledge':
      options.setOpen(true);
      refs.answer.current?.acknowledge();
      return;
    case 'note':
      options.setOpen(true);
      refs.answer.current?.note();
      return;
    case 'map':
      options.setOpen(true);
      refs.map.current?.focus();
      return;
    case 'filter':
      options.setOpen(false);
      refs.filter.current?.focus();
      return;
    case 'help':
      options.setHelp(true);
  }
}

function target(command: PageCommand, { view, selected }: PageKeysOptions): string | undefined {
  const marks = view.shown.map((summary) => summary.vehicleMark);
  const index = selected === null ? -1 : marks.indexOf(selected);
  if (command === 'first') return marks[0];
  if (command === 'last') return marks.at(-1);
  if (index === -1) return marks[0];
  return marks[command === 'next' ? index + 1 : Math.max(0, index - 1)];
}

function moveTo(mark: string | undefined, options: PageKeysOptions): void {
  if (mark === undefined) return;
  options.setSelected(mark);
  focusRow(mark);
}

function focusRow(mark: string): void {
  const row = document.querySelector<HTMLElement>(`[role="option"][data-mark="${CSS.escape(mark)}"]`);
  row?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: 'nearest' });
}
