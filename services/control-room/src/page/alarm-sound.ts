import { createStore, type Store } from './store.ts';

/** `blocked`: the browser lets no page sound before somebody has pressed something. */
export type SoundState = 'blocked' | 'on' | 'off';

export interface AlarmSound {
  readonly state: Store<SoundState>;
  /** Switches on, as the answer to a press. Sounds once, so that the operator hears that it works. */
  switchOn(): Promise<void>;
  switchOff(): void;
  /** Three rising pairs of tones. Does nothing unless the sound is on; never more than one pattern at a time. */
  play(): void;
}

const PATTERN_S = 1.5;
const TONES = [880, 1175, 880, 1175, 880, 1175] as const;

export function alarmSound(wanted: boolean): AlarmSound {
  const state = createStore<SoundState>(wanted ? 'blocked' : 'off');
  let context: AudioContext | null = null;
  let playingUntilS = 0;

  const beep = (tones: readonly number[]): void => {
    if (context === null || context.currentTime < playingUntilS) return;
    const startS = context.currentTime + 0.02;
    playingUntilS = startS + (PATTERN_S * tones.length) / TONES.length;
    for (const [index, frequencyHz] of tones.entries()) tone(context, frequencyHz, startS + index * 0.22);
  };

  return {
    state,
    async switchOn() {
      context ??= new AudioContext();
      await context.resume();
      const running = context.state === 'running';
      state.set(running ? 'on' : 'blocked');
      if (running) beep(TONES.slice(0, 2));
    },
    switchOff: () => state.set('off'),
    play() {
      if (state.get() === 'on') beep(TONES);
    },
  };
}

function tone(context: AudioContext, frequencyHz: number, startS: number): void {
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.type = 'triangle';
  oscillator.frequency.value = frequencyHz;
  gain.gain.setValueAtTime(0, startS);
  gain.gain.linearRampToValueAtTime(0.35, startS + 0.015);
  gain.gain.linearRampToValueAtTime(0, startS + 0.18);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(startS);
  oscillator.stop(startS + 0.2);
}
