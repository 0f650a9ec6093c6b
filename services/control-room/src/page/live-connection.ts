import { sseParser, type SseMessage } from './sse-parser.ts';

/**
 * The page's end of the live stream.
 *
 * Guarantee: messages are handed over in order; after a lost connection the stream resumes behind the last one handed over.
 * On crash: the page's state goes with the page; the next one starts from a snapshot.
 * On retry: waits 250 ms, doubling to 2 s, for ever; a stream that is silent for 25 s (two heartbeats missed) counts as lost.
 * Bounds: one request at a time.
 */
export type ConnectionState = 'connecting' | 'live' | 'lost' | 'signed-out';

export interface LiveConnectionOptions {
  readonly url: string;
  readonly onMessages: (messages: readonly SseMessage[]) => void;
  readonly onState: (state: ConnectionState) => void;
  /** Called whenever anything came from the server, before it is handed over. */
  readonly onHeard: () => void;
}

const BACK_OFF_MIN_MS = 250;
const BACK_OFF_MAX_MS = 2000;
const SILENCE_MAX_MS = 25_000;

/** Connects and keeps connected until the returned function is called. */
export function openLiveConnection(options: LiveConnectionOptions): () => void {
  const closed = new AbortController();
  void keepConnected(options, closed.signal);
  return () => closed.abort();
}

async function keepConnected(options: LiveConnectionOptions, closed: AbortSignal): Promise<void> {
  let lastId: string | null = null;
  let backOffMs = BACK_OFF_MIN_MS;
  const stream = {
    ...options,
    onMessages(messages: readonly SseMessage[]) {
      lastId = messages.findLast((message) => message.id !== null)?.id ?? lastId;
      options.onMessages(messages);
    },
    onOpen() {
      options.onHeard();
      backOffMs = BACK_OFF_MIN_MS;
      options.onState('live');
    },
  };
  while (!closed.aborted) {
    const outcome = await readStream(stream, lastId, closed).catch(() => 'lost' as const);
    if (closed.aborted) return;
    options.onState(outcome);
    if (outcome === 'signed-out') return;
    await pause(backOffMs);
    backOffMs = Math.min(BACK_OFF_MAX_MS, backOffMs * 2);
  }
}

interface StreamOptions extends LiveConnectionOptions {
  readonly onOpen: () => void;
}

async function readStream(
  options: StreamOptions,
  lastId: string | null,
  closed: AbortSignal,
): Promise<'lost' | 'signed-out'> {
  const silent = new AbortController();
  let timer = setTimeout(() => silent.abort(), SILENCE_MAX_MS);
  try {
    const url = lastId === null ? options.url : `${options.url}?after=${encodeURIComponent(lastId)}`;
    const signal = AbortSignal.any([closed, silent.signal]);
    const response = await fetch(url, { signal, headers: { accept: 'text/event-stream' }, cache: 'no-store' });
    if (response.status === 401 || response.status === 403) return 'signed-out';
    if (!response.ok || response.body === null) return 'lost';
    options.onOpen();
    const parse = sseParser();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return 'lost';
      options.onHeard();
      clearTimeout(timer);
      timer = setTimeout(() => silent.abort(), SILENCE_MAX_MS);
      const messages = parse(value);
      if (messages.length > 0) options.onMessages(messages);
    }
  } finally {
    clearTimeout(timer);
    silent.abort();
  }
}

function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, delayMs);
  });
}
