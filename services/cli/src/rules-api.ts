import { readKeysFile } from '@landfall/runtime';

/** One request to the watchlist service. Rejects with RulesApiError when it gets no answer in JSON. */
export type RulesApi = (
  method: 'GET' | 'PUT',
  path: string,
  body?: unknown,
) => Promise<{ readonly isOk: boolean; readonly body: Readonly<Record<string, unknown>> }>;

/** How long one answer may take. */
const ANSWER_MAX_MS = 30_000;

class RulesApiError extends Error {
  override readonly name = 'RulesApiError';
  readonly code: 'no-answer' | 'no-analyst-key';

  constructor(code: RulesApiError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The service at an address, with the first analyst's key of a keys file. Throws KeysFileError when the file cannot be used. */
export function rulesApi({ url, keys }: { readonly url: string; readonly keys: string }): RulesApi {
  const key = readKeysFile(keys).keys.find(({ role }) => role === 'analyst');
  if (key === undefined) throw new RulesApiError('no-analyst-key', `The keys file ${keys} has no key of an analyst.`);
  return async (method, path, body) => {
    try {
      const response = await fetch(new URL(path, url), {
        method,
        headers: { authorization: `Bearer ${key.key}`, 'content-type': 'application/json' },
        signal: AbortSignal.timeout(ANSWER_MAX_MS),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { isOk: response.ok, body: (await response.json()) as Readonly<Record<string, unknown>> };
    } catch (error) {
      throw new RulesApiError('no-answer', `No watchlist service answers at ${url}.`, { cause: error });
    }
  };
}
