export interface SseMessage {
  readonly id: string | null;
  readonly event: string;
  readonly data: string;
}

/** Most characters of an unfinished message; a server that sends more is not ours. */
const BUFFER_MAX = 64 * 1024 * 1024;

/**
 * Cuts a text/event-stream into messages, whatever way the network cut it into chunks. Comments (heartbeats) give nothing.
 * Throws RangeError when a message does not end within the bound.
 */
export function sseParser(): (chunk: string) => readonly SseMessage[] {
  let pending: string[] = [];
  let pendingLength = 0;
  let tail = '';
  return (chunk) => {
    const messages: SseMessage[] = [];
    pending.push(chunk);
    pendingLength += chunk.length;
    if (pendingLength > BUFFER_MAX) throw new RangeError('a message of the live stream is too long');
    if (!(tail + chunk).includes('\n\n')) {
      tail = chunk.slice(-1);
      return messages;
    }
    const blocks = pending.join('').split('\n\n');
    const rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const message = parseBlock(block);
      if (message !== null) messages.push(message);
    }
    pending = [rest];
    pendingLength = rest.length;
    tail = rest.slice(-1);
    return messages;
  };
}

function parseBlock(block: string): SseMessage | null {
  let id: string | null = null;
  let event = 'message';
  const data: string[] = [];
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const value = line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    const field = line.slice(0, colon);
    if (field === 'id') id = value;
    else if (field === 'event') event = value;
    else if (field === 'data') data.push(value);
  }
  return data.length === 0 ? null : { id, event, data: data.join('\n') };
}
