const REMEDIES: readonly (readonly [sign: RegExp, remedy: string])[] = [
  [
    /NOPERM|No permissions|can't run this command/i,
    'Check the rights (ACL) of the user: redisAccess gives those that are needed.',
  ],
  [/NOAUTH|WRONGPASS|Authentication required/i, 'Check the user name and the password.'],
  [/altnames/i, 'Check that the address names the server as its certificate does.'],
  [/alert number|certificate required/i, 'Check our own certificate and its key: the server refuses them.'],
  [/certificate|self.signed/i, 'Check the authority (CA) that the server’s certificate is verified by.'],
  [
    /wrong version number|packet length too long|before secure TLS/i,
    'Check that the address is that of a port with TLS.',
  ],
  // All that the client tells of a failed handshake with a node of a cluster.
  [
    /ECONNRESET|Connection is closed|Protocol error/i,
    'Check the server, whether its port asks for TLS, and the authority (CA) that its certificate is verified by.',
  ],
];

/** What to check, as a sentence; '' where the message does not tell. */
export function remedyFor(message: string): string {
  return REMEDIES.find(([sign]) => sign.test(message))?.[1] ?? '';
}

/** Of a cluster the error of the last node that was tried, which says more than that all have failed. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'lastNodeError' in error && error.lastNodeError instanceof Error ? error.lastNodeError.message : error.message;
}
