import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/**
 * Keeps the row under the operator's pointer, or with the focus, or else the first one in view, at its place on the screen when the
 * order of the rows changes. At the top of the list, with neither pointer nor focus on it, new rows push in as usual.
 */
export function useScrollAnchor(listRef: RefObject<HTMLElement | null>, order: string): void {
  const held = useRef<{ readonly mark: string; readonly top: number } | null>(null);
  const list = listRef.current;
  // Runs while rendering, before the new order reaches the document.
  held.current = list === null ? null : anchorOf(list);
  useLayoutEffect(() => {
    const current = listRef.current;
    const anchor = held.current;
    if (current === null || anchor === null) return;
    const row = rowOf(current, anchor.mark);
    if (row === null) return;
    current.scrollTop += row.getBoundingClientRect().top - anchor.top;
  }, [order]);
}

function anchorOf(list: HTMLElement): { readonly mark: string; readonly top: number } | null {
  const row = heldRow(list) ?? (list.scrollTop > 0 ? firstInView(list) : null);
  const mark = row?.dataset['mark'];
  return row === null || mark === undefined ? null : { mark, top: row.getBoundingClientRect().top };
}

function heldRow(list: HTMLElement): HTMLElement | null {
  return list.querySelector<HTMLElement>('.row:hover') ?? list.querySelector<HTMLElement>('.row:focus');
}

function firstInView(list: HTMLElement): HTMLElement | null {
  const top = list.getBoundingClientRect().top;
  for (const row of list.querySelectorAll<HTMLElement>('.row')) {
    if (row.getBoundingClientRect().bottom > top) return row;
  }
  return null;
}

function rowOf(list: HTMLElement, mark: string): HTMLElement | null {
  return list.querySelector<HTMLElement>(`[data-mark="${CSS.escape(mark)}"]`);
}
