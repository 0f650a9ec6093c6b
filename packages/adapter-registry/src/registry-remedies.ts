/** By what the client's message says: the code of a failed connection does not come through it. */
const REMEDIES: readonly (readonly [sign: RegExp, remedy: string])[] = [
  [/unauthori[sz]ed|forbidden|status 40[13]/i, 'Check the user name and the password, and what the user may do.'],
  [/altnames/i, 'Check that the URL names the registry as its certificate does.'],
  [/certificate|self.signed/i, 'Check the authority (CA) that the registry’s certificate is verified by.'],
  [/wrong version number|packet length too long/i, 'Check the URL: the registry may speak plain http: there.'],
  [/socket hang up|ECONNRESET/i, 'Check the registry, and the URL: it may speak https: there.'],
];

/** What to check, as a sentence; '' where the message does not tell. */
export function remedyFor(message: string): string {
  return REMEDIES.find(([sign]) => sign.test(message))?.[1] ?? '';
}
