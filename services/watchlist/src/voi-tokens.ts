/** What a row may say in Spare 1 beyond the 16 columns, each as `key:value`, parted by semicolons or line breaks. */
const VOI_TOKENS = [
  'theme',
  'risk',
  'ocg',
  'review',
  'validFrom',
  'validTo',
  'contact',
  'lookBackHours',
  'forgiven',
] as const;

export type VoiToken = (typeof VOI_TOKENS)[number];

export interface ReadTokens {
  readonly tokens: Readonly<Partial<Record<VoiToken, string>>>;
  /** What remains for people to read. */
  readonly text: string;
}

const KEY_BY_SPELLING = new Map(VOI_TOKENS.map((token): [string, VoiToken] => [token.toLowerCase(), token]));

/**
 * Parts the tokens from the text. Keys are read in any case; the last of a repeated key counts; a text without tokens stays as it is.
 *
 * | Spare 1                                | tokens                  | text             |
 * |----------------------------------------|-------------------------|------------------|
 * | `Theme: gangs; do not stop; RISK:high` | theme gangs, risk high  | `do not stop`    |
 * | `Approach with care: dogs`             | none                    | unchanged        |
 */
export function readTokens(spare: string): ReadTokens {
  const tokens: Partial<Record<VoiToken, string>> = {};
  const rest: string[] = [];
  for (const part of spare.split(/[;\r\n]+/)) {
    const colon = part.indexOf(':');
    const key = colon < 0 ? undefined : KEY_BY_SPELLING.get(part.slice(0, colon).trim().toLowerCase());
    if (key === undefined) rest.push(part);
    else tokens[key] = part.slice(colon + 1).trim();
  }
  if (Object.keys(tokens).length === 0) return { tokens, text: spare };
  const text = rest.map((part) => part.trim()).filter((part) => part !== '');
  return { tokens, text: text.join('; ') };
}
