import type { HitView } from '../wire.ts';
import { formatStep, formatTime } from './format.ts';

export interface ClocksProps {
  readonly view: HitView;
  readonly nowMs: number;
  readonly captureNowMs: number;
  /** Capture times of a simulated day do not compare with the system's own clocks. */
  readonly simulated: boolean;
}

interface Step {
  readonly name: string;
  readonly at: number | null;
  readonly onCaptureTime?: boolean;
}

/** Five clocks and the answer, each with its step from the one before. */
export function Clocks({ view, nowMs, captureNowMs, simulated }: ClocksProps) {
  const { hit } = view;
  const steps: readonly Step[] = [
    { name: 'Captured', at: hit.capturedAt, onCaptureTime: true },
    { name: 'Received', at: hit.receivedAt },
    { name: 'Matched', at: hit.matchedAt },
    { name: 'Published', at: hit.publishedAt },
    { name: 'Delivered', at: view.deliveredAt },
    { name: 'Acknowledged', at: view.acknowledgedAt },
  ];
  return (
    <dl class="clocks" aria-label="Clocks of this hit">
      {steps.map(({ name, at, onCaptureTime = false }, index) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {at === null ? 'not yet' : <time>{formatTime(at, onCaptureTime ? captureNowMs : nowMs)}</time>}
            <span class="step">{stepWords(steps[index - 1], at, simulated)}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function stepWords(before: Step | undefined, at: number | null, simulated: boolean): string {
  if (before === undefined) return simulated ? 'simulated' : '';
  if (before.at === null || at === null || (simulated && before.onCaptureTime === true)) return '';
  return formatStep(before.at, at);
}
