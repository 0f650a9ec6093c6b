/**
 * What groups have committed.
 *
 * Guarantee: a commit is in force for this process at once, and written with the next transaction, in order: never
 *   ahead of the records that it counts.
 * On crash: the last commits may be forgotten; then their batches are handed over again, which the port allows.
 * On retry: what could not be written stays due, and goes with the next transaction.
 * Bounds: one number per group and topic.
 */
import { LogError } from '@landfall/ports';
import type { LogFile } from './log-file.ts';

export interface Groups {
  /** The offset to read next; undefined when the group has never committed. */
  readonly committed: (group: string, topic: string) => number | undefined;
  readonly commit: (group: string, topic: string, next: number) => void;
  readonly due: () => boolean;
  /** Inside a transaction: writes what is due. */
  readonly write: () => void;
  /** After the transaction. */
  readonly settle: (committed: boolean) => void;
  /** Makes the caller the only member of the group on these topics, until it calls the result. Throws `log-locked`. */
  readonly join: (group: string, topics: readonly string[]) => () => void;
}

interface Commit {
  readonly group: string;
  readonly topic: string;
  next: number;
}

const nameOf = (group: string, topic: string): string => JSON.stringify([group, topic]);

export function openGroups(file: LogFile): Groups {
  const commits = new Map<string, Commit>();
  const due = new Set<Commit>();
  let writing: Commit[] = [];
  const members = new Set<string>();
  for (const row of file.run(() => file.db.prepare('SELECT member, topic, next FROM commits').all())) {
    const commit = { group: String(row['member']), topic: String(row['topic']), next: Number(row['next']) };
    commits.set(nameOf(commit.group, commit.topic), commit);
  }
  const upsert = file.db.prepare('INSERT OR REPLACE INTO commits (member, topic, next) VALUES (?, ?, ?)');
  return {
    committed: (group, topic) => commits.get(nameOf(group, topic))?.next,
    commit: (group, topic, next) => {
      const name = nameOf(group, topic);
      const commit = commits.get(name) ?? { group, topic, next };
      commit.next = next;
      commits.set(name, commit);
      due.add(commit);
    },
    due: () => due.size > 0,
    write: () => {
      writing = [...due];
      for (const { group, topic, next } of writing) upsert.run(group, topic, next);
    },
    settle: (committed) => {
      if (committed) for (const commit of writing) due.delete(commit);
      writing = [];
    },
    join: (group, topics) => {
      const names = topics.map((topic) => nameOf(group, topic));
      const taken = topics.find((_, index) => members.has(names[index] ?? ''));
      if (taken !== undefined) {
        const text = `Group ${group} already has its one consumer of ${taken}: there is one partition a topic.`;
        throw new LogError('log-locked', `${text} Close that consumer first, or use another group.`);
      }
      for (const name of names) members.add(name);
      return () => {
        for (const name of names) members.delete(name);
      };
    },
  };
}
