/** Why a replay cannot be made: a closed list. The message says what to do, with an example where an option is wrong. */
export type ReplayErrorCode =
  'option-invalid' | 'rules-invalid' | 'watchlist-invalid' | 'too-many-hits' | 'interrupted';

export class ReplayError extends Error {
  override readonly name = 'ReplayError';
  readonly code: ReplayErrorCode;

  constructor(code: ReplayErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
