import type { Clock } from '@landfall/ports';
import { LogError, WindowStoreError } from '@landfall/ports';
import type { Random } from '@landfall/simulator';
import type { EffectKind, Pass, Passage } from './effects.ts';
import type { FaultName, Faults } from './faults.ts';
import type { Scheduler } from './scheduler.ts';
import type { WindowServer } from './window-server.ts';

/** What runs in the world until it dies: from then on nothing that it waits for ever comes. */
export interface Process {
  readonly client: symbol;
  readonly pass: Pass;
  readonly clock: Clock;
  readonly dead: boolean;
  die(): void;
}

export interface World {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly faults: Faults;
  readonly windows: WindowServer;
  /** Partitions that are held, and until when. */
  readonly held: Map<string, number>;
}

const forever = (): Promise<never> => new Promise(() => {});

const STEP_MS_MAX = 5;
const HELD_MS_MAX = 20_000;

/** Where it may crash it calls `onCrash` when it does. */
export function startProcess(world: World, onCrash?: () => void): Process {
  const { scheduler, faults } = world;
  let dead = false;
  const die = (): void => {
    dead = true;
  };
  const crashes = (way: Passage['way']): boolean => {
    if (onCrash === undefined || !faults.strikes(way === 'to' ? 'crash-before-effect' : 'crash-after-effect'))
      return false;
    die();
    onCrash();
    return true;
  };
  return {
    client: Symbol('a process'),
    get dead() {
      return dead;
    },
    die,
    async pass(passage) {
      if (dead || crashes(passage.way)) await forever();
      if (passage.kind === 'windows' && faults.strikes('windows-wiped')) world.windows.wipe();
      const loss = lossOf(world, passage);
      await scheduler.wait(delayMs(world, passage));
      if (dead) await forever();
      if (loss !== null) throw loss;
    },
    clock: {
      now: () => scheduler.now(),
      async sleep(ms, signal) {
        await scheduler.sleep(ms, signal);
        if (dead) await forever();
      },
    },
  };
}

const LOSSES: Readonly<Record<EffectKind, Partial<Record<Passage['way'], FaultName>>>> = {
  append: { to: 'append-refused', back: 'append-unanswered' },
  commit: { to: 'commit-lost' },
  deliver: {},
  'read-log': { to: 'log-unreadable' },
  windows: { to: 'windows-refused', back: 'windows-unanswered' },
  'marks-since': {},
};

function lossOf({ faults }: World, { kind, way }: Passage): Error | null {
  const fault = LOSSES[kind][way];
  if (fault === undefined || !faults.strikes(fault)) return null;
  return kind === 'windows'
    ? new WindowStoreError('windows-unavailable', `The simulated world says: ${fault}.`)
    : new LogError('log-unavailable', `The simulated world says: ${fault}.`);
}

function delayMs(world: World, passage: Passage): number {
  const { random, faults } = world;
  const usualMs = random.below(STEP_MS_MAX);
  if (passage.kind === 'marks-since') return faults.strikes('stale-table') ? random.below(5000) : usualMs;
  if (passage.kind !== 'deliver') return faults.strikes('slow-call') ? random.below(1000) : usualMs;
  return heldMs(world, passage) + (faults.strikes('slow-delivery') ? random.below(2000) : usualMs);
}

function heldMs({ scheduler, random, faults, held }: World, { partition }: Passage): number {
  if (partition === undefined) return 0;
  const key = `${partition.topic}/${partition.partition}`;
  const nowMs = scheduler.now();
  if (faults.strikes('held-partition')) held.set(key, nowMs + random.below(HELD_MS_MAX));
  return Math.max(0, (held.get(key) ?? 0) - nowMs);
}
