import type { StatusReply } from '../wire.ts';
import type { SoundState } from './alarm-sound.ts';
import type { ConnectionState } from './live-connection.ts';
import { LoadLine } from './load-line.tsx';
import type { ThemeChoice } from './preferences.ts';

export interface TopBarProps {
  readonly status: StatusReply | null;
  readonly connection: ConnectionState;
  readonly unanswered: number;
  readonly unansweredHigh: number;
  readonly sound: SoundState;
  readonly theme: ThemeChoice;
  readonly onSound: () => void;
  readonly onTheme: () => void;
  readonly onHelp: () => void;
}

const CONNECTION_WORDS: Readonly<Record<ConnectionState, string>> = {
  connecting: 'Connecting…',
  live: 'Live',
  lost: 'Connection lost',
  'signed-out': 'Signed out',
};

const THEME_NAMES: Readonly<Record<ThemeChoice, string>> = { system: 'Auto', light: 'Light', dark: 'Dark' };

/** Lag at which the operator should know that hits come late. */
const LAG_NOTICE_MS = 2000;

export function TopBar(props: TopBarProps) {
  const { status, connection, sound, theme } = props;
  return (
    <header class="top-bar">
      <h1 class="brand">Landfall</h1>
      <LoadLine load={status?.load ?? null} unanswered={props.unanswered} unansweredHigh={props.unansweredHigh} />
      <p class={`connection connection-${connection}`} data-testid="connection">
        <span class="dot" aria-hidden="true" />
        {CONNECTION_WORDS[connection]}
        {connection === 'live' ? <Lag lagMs={status?.lagMs ?? null} /> : null}
      </p>
      <div class="tools">
        {sound === 'blocked' ? null : (
          <button type="button" aria-pressed={sound === 'on'} onClick={props.onSound}>
            {sound === 'on' ? 'Sound on' : 'Sound off'}
          </button>
        )}
        <button type="button" onClick={props.onTheme} aria-label={`Colours: ${THEME_NAMES[theme]}. Change`}>
          {THEME_NAMES[theme]}
        </button>
        <button type="button" onClick={props.onHelp} aria-label="Help: keys and words">
          ?
        </button>
        {status === null ? null : (
          <form method="post" action="/sign-out" class="operator">
            <span>{status.operator}</span>
            <button type="submit">Sign out</button>
          </form>
        )}
      </div>
    </header>
  );
}

function Lag({ lagMs }: { readonly lagMs: number | null }) {
  if (lagMs === null) return null;
  const words = lagMs < 1000 ? `${Math.round(lagMs)} ms` : `${(lagMs / 1000).toFixed(1)} s`;
  return <span class={lagMs > LAG_NOTICE_MS ? 'lag lag-high' : 'lag'}> lag {words}</span>;
}
