import { LogError } from '@landfall/ports';
import { remedyFor } from './log-remedies.ts';

const TOPIC_UNKNOWN = new Set(['UNKNOWN_TOPIC_OR_PARTITION', 'INVALID_TOPIC_EXCEPTION']);
const TOO_LARGE = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']);

/** Turns what kafkajs threw into a LogError. Anything else is a programmer error and comes back as it is. */
export function toLogError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof LogError) return error;
  const types = causesOf(error).map(typeOf);
  const options = { cause: error };
  if (types.some((type) => TOPIC_UNKNOWN.has(type))) {
    return new LogError('log-topic-unknown', `Kafka does not know the topic (${error.message}).`, options);
  }
  if (types.some((type) => TOO_LARGE.has(type))) {
    return new LogError('log-record-too-large', `Kafka refuses the size of a record (${error.message}).`, options);
  }
  if (!causesOf(error).some(isClientError)) return error;
  const text = error.message.trim().replace(/(?<![.!?])$/, '.');
  return new LogError('log-unavailable', `Kafka: ${text} ${remedyOf(error)}`.trim(), options);
}

/** The error of Kafka's protocol, such as OFFSET_OUT_OF_RANGE, or '' where it is another. */
export function protocolError(error: unknown): string {
  return (
    causesOf(error)
      .map(typeOf)
      .find((type) => type !== '') ?? ''
  );
}

/** Whether brokers that come back, or a new leader, may let the same request through. */
export function isPassing(error: unknown): boolean {
  if (isSilence(error)) return true;
  const [first] = causesOf(error);
  if (first === undefined || !causesOf(error).some(isClientError)) return false;
  return causesOf(error).every((one) => !('retriable' in one) || one.retriable === true || isWrapper(one));
}

/** Whether a broker took a request and did not answer it in time. */
export function isTimeout(error: unknown): boolean {
  return isSilence(error) || causesOf(error).some((one) => one.name === 'KafkaJSRequestTimeoutError');
}

/** What this adapter found by its own clock, and not by an error of the client. */
function isSilence(error: unknown): boolean {
  return error instanceof LogError && error.code === 'log-unavailable' && error.cause === undefined;
}

export function closedError(): LogError {
  return new LogError('log-closed', 'The log is closed.');
}

export function unavailableError(message: string, cause?: unknown): LogError {
  return new LogError('log-unavailable', message, cause === undefined ? {} : { cause });
}

export function unknownTopicError(topic: string): LogError {
  return new LogError('log-topic-unknown', `There is no topic ${topic}; landfall topics apply creates it.`);
}

function remedyOf(error: Error): string {
  return remedyFor(
    causesOf(error).map((one) => ({ name: one.name, type: typeOf(one), code: codeOf(one), message: one.message })),
  );
}

function causesOf(error: unknown): Error[] {
  const found: Error[] = [];
  for (let one = error; one instanceof Error && !found.includes(one); one = one.cause) found.push(one);
  return found;
}

function typeOf(error: Error): string {
  return 'type' in error && typeof error.type === 'string' ? error.type : '';
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function isClientError(error: Error): boolean {
  // The client has no class for a broker that went away while it was being connected to.
  return error.name.startsWith('KafkaJS') || error.message === 'Broker not connected';
}

/** These say that tries ended, not why they failed. */
function isWrapper(error: Error): boolean {
  return error.name === 'KafkaJSNumberOfRetriesExceeded' || error.name === 'KafkaJSNonRetriableError';
}
