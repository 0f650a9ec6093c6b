import { createStore, type Store } from './store.ts';

export type ThemeChoice = 'system' | 'light' | 'dark';

/** What the operator chose on this machine. Storage may be forbidden; then the choice lasts as long as the page. */
export interface Preferences {
  readonly theme: ThemeChoice;
  readonly sound: boolean;
}

const KEY = 'landfall.preferences';
const DEFAULTS: Preferences = { theme: 'system', sound: true };

export function preferencesStore(): Store<Preferences> {
  const store = createStore(read());
  const apply = (): void => {
    const { theme } = store.get();
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  };
  apply();
  store.subscribe(() => {
    apply();
    write(store.get());
  });
  return store;
}

function read(): Preferences {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return DEFAULTS;
    const theme = 'theme' in stored && (stored.theme === 'light' || stored.theme === 'dark') ? stored.theme : 'system';
    return { theme, sound: !('sound' in stored && stored.sound === false) };
  } catch {
    return DEFAULTS;
  }
}

function write(preferences: Preferences): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // Nothing to do: the page works without storage.
  }
}
