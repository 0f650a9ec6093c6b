import type { Envelope } from './envelopes.ts';
import type { SimulatedMessage } from './messages.ts';
import { pause } from './pause.ts';
import type { PlayOptions } from './play.ts';

export type PlayErrorCode = 'unauthorised';

/** A play that cannot go on. */
export class PlayError extends Error {
  override readonly name = 'PlayError';
  readonly code: PlayErrorCode;
  constructor(code: PlayErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export interface Post {
  /** Sends a message until it is answered. Resolves also when it is refused for good, which is reported. */
  readonly send: (envelope: Envelope) => Promise<void>;
  /** How many were refused for good. */
  readonly refused: () => number;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  /** What the service asked for; null when it asked for nothing. */
  readonly retryAfterMs: number | null;
}

/** What the service says of an entry. */
interface EntryAnswer {
  readonly entryId: string;
  readonly revision: number;
  readonly state: string;
}

const RETRY_FIRST_MS = 250;
const RETRY_MAX_MS = 5_000;
const RETRY_AFTER_MAX_MS = 30_000;
/** Answers of 5xx other than 503 after which a message counts as refused. */
const SERVER_FAILURES_MAX = 5;
const REQUEST_TIMEOUT_MS = 60_000;
const ENTRIES_PATH = '/v1/watchlist/entries';
const ENTRIES_PAGE = 500;

type PostOptions = Pick<PlayOptions, 'baseUrl' | 'keys' | 'signal' | 'onRefused'>;

/** The senders' side of HTTP. It remembers the entries that it has sent: as many as the stories have, about ten. */
export function createPost(options: PostOptions): Post {
  const entries = new Map<string, EntryAnswer>();
  let refusedCount = 0;
  const refuse = (path: string, answer: Answer): void => {
    refusedCount += 1;
    options.onRefused?.({ path, status: answer.status, detail: answer.text.slice(0, 500) });
  };
  const settle = (path: string, answer: Answer): void => {
    if (answer.status >= 300 || rejectedOf(answer) > 0) refuse(path, answer);
  };
  const sendEntry = async (envelope: Envelope, key: string): Promise<void> => {
    const first = await request(options, envelope);
    const answer = first?.status === 409 ? await amend(options, envelope, first) : first;
    if (answer === null) return;
    const entry = entryOf(answer);
    if (answer.status < 300 && entry !== null) entries.set(key, entry);
    settle(envelope.path, answer);
  };
  const approve = async (envelope: Envelope, key: string): Promise<void> => {
    const entry = entries.get(key) ?? (await findEntry(options, envelope));
    if (entry === null || entry.state !== 'AWAITING_APPROVAL') return;
    const path = envelope.path.replace(':id', entry.entryId);
    const answer = await request(options, { ...envelope, path, body: JSON.stringify({ revision: entry.revision }) });
    if (answer !== null && answer.status !== 409) settle(path, answer);
  };
  return {
    refused: () => refusedCount,
    send: async (envelope) => {
      const { kind, entryKey } = envelope;
      if (entryKey !== null) return kind === 'approval' ? approve(envelope, entryKey) : sendEntry(envelope, entryKey);
      const answer = await request(options, envelope);
      // A group that the registry has already, perhaps amended by somebody, stays as it is.
      if (answer !== null && !(kind === 'ocg' && answer.status === 409)) settle(envelope.path, answer);
    },
  };
}

/** The entry is there from an earlier day or play: it gets what this one says. */
async function amend(options: PostOptions, envelope: Envelope, conflict: Answer): Promise<Answer | null> {
  const known = entryOf(conflict);
  if (known === null) return conflict;
  const { list: _list, ...content } = recordOf(envelope.body) ?? {};
  const body = JSON.stringify({ ...content, revision: known.revision });
  return request(options, { ...envelope, method: 'PUT', path: `${ENTRIES_PATH}/${known.entryId}`, body });
}

/** An entry that waits for approval and was sent before this play began. */
async function findEntry(options: PostOptions, envelope: Envelope): Promise<EntryAnswer | null> {
  for (let cursor = ''; ;) {
    const path = `${ENTRIES_PATH}?state=AWAITING_APPROVAL&limit=${ENTRIES_PAGE}${cursor}`;
    const answer = await request(options, { ...envelope, method: 'GET', path, body: '' });
    const page = answer?.status === 200 ? recordOf(answer.text) : null;
    const listed = Array.isArray(page?.['entries']) ? page['entries'].filter(isRecord) : [];
    const found = listed.find((entry) => entry['sourceReference'] === envelope.entryKey);
    if (found !== undefined) return entryFrom(found);
    if (typeof page?.['nextCursor'] !== 'string') return null;
    cursor = `&cursor=${encodeURIComponent(page['nextCursor'])}`;
  }
}

type Sendable = Pick<SimulatedMessage, 'role' | 'path' | 'contentType' | 'body'> & {
  readonly method: SimulatedMessage['method'] | 'GET';
};

/**
 * Sends until there is an answer that settles it: after a lost connection, 429 and 503 again and again, after another 5xx a few times.
 * Null when the signal ended it.
 */
async function request(options: PostOptions, message: Sendable): Promise<Answer | null> {
  const { signal } = options;
  let failures = 0;
  for (let waitMs = RETRY_FIRST_MS; ; waitMs = Math.min(waitMs * 2, RETRY_MAX_MS)) {
    if (signal?.aborted === true) return null;
    const answer = await attempt(options, message);
    if (answer !== null && (answer.status === 401 || (answer.status === 403 && message.role !== 'secondAnalyst'))) {
      throw new PlayError('unauthorised', `The key of the ${message.role} was refused at ${message.path}.`);
    }
    if (answer !== null && answer.status < 500 && answer.status !== 429) return answer;
    if (answer !== null && answer.status !== 503 && answer.status !== 429) failures += 1;
    if (answer !== null && failures >= SERVER_FAILURES_MAX) return answer;
    await pause(answer?.retryAfterMs ?? waitMs, signal);
  }
}

/** One request; null when the connection was lost, could not be made, or took too long. */
async function attempt({ baseUrl, keys, signal }: PostOptions, message: Sendable): Promise<Answer | null> {
  const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  try {
    const response = await fetch(new URL(message.path, baseUrl), {
      method: message.method,
      headers: { authorization: `Bearer ${keys[message.role]}`, 'content-type': message.contentType },
      ...(message.method === 'GET' ? {} : { body: message.body }),
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    return { status: response.status, text: await response.text(), retryAfterMs: retryAfterMs(response) };
  } catch {
    return null;
  }
}

function retryAfterMs(response: Response): number | null {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds * 1_000, RETRY_AFTER_MAX_MS) : null;
}

/** Records that the service made dead letters or refused rows of, by its answer. */
function rejectedOf(answer: Answer): number {
  const body = recordOf(answer.text);
  const count = body?.['rejectedTotal'] ?? body?.['refused'];
  return typeof count === 'number' ? count : 0;
}

function entryOf(answer: Answer): EntryAnswer | null {
  const body = recordOf(answer.text);
  return body === null ? null : entryFrom(body);
}

function entryFrom(body: Readonly<Record<string, unknown>>): EntryAnswer | null {
  const { entryId, revision, state } = body;
  if (typeof entryId !== 'string' || typeof revision !== 'number') return null;
  return { entryId, revision, state: typeof state === 'string' ? state : '' };
}

function recordOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
