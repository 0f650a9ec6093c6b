import { LogError } from '@landfall/ports';

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
  return new LogError('log-unavailable', `Kafka: ${error.message}`, options);
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
  const [first] = causesOf(error);
  if (first === undefined || !causesOf(error).some(isClientError)) return false;
  return causesOf(error).every((one) => !('retriable' in one) || one.retriable === true || isWrapper(one));
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

function causesOf(error: unknown): Error[] {
  const found: Error[] = [];
  for (let one = error; one instanceof Error && !found.includes(one); one = one.cause) found.push(one);
  return found;
}

function typeOf(error: Error): string {
  return 'type' in error && typeof error.type === 'string' ? error.type : '';
}

function isClientError(error: Error): boolean {
  return error.name.startsWith('KafkaJS');
}

/** These say that tries ended, not why they failed. */
function isWrapper(error: Error): boolean {
  return error.name === 'KafkaJSNumberOfRetriesExceeded' || error.name === 'KafkaJSNonRetriableError';
}
