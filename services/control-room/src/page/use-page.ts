import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { AnswerKeys } from './answer-form.tsx';
import { sendDeliveries } from './api.ts';
import { deliveryReporter } from './delivery.ts';
import type { LiveState } from './live-state.ts';
import { captureNow, type PageModel } from './page-model.ts';
import { NO_FILTERS, queueView, unansweredCounts, type Filters } from './queue-view.ts';
import { useNow, useStore } from './store.ts';
import { useTitle } from './title-flash.ts';
import { usePageKeys } from './use-page-keys.ts';

const MINUTE_MS = 60_000;

/** The state of the page besides what lives on the server: what is selected, filtered, open. */
export function usePage(model: PageModel) {
  const live = useStore(model.live);
  const status = useStore(model.status);
  const places = useStore(model.places);
  const runningMs = useNow(useStore(model.clockOffsetMs));
  const stillAtMs = useStore(model.still.stillAtMs);
  const nowMs = stillAtMs ?? runningMs;
  const [filters, setFilters] = useState<Filters>(NO_FILTERS);
  const [selected, setSelected] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const [help, setHelp] = useState(false);
  const reporter = useMemo(() => deliveryReporter(sendDeliveries), []);
  const minute = Math.floor(nowMs / MINUTE_MS);
  const view = useMemo(() => {
    const summaries = [...live.incidents.values()].map((incident) => incident.summary);
    const options = { filters, places, nowMs: minute * MINUTE_MS };
    return { ...queueView(summaries, options), counts: unansweredCounts(summaries) };
  }, [live, filters, places, minute]);
  const refs = {
    filter: useRef<HTMLInputElement>(null),
    heading: useRef<HTMLHeadingElement>(null),
    answer: useRef<AnswerKeys>(null),
    map: useRef<HTMLElement>(null),
  };
  const incident = selected === null ? undefined : live.incidents.get(selected);
  useTitle(view.counts.high);
  useFirstSelection(view.shown[0]?.vehicleMark, selected, setSelected);
  usePageKeys({ refs, view, selected, setSelected, setOpen, setHelp });
  useSoundOnGesture(model);
  useEffect(() => {
    if (incident !== undefined) reporter.rendered([incident]);
  }, [incident]);
  return {
    live,
    status,
    places,
    nowMs,
    stillAtMs,
    captureNowMs: captureNow(nowMs, status, lastCaptures(live)),
    simulation: status?.simulation ?? null,
    filters,
    setFilters,
    selected,
    setSelected,
    open,
    setOpen,
    help,
    setHelp,
    view,
    refs,
    incident,
    reporter,
  };
}

export type Page = ReturnType<typeof usePage>;

function* lastCaptures({ incidents }: LiveState): Generator<number> {
  for (const { summary } of incidents.values()) yield summary.lastCapturedAt;
}

/** The most urgent incident is selected until the operator chooses; the focus does not move. */
function useFirstSelection(first: string | undefined, selected: string | null, select: (mark: string) => void): void {
  useEffect(() => {
    if (selected === null && first !== undefined) select(first);
  }, [first, selected]);
}

/** The first press of anything lets the browser sound, when the operator has not switched the sound off. */
function useSoundOnGesture(model: PageModel): void {
  useEffect(() => {
    const unblock = (): void => {
      if (model.sound.state.get() === 'blocked') void model.sound.switchOn();
    };
    addEventListener('pointerup', unblock, { once: true });
    addEventListener('keyup', unblock, { once: true });
    return () => {
      removeEventListener('pointerup', unblock);
      removeEventListener('keyup', unblock);
    };
  }, [model]);
}
