import { levelMeaning } from '@landfall/core';
import type { Level } from '@landfall/core';
import { useEffect, useRef } from 'preact/hooks';
import { LEVEL_WORDS } from './words.ts';

const KEYS: readonly (readonly [string, string])[] = [
  ['j, k or ↓ ↑', 'next, previous incident'],
  ['Home, End', 'first, last incident'],
  ['Enter', 'open the incident and go to it'],
  ['Escape', 'back to the queue'],
  ['a', 'acknowledge'],
  ['n', 'add a note'],
  ['m', 'map and trail'],
  ['/', 'filter'],
  ['?', 'this help'],
];

const LEVELS: readonly Level[] = ['HIGH', 'MEDIUM', 'LOW', 'UNKNOWN'];

export interface HelpDialogProps {
  readonly onClose: () => void;
}

export function HelpDialog({ onClose }: HelpDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="help" aria-labelledby="help-title" onClose={onClose}>
      <h2 id="help-title">Keys and words</h2>
      <h3>Keys</h3>
      <dl class="help-list">
        {KEYS.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <h3>Priorities</h3>
      <dl class="help-list">
        {LEVELS.map((level) => (
          <div key={level}>
            <dt>{LEVEL_WORDS[level]}</dt>
            <dd>{levelMeaning(level)}</dd>
          </div>
        ))}
      </dl>
      <button type="button" onClick={() => dialog.current?.close()}>
        Close
      </button>
    </dialog>
  );
}
