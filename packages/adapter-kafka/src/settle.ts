/** A promise whose rejection somebody may look at later: unobserved, it does not end the process. */
export function settlable(): PromiseWithResolvers<void> {
  const settled = Promise.withResolvers<void>();
  settled.promise.catch(() => {});
  return settled;
}

/** Resolves after so long, or at once when the signal is given. Never rejects. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done);
  });
}

/** Settles as the work does, or rejects with what `late` gives when it takes longer. The work is not ended by that. */
export async function withinOrElse<T>(ms: number, work: Promise<T>, late: () => Error): Promise<T> {
  const tooLate = Promise.withResolvers<never>();
  const timer = setTimeout(() => tooLate.reject(late()), ms);
  try {
    return await Promise.race([work, tooLate.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Resolves when the work settles or the time is over, whichever comes first: a client that hangs must not hang us. */
export async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  const quiet = work.catch(() => {});
  await Promise.race([quiet, pause(ms, over.signal)]);
  over.abort();
}
