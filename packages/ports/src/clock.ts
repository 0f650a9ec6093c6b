/** Time as the services see it. Tests use a virtual one. */
export interface Clock {
  /** Now, epoch milliseconds. Does not go back while the process lives. */
  now(): number;
  /** Resolves after the delay, or at once when the signal aborts. Never rejects. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
}
