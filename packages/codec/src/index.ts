export { openCodec } from './codec.ts';
export type { Codec, CodecOptions, SchemaByTopic } from './codec.ts';
export { CodecError } from './codec-error.ts';
export type { CodecErrorCode } from './codec-error.ts';
export { ReadView, readViewSupport } from './read-view.ts';
export { HEADER_BYTES, schemaIdOf, writeHeader } from './wire-header.ts';
