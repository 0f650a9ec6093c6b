import type { Random } from '@landfall/simulator';

/**
 * Everything that goes wrong in the simulated world, with how often: the probability of each occasion at which it can. A seed suffers a
 * subset of them.
 */
const FAULTS = {
  /** A batch is handed over late, by up to 2 s, while those of other partitions go on. */
  'slow-delivery': 0.2,
  /** A partition is not handed over at all for up to 20 s: its facts come after all others. */
  'held-partition': 0.04,
  /** Something that the log or the windows were asked for is done late, or its answer comes late, by up to 1 s. */
  'slow-call': 0.1,
  /** A fact or entry is appended up to 20 s after its turn, behind facts of later event time. */
  'late-fact': 0.15,
  /** An append is refused before a partition has its records: those of other partitions may have theirs. */
  'append-refused': 0.06,
  /** An append is stored, and the answer lost: the records are appended again. */
  'append-unanswered': 0.06,
  /** The log cannot be read for once. */
  'log-unreadable': 0.01,
  /** A commit is lost, and the batch handed over again. */
  'commit-lost': 0.12,
  /** A part of a call to the windows is not done and the call fails, though the data is whole. */
  'windows-refused': 0.01,
  /** A part of a call to the windows is done and its answer lost. */
  'windows-unanswered': 0.01,
  /** While somebody uses the windows they lose everything: facts, marks, what rules keep, positions. */
  'windows-wiped': 0.008,
  /** A matcher hears late of marks that it has to ask for, by up to 5 s: meanwhile its table is stale. */
  'stale-table': 0.5,
  /** A matcher dies on its way to an effect, which is not done; after some time another takes its place. */
  'crash-before-effect': 0.005,
  /** A matcher dies when an effect is done, and does not hear of it. */
  'crash-after-effect': 0.005,
  /** A matcher more joins the groups, and partitions move to it while their batches are in hand elsewhere. */
  'matcher-joins': 1,
  /** A matcher stops in good order, and its partitions move. */
  'matcher-leaves': 1,
} as const satisfies Readonly<Record<string, number>>;

export type FaultName = keyof typeof FAULTS;

export const FAULT_NAMES = Object.keys(FAULTS) as readonly FaultName[];

export interface Faults {
  readonly chosen: readonly FaultName[];
  /** Whether the fault happens on this occasion; it is counted when it does. */
  strikes(name: FaultName): boolean;
  /** How often each has happened. */
  readonly struck: ReadonlyMap<FaultName, number>;
  /** Nothing goes wrong any more. */
  calm(): void;
}

/** A third of the seeds suffers a few faults, a third about half of them, a third nearly all. */
export function chooseFaults(random: Random): Faults {
  const share = random.pick([0.2, 0.5, 0.9]);
  const chosen = FAULT_NAMES.filter(() => random.chance(share));
  const force = random.pick([0.3, 1, 2]);
  const struck = new Map<FaultName, number>();
  let isCalm = false;
  return {
    chosen,
    struck,
    strikes(name) {
      if (isCalm || !chosen.includes(name) || !random.chance(FAULTS[name] * force)) return false;
      struck.set(name, (struck.get(name) ?? 0) + 1);
      return true;
    },
    calm() {
      isCalm = true;
    },
  };
}
