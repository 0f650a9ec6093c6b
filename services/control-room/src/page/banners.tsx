import type { IncidentSummary, SimulationStatus } from '../wire.ts';
import type { SoundState } from './alarm-sound.ts';
import { formatMoment, formatTime } from './format.ts';
import type { ConnectionState } from './live-connection.ts';

export interface BannersProps {
  readonly simulation: SimulationStatus | null;
  readonly captureNowMs: number;
  readonly connection: ConnectionState;
  /** Server's time at which ages and clocks stand while the connection is lost; null while they run. */
  readonly stillAtMs: number | null;
  readonly sound: SoundState;
  readonly hiddenHigh: readonly IncidentSummary[];
  readonly onSoundOn: () => void;
  readonly onShowHidden: () => void;
}

/** What the operator must know before reading anything else. */
export function Banners(props: BannersProps) {
  const { simulation, connection, stillAtMs, sound, hiddenHigh } = props;
  return (
    <div class="banners" role="region" aria-label="Notices">
      <div role="status">
        {connection === 'lost' ? (
          <p class="banner banner-bad">Connection lost – retrying; times shown may be old.{stillWords(stillAtMs)}</p>
        ) : null}
        {connection === 'signed-out' ? (
          <p class="banner banner-bad">
            Your session has ended: no new hits arrive.{stillWords(stillAtMs)} <a href="/">Sign in again</a>
          </p>
        ) : null}
        {hiddenHigh.length > 0 ? (
          <p class="banner banner-bad">
            {hiddenHigh.length} unanswered HIGH hidden by the filter:{' '}
            <button type="button" onClick={props.onShowHidden}>
              show
            </button>
          </p>
        ) : null}
      </div>
      {sound === 'blocked' ? (
        <p class="banner banner-sound">
          <button type="button" onClick={props.onSoundOn}>
            Sound is off – press to switch on
          </button>
          <span>Browsers allow sound only after a press.</span>
        </p>
      ) : null}
      {simulation === null ? null : (
        <p class="banner banner-simulation">
          Simulated day: {formatMoment(props.captureNowMs)}{' '}
          {stillAtMs === null ? rateWords(simulation.rate) : 'when the connection was lost'} – no real vehicles
        </p>
      )}
    </div>
  );
}

function stillWords(stillAtMs: number | null): string {
  return stillAtMs === null ? '' : ` Ages and clocks stand still since ${formatTime(stillAtMs, stillAtMs)}.`;
}

function rateWords(rate: number | null): string {
  if (rate === 0) return '(over)';
  return rate === null ? 'as fast as it goes' : `at ${rate}×`;
}
