const REMEDY = 'landfall doctor says what is wrong and what to do.';

/** Does the work, or says on stderr why it failed and what to do, with the exit code set to 1. An error without a code is a fault of our own. */
export async function orSayWhy(work: () => Promise<void>, remedy = REMEDY): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (typeof code !== 'string' || !(error instanceof Error)) throw error;
    process.stderr.write(`Failed (${code}). ${error.message}\n${remedy}\n`);
    process.exitCode = 1;
  }
}
