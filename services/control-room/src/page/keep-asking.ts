export interface KeepAskingOptions {
  /** Asks once. Must not reject. */
  readonly ask: () => Promise<void>;
  /** Pause after an answer, milliseconds. */
  readonly everyMs: number;
  /** Pause before an answer that is wanted sooner, milliseconds: what wants it within this time shares one. */
  readonly soonMs: number;
}

/** Asks at once and then again and again, one question at a time. The returned function asks sooner. */
export function keepAsking({ ask, everyMs, soonMs }: KeepAskingOptions): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let state: 'asking' | 'waiting' | 'soon' = 'waiting';
  let wanted = false;
  const run = async (): Promise<void> => {
    state = 'asking';
    wanted = false;
    await ask();
    wait();
  };
  const wait = (): void => {
    clearTimeout(timer);
    state = wanted ? 'soon' : 'waiting';
    timer = setTimeout(() => void run(), wanted ? soonMs : everyMs);
  };
  void run();
  return () => {
    wanted = true;
    if (state === 'waiting') wait();
  };
}
