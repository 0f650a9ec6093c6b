/**
 * Why an input became a dead letter: the closed list. Each says what it means and what an operator does about it.
 * The README has a row for each, which `test/tidy` checks.
 */
export const REJECTIONS = {
  'body-empty': ['The request has no body.', 'Check the sender: a connection test of a camera looks like this.'],
  'body-too-large': ['The body is over 16 MiB, as sent or inflated.', 'Make the sender use smaller batches or images.'],
  'body-truncated': ['The body ends before its end.', 'Check the network; the sender should send it again.'],
  'batch-too-large': ['More than 10,000 records in one request.', 'Make the sender use smaller batches.'],
  'encoding-unsupported': ['The content encoding is neither identity nor gzip.', 'Change the setting of the sender.'],
  'encoding-invalid': [
    'The bytes are not valid in the encoding that they are declared or found to be in.',
    'Look at the bytes; change the setting of the sender.',
  ],
  'multipart-invalid': ['The multipart body cannot be taken apart.', 'Check the firmware of the sender.'],
  'document-missing': ['No part of the multipart body is a document.', 'Make the camera send metadata beside images.'],
  'json-invalid': ['The text is no JSON.', 'Correct the sender.'],
  'json-too-deep': ['The JSON is nested deeper than 32.', 'Correct the sender, or ask who sends such things.'],
  'duplicate-key': ['An object has one key twice; readers differ on which counts.', 'Correct the sender.'],
  'xml-invalid': ['The text is no well-formed XML.', 'Correct the sender, or check its firmware.'],
  'xml-doctype': ['The XML declares a document type or entities, which no camera needs.', 'Ask who sends such things.'],
  'xml-too-large': ['The XML is over 1 MiB, nested deeper than 32, or has over 200 captures.', 'Check the sender.'],
  'message-unknown': [
    'The message has none of the parts by which its format is known.',
    'Check which route the sender uses.',
  ],
  'field-invalid': [
    'A field is missing or has a value that it cannot have.',
    'Correct the sender; the detail names the field.',
  ],
  'plate-too-long': ['The plate has more than 64 characters.', 'Check the recogniser.'],
  'position-invalid': ['The position is no point on the ground.', 'Correct the sender or the site survey.'],
  'time-invalid': ['The time of the event cannot be read.', 'Check format and zone that the sender writes.'],
  'time-before-2000': [
    'The time of the event is before 2000: a clock that was never set.',
    'Set the clock of the camera.',
  ],
  'time-in-future': ['The time of the event is further ahead than a clock may be.', 'Set the clock of the camera.'],
  'gmr-invalid': ['The GMR does not fit the official patterns.', 'Compare with the port API; ask HMRC or the relay.'],
} as const satisfies Readonly<Record<string, readonly [meaning: string, remedy: string]>>;

export type RejectionCode = keyof typeof REJECTIONS;

/** Problems of a request that leave nothing behind: the sender still has the message, or there was none. */
export const REFUSALS = {
  overloaded: ['Too many bytes or records are in work.', 'Nothing: senders try again. If it lasts, add capacity.'],
  'log-full': ['The disk of the log is full.', 'Free space, or shorten the retention. Senders try again.'],
  'log-unavailable': ['The log does not take records.', 'See the log of the service. Senders try again.'],
  'reference-invalid': ['The reference document is unusable; the one before stays in force.', 'Correct the document.'],
  'dead-letter-unknown': ['No such dead letter among the newest 10,000.', 'Read the topic dead-letters itself.'],
  'dead-letter-expired': ['Retention has removed the bytes of the dead letter.', 'Nothing can be done.'],
  'not-replayable': [
    'The dead letter is cut, came from the log, or its route is gone.',
    'Ask the sender to send it again.',
  ],
} as const satisfies Readonly<Record<string, readonly [meaning: string, remedy: string]>>;

export type RefusalCode = keyof typeof REFUSALS;

const STATUS: Partial<Record<RejectionCode, number>> = {
  'body-too-large': 413,
  'batch-too-large': 413,
  'encoding-unsupported': 415,
};

/** HTTP status of a request of which nothing could be used. */
export function statusOf(code: RejectionCode): number {
  return STATUS[code] ?? 422;
}
