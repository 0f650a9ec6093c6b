/** One event of the live stream as it goes over the wire. */
interface Frame {
  readonly id: string;
  readonly text: string;
}

export interface ReplayRing {
  /** Numbers the event and keeps it for pages that resume. */
  append(event: string, body: unknown): Frame;
  /** Id of the newest event; a page that has a snapshot of now resumes behind it. */
  lastId(): string;
  /**
   * Events after the one with this id, oldest first. Null when the id is not of this ring, or so old that events behind it have been
   * dropped: the page then needs a snapshot.
   */
  after(id: string): readonly Frame[] | null;
}

export interface ReplayRingOptions {
  /** Different after every start, so that an id of an earlier process is never taken for one of this. */
  readonly epoch: string;
  readonly eventsMax: number;
  readonly bytesMax: number;
}

/** The newest events of the live stream. Bounds: a number of events and of characters, whichever is reached first. */
export function replayRing(options: ReplayRingOptions): ReplayRing {
  const frames: Frame[] = [];
  let sequence = 0;
  let characters = 0;
  const idOf = (number: number): string => `${options.epoch}-${number}`;

  const trim = (): void => {
    while (frames.length > options.eventsMax || characters > options.bytesMax) {
      characters -= frames.shift()?.text.length ?? 0;
    }
  };

  return {
    append(event, body) {
      sequence += 1;
      const frame = { id: idOf(sequence), text: frameText(idOf(sequence), event, body) };
      frames.push(frame);
      characters += frame.text.length;
      trim();
      return frame;
    },
    lastId: () => idOf(sequence),
    after(id) {
      const number = numberOf(id, options.epoch);
      if (number === null || number > sequence || number < sequence - frames.length) return null;
      return frames.slice(frames.length - (sequence - number));
    },
  };
}

/** The event as text/event-stream. JSON never holds a raw line break, so one data line carries it. */
export function frameText(id: string, event: string, body: unknown): string {
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(body)}\n\n`;
}

function numberOf(id: string, epoch: string): number | null {
  if (!id.startsWith(`${epoch}-`)) return null;
  const text = id.slice(epoch.length + 1);
  return /^\d{1,15}$/u.test(text) ? Number(text) : null;
}
