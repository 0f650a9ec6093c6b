/** What a key asks of the page. */
export type PageCommand =
  'next' | 'previous' | 'first' | 'last' | 'open' | 'back' | 'acknowledge' | 'note' | 'map' | 'filter' | 'help';

const ANYWHERE: Readonly<Record<string, PageCommand>> = {
  j: 'next',
  k: 'previous',
  a: 'acknowledge',
  n: 'note',
  m: 'map',
  '/': 'filter',
  '?': 'help',
};

const IN_QUEUE: Readonly<Record<string, PageCommand>> = {
  ArrowDown: 'next',
  ArrowUp: 'previous',
  Home: 'first',
  End: 'last',
  Enter: 'open',
  ' ': 'open',
};

export interface KeyPress {
  readonly key: string;
  /** With Control, Alt or Meta: the browser's, never ours. */
  readonly modified: boolean;
  /** The focus is where letters are typed. */
  readonly typing: boolean;
  /** The focus is on a row. */
  readonly inQueue: boolean;
}

/** The command of a key press, or null. Letters typed into a field are text; Escape leaves the field. */
export function commandOf({ key, modified, typing, inQueue }: KeyPress): PageCommand | null {
  if (modified) return null;
  if (key === 'Escape') return 'back';
  if (typing) return null;
  return (inQueue ? IN_QUEUE[key] : undefined) ?? ANYWHERE[key] ?? null;
}
