/** What the brokers, or TLS beneath them, said, as far as it tells what to check. */
export interface Symptom {
  /** The client's class of error. */
  readonly name: string;
  /** Kafka's own name of the error, or ''. */
  readonly type: string;
  /** The code of Node or of OpenSSL, or ''. */
  readonly code: string;
  readonly message: string;
}

type Sign = (symptom: Symptom) => boolean;

const UNTRUSTED = /^(?:CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;
/** What the other side tells of our certificate, or of our having none. */
const REFUSED_BY_PEER = /_ALERT_(?:BAD_|UNSUPPORTED_)?CERTIFICATE|_ALERT_UNKNOWN_CA|_CERTIFICATE_REQUIRED/;

const REMEDIES: readonly (readonly [sign: Sign, remedy: string])[] = [
  [
    ({ name }) => name === 'KafkaJSSASLAuthenticationError',
    'Check the SASL mechanism, the user name and the password.',
  ],
  [
    ({ type }) => /_SASL_(?:STATE|MECHANISM)$/.test(type),
    'Check that the address is that of a listener with SASL, and that it offers the mechanism.',
  ],
  [({ type }) => type.endsWith('_AUTHORIZATION_FAILED'), 'Check the rights (ACLs) of the user.'],
  [
    ({ code }) => code === 'ERR_TLS_CERT_ALTNAME_INVALID',
    'Check that the address names the broker as its certificate does.',
  ],
  [({ code }) => UNTRUSTED.test(code), 'Check the authority (CA) that the broker’s certificate is verified by.'],
  [({ code }) => REFUSED_BY_PEER.test(code), 'Check our own certificate and its key: the broker refuses them.'],
  [
    ({ message }) => /before secure TLS connection was established|wrong version number/i.test(message),
    'Check that the address is that of a listener with TLS.',
  ],
  [
    ({ name }) => name === 'KafkaJSConnectionClosedError',
    'Check the brokers, and whether the listener asks for TLS or SASL.',
  ],
];

/** What to check, as a sentence; '' where the errors do not tell. */
export function remedyFor(symptoms: readonly Symptom[]): string {
  return REMEDIES.find(([sign]) => symptoms.some(sign))?.[1] ?? '';
}
