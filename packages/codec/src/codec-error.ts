export type CodecErrorCode =
  'topic-unknown' | 'event-invalid' | 'header-invalid' | 'schema-not-loaded' | 'schema-mismatch' | 'value-invalid';

export class CodecError extends Error {
  override readonly name = 'CodecError';
  readonly code: CodecErrorCode;

  constructor(code: CodecErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
