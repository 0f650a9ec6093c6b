export { openCodec, openDecoder } from './codec.ts';
export type { Codec, CodecOptions, Decoder, SchemaByTopic } from './codec.ts';
export { CodecError } from './codec-error.ts';
export type { CodecErrorCode } from './codec-error.ts';
export type { ReadView } from './read-view.ts';
export { HEADER_BYTES, schemaIdOf, writeHeader } from './wire-header.ts';
