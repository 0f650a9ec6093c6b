import type {
  IncidentDetail,
  IncidentGone,
  IncidentUpdate,
  MapReply,
  SimulationStatus,
  Snapshot,
  StatusReply,
} from '../wire.ts';
import type { AlarmSound } from './alarm-sound.ts';
import { alarmSound } from './alarm-sound.ts';
import { fetchIncident, fetchMap, fetchStatus } from './api.ts';
import { keepAsking } from './keep-asking.ts';
import { openLiveConnection, type ConnectionState } from './live-connection.ts';
import {
  applyDetail,
  applySnapshot,
  applyUpdates,
  emptyState,
  removeIncident,
  type Change,
  type Fresh,
  type LiveState,
} from './live-state.ts';
import { NO_PLACES, placesOf, type Places } from './places.ts';
import { preferencesStore, type Preferences } from './preferences.ts';
import type { SseMessage } from './sse-parser.ts';
import { createStillClock, type StillClock } from './still-clock.ts';
import { createStore, type Store } from './store.ts';

const STATUS_EVERY_MS = 5000;
/** After a hit the load is asked for at once, though a flood of hits asks no more often than this. */
const STATUS_SOON_MS = 300;

/** Everything that the components follow. One per page. */
export interface PageModel {
  readonly live: Store<LiveState>;
  readonly connection: Store<ConnectionState>;
  readonly status: Store<StatusReply | null>;
  readonly map: Store<MapReply | null>;
  readonly places: Store<Places>;
  /** Server's clock less this machine's. */
  readonly clockOffsetMs: Store<number>;
  readonly still: StillClock;
  /** The newest hits that the page had not heard of, for the announcer. */
  readonly fresh: Store<readonly Fresh[]>;
  readonly preferences: Store<Preferences>;
  readonly sound: AlarmSound;
  loadIncident(vehicleMark: string): Promise<IncidentDetail>;
}

export function createPageModel(): PageModel {
  const preferences = preferencesStore();
  const model: PageModel = {
    live: createStore(emptyState),
    connection: createStore<ConnectionState>('connecting'),
    status: createStore<StatusReply | null>(null),
    map: createStore<MapReply | null>(null),
    places: createStore(NO_PLACES),
    clockOffsetMs: createStore(0),
    still: createStillClock(Date.now()),
    fresh: createStore<readonly Fresh[]>([]),
    preferences,
    sound: alarmSound(preferences.get().sound),
    async loadIncident(vehicleMark) {
      const detail = await fetchIncident(vehicleMark);
      model.live.update((state) => applyDetail(state, detail));
      return detail;
    },
  };
  return model;
}

/** Starts everything that keeps the model true: the live stream, the status, the map. */
export function startPageModel(model: PageModel): void {
  const askStatus = keepAsking({ ask: () => loadStatus(model), everyMs: STATUS_EVERY_MS, soonMs: STATUS_SOON_MS });
  openLiveConnection({
    url: '/api/live',
    onMessages(messages) {
      takeMessages(model, messages);
      if (messages.some(({ event }) => event === 'incidents')) askStatus();
    },
    onState(state) {
      model.still.follow(state);
      model.connection.set(state);
      if (state === 'live') askStatus();
    },
    onHeard: () => model.still.heard(Date.now() + model.clockOffsetMs.get()),
  });
  void loadMap(model);
}

/** Captures come before the status that moves a simulated clock: by so much of real time they may be ahead of it. */
const SIMULATED_LEAD_MS = 2000;

/**
 * The time on which capture times stand: the simulated day's when there is one, else the server's. A simulated clock is brought up to
 * the newest of the captures that are just ahead of it, so that they are not taken for those of a camera with a wrong clock.
 */
export function captureNow(nowMs: number, status: StatusReply | null, captures: Iterable<number>): number {
  const simulation: SimulationStatus | null = status?.simulation ?? null;
  if (status === null || simulation === null) return nowMs;
  const rate = simulation.rate ?? 0;
  const clockMs = simulation.simulatedAt + (nowMs - status.now) * rate;
  let newestMs = clockMs;
  for (const capturedMs of captures) {
    if (capturedMs > newestMs && capturedMs <= clockMs + SIMULATED_LEAD_MS * rate) newestMs = capturedMs;
  }
  return newestMs;
}

function takeMessages(model: PageModel, messages: readonly SseMessage[]): void {
  const fresh: Fresh[] = [];
  const take = (change: Change): LiveState => {
    fresh.push(...change.fresh);
    return change.state;
  };
  let state = model.live.get();
  for (const { event, data } of messages) {
    if (event === 'snapshot') {
      const snapshot: Snapshot = JSON.parse(data);
      model.clockOffsetMs.set(snapshot.now - Date.now());
      state = take(applySnapshot(state, snapshot));
    } else if (event === 'incidents') {
      const updates: readonly IncidentUpdate[] = JSON.parse(data);
      state = take(applyUpdates(state, updates));
    } else if (event === 'gone') {
      const gone: IncidentGone = JSON.parse(data);
      state = removeIncident(state, gone.vehicleMark);
    } else if (event === 'map') void loadMap(model);
  }
  model.live.set(state);
  if (fresh.length === 0) return;
  model.fresh.set(fresh);
  if (fresh.some((item) => item.newHigh > 0)) model.sound.play();
}

async function loadStatus(model: PageModel): Promise<void> {
  try {
    const status = await fetchStatus();
    model.status.set(status);
    model.clockOffsetMs.set(status.now - Date.now());
    model.still.heard(status.now);
  } catch {
    // The connection's own state tells the operator; the status comes back with it.
  }
}

async function loadMap(model: PageModel): Promise<void> {
  try {
    const map = await fetchMap();
    model.map.set(map);
    model.places.set(placesOf(map));
  } catch {
    setTimeout(() => void loadMap(model), STATUS_EVERY_MS);
  }
}
