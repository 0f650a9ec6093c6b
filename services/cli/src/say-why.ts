/** Does the work, or says on stderr why it failed, with the exit code set to 1. An error without a code is a fault of our own. */
export async function orSayWhy(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (typeof code !== 'string' || !(error instanceof Error)) throw error;
    process.stderr.write(`Failed (${code}). ${error.message}\nlandfall doctor says what is wrong and what to do.\n`);
    process.exitCode = 1;
  }
}
