import { LogError } from '@landfall/ports';
import { KafkaJSConnectionError, KafkaJSNonRetriableError, KafkaJSProtocolError } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { isPassing, protocolError, toLogError } from './log-errors.ts';

/** A protocol error as kafkajs makes it from a broker's answer. */
function answered(type: string, retriable: boolean): KafkaJSProtocolError {
  const error = new KafkaJSProtocolError(new Error(type));
  return Object.assign(error, { type, retriable });
}

/** Of a class that the types of kafkajs leave out. */
const named = (name: string): Error => Object.assign(new Error('refused'), { name });

const wrapped = (cause: Error): Error => Object.assign(new KafkaJSNonRetriableError(cause), { cause });

describe('toLogError', () => {
  it.each([
    ['UNKNOWN_TOPIC_OR_PARTITION', 'log-topic-unknown'],
    ['MESSAGE_TOO_LARGE', 'log-record-too-large'],
    ['NOT_ENOUGH_REPLICAS', 'log-unavailable'],
  ])('names %s %s, also when the client has wrapped it', (type, code) => {
    expect(toLogError(answered(type, true))).toMatchObject({ name: 'LogError', code });
    expect(toLogError(wrapped(answered(type, true)))).toMatchObject({ name: 'LogError', code });
  });

  it('gives back a LogError and a programmer error as they are', () => {
    for (const error of [new LogError('log-closed', 'closed'), new TypeError('a bug')])
      expect(toLogError(error)).toBe(error);
  });
});

describe('what a LogError says to check', () => {
  it.each([
    [named('KafkaJSSASLAuthenticationError'), 'password'],
    [answered('ILLEGAL_SASL_STATE', false), 'listener with SASL'],
    [answered('GROUP_AUTHORIZATION_FAILED', false), 'rights'],
    [new KafkaJSConnectionError('x', { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }), 'authority'],
    [new KafkaJSConnectionError('x', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }), 'names the broker'],
    [new KafkaJSConnectionError('x', { code: 'ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE' }), 'our own certificate'],
    [named('KafkaJSConnectionClosedError'), 'TLS or SASL'],
  ])('follows from the error of the client: %s', (error, remedy) => {
    for (const one of [error, wrapped(error)])
      expect(toLogError(one)).toMatchObject({ code: 'log-unavailable', message: expect.stringContaining(remedy) });
  });

  it('is left out where the error does not tell', () => {
    expect(toLogError(new KafkaJSConnectionError('Connection timeout'))).toMatchObject({
      message: 'Kafka: Connection timeout.',
    });
  });
});

describe('isPassing', () => {
  it('lets a broker that is away or still loading be tried again', () => {
    expect(isPassing(new KafkaJSConnectionError('refused', { broker: 'a:1' }))).toBe(true);
    expect(isPassing(wrapped(answered('GROUP_LOAD_IN_PROGRESS', true)))).toBe(true);
    expect(isPassing(toLogError(answered('GROUP_LOAD_IN_PROGRESS', true)))).toBe(true);
  });

  it('does not try again what cannot pass', () => {
    expect(isPassing(answered('TOPIC_AUTHORIZATION_FAILED', false))).toBe(false);
    expect(isPassing(new TypeError('a bug'))).toBe(false);
  });
});

describe('protocolError', () => {
  it('finds what the broker answered', () => {
    expect(protocolError(wrapped(answered('OFFSET_OUT_OF_RANGE', false)))).toBe('OFFSET_OUT_OF_RANGE');
    expect(protocolError(new Error('another'))).toBe('');
  });
});
