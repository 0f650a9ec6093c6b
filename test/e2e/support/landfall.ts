import type { Role } from '@landfall/runtime';

/** Landfall as people and machines meet it, whatever it is made of. */
export interface Landfall {
  /** Where the page is. */
  readonly baseUrl: string;
  readonly port: number;
  /** Opens the page, signed in. */
  readonly controlRoomUrl: string;
  /** Where a path is served. */
  originOf(path: string): string;
  /** The nth key of a role. */
  key(role: Role, nth?: number): string;
  /** Kills every process of it at once, as a power cut would. What it wrote stays. */
  kill(): Promise<void>;
  /** Starts it again on the same data and ports, and waits until it is ready. */
  startAgain(): Promise<void>;
  /** Kills it and removes what it wrote. */
  close(): Promise<void>;
}

/** What the tests of a file share: the components that every start of Landfall uses. */
export interface PreparedWorld {
  /** Landfall without any data, ready. */
  start(): Promise<Landfall>;
  release(): Promise<void>;
}

/** One of the worlds that the suite runs in. */
export interface EndToEndWorld {
  readonly name: string;
  /** False after a loud message: a component of it is absent. */
  readonly isHere: boolean;
  prepare(): Promise<PreparedWorld>;
}
