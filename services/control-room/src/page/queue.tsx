import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { LiveIncident } from './live-state.ts';
import type { Places } from './places.ts';
import type { QueueView } from './queue-view.ts';
import { QueueRow } from './queue-row.tsx';
import { useScrollAnchor } from './scroll-anchor.ts';

export interface QueueProps {
  readonly view: QueueView;
  readonly loaded: boolean;
  readonly places: Places;
  readonly selected: string | null;
  readonly nowMs: number;
  readonly captureNowMs: number;
  readonly incidents: ReadonlyMap<string, LiveIncident>;
  readonly onSelect: (vehicleMark: string) => void;
  readonly onOpen: (vehicleMark: string) => void;
  readonly onRendered: (incidents: readonly LiveIncident[]) => void;
}

const PAGE_ROWS = 200;

/** The queue of incidents: a listbox with a roving tab stop. */
export function Queue(props: QueueProps) {
  const { view, selected } = props;
  const listRef = useRef<HTMLDivElement>(null);
  const [limit, setLimit] = useState(PAGE_ROWS);
  const rows = view.shown.slice(0, limit);
  const order = rows.map((summary) => summary.vehicleMark).join(' ');
  useScrollAnchor(listRef, order);
  const above = useRowsAbove(listRef, order);
  useEffect(() => {
    props.onRendered(rows.flatMap((summary) => props.incidents.get(summary.vehicleMark) ?? []));
  }, [view, limit]);

  const tabbable = rows.some((summary) => summary.vehicleMark === selected) ? selected : rows[0]?.vehicleMark;
  return (
    <div class="queue-body">
      {above > 0 ? (
        <button type="button" class="rows-above" onClick={() => listRef.current?.scrollTo({ top: 0 })}>
          ↑ {above} more urgent above
        </button>
      ) : null}
      <div class="rows" role="listbox" aria-label="Incidents, most urgent first" ref={listRef} data-testid="queue">
        {rows.map((summary) => (
          <QueueRow
            key={summary.vehicleMark}
            summary={summary}
            places={props.places}
            selected={summary.vehicleMark === selected}
            tabbable={summary.vehicleMark === tabbable}
            nowMs={props.nowMs}
            captureNowMs={props.captureNowMs}
            onSelect={props.onSelect}
            onOpen={props.onOpen}
          />
        ))}
      </div>
      {rows.length === 0 ? <EmptyQueue loaded={props.loaded} total={view.total} /> : null}
      {view.shown.length > limit ? (
        <button type="button" class="show-more" onClick={() => setLimit(limit + PAGE_ROWS)}>
          Show {Math.min(PAGE_ROWS, view.shown.length - limit)} more of {view.shown.length}
        </button>
      ) : null}
    </div>
  );
}

function EmptyQueue({ loaded, total }: { readonly loaded: boolean; readonly total: number }) {
  if (!loaded) return <p class="empty">Loading the incidents…</p>;
  return (
    <p class="empty">
      {total === 0 ? 'No incidents. New hits appear here at once.' : 'No incident passes the filter.'}
    </p>
  );
}

/** How many rows are scrolled out above, counted after each change of order and each scroll. */
function useRowsAbove(listRef: { readonly current: HTMLElement | null }, order: string): number {
  const [above, setAbove] = useState(0);
  useLayoutEffect(() => {
    const list = listRef.current;
    if (list === null) return undefined;
    const count = (): void => {
      const top = list.getBoundingClientRect().top + 4;
      const rows = [...list.querySelectorAll('.row')];
      const first = rows.findIndex((row) => row.getBoundingClientRect().bottom > top);
      setAbove(first === -1 ? 0 : first);
    };
    count();
    list.addEventListener('scroll', count, { passive: true });
    return () => list.removeEventListener('scroll', count);
  }, [order]);
  return above;
}
