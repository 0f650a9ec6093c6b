/** Why all-in-one cannot start or go on, with a message that says what to do. */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Turns what the world throws at start into what a person can do about it. */
export function explainFailure(
  error: unknown,
  place: { readonly dataFile: string; readonly port: number },
): StartError {
  if (error instanceof StartError) return error;
  const code = (error as { code?: unknown }).code;
  const options = { cause: error };
  switch (code) {
    case 'EADDRINUSE':
      return new StartError(
        'port-in-use',
        `Port ${place.port} is in use. Is Landfall already running? Stop it, or choose another port: npm start -- --port ${place.port + 1}`,
        options,
      );
    case 'EACCES':
      return new StartError(
        'not-permitted',
        `Not permitted: ${(error as Error).message}. Choose a port over 1023 and a folder you may write to.`,
        options,
      );
    case 'ENOENT':
      return new StartError(
        'folder-missing',
        `${(error as Error).message}. Make the folder of the data file first.`,
        options,
      );
    case 'ENOSPC':
    case 'log-full':
      return new StartError(
        'disk-full',
        `The disk of ${place.dataFile} is full. Free some room, or move the file and say where: npm start -- --data FILE`,
        options,
      );
    case 'log-newer-version':
      return new StartError(
        'data-newer-version',
        `${place.dataFile} was written by a newer version of Landfall. Start that version, or choose another file: npm start -- --data FILE`,
        options,
      );
    case 'log-locked':
      return new StartError(
        'data-in-use',
        `${place.dataFile} is in use by another process. Stop it, or choose another file: npm start -- --data FILE`,
        options,
      );
    case 'log-damaged':
      return new StartError(
        'data-damaged',
        `${place.dataFile} is damaged: ${(error as Error).message}. Restore it from a backup, or move it away to start afresh.`,
        options,
      );
    default:
      return new StartError(
        'unexpected',
        error instanceof Error ? (error.stack ?? error.message) : String(error),
        options,
      );
  }
}
