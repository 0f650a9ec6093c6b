/** Every bound of ingest, in one place. A bound that is hit ends in a coded answer, a dead letter or a counter. */

/** Largest request body, bytes, before and after inflation. */
export const BODY_MAX_BYTES = 16 * 1024 * 1024;
/** How far an oversized body is read on and thrown away, so that its sender gets the answer instead of a reset, bytes. */
export const DRAIN_MAX_BYTES = 64 * 1024 * 1024;
/** What a dead letter keeps of a body that is refused for its size, bytes. */
export const OVERSIZED_KEPT_BYTES = 64 * 1024;
/** Records in one request. */
export const BATCH_MAX_RECORDS = 10_000;
/** Bytes of bodies in work at once, over all requests. */
export const IN_FLIGHT_MAX_BYTES = 64 * 1024 * 1024;
/** Records in work at once, over all requests. */
export const IN_FLIGHT_MAX_RECORDS = 50_000;

/** Nesting of a JSON or XML document. */
export const NESTING_MAX = 32;
/** An XML document, bytes: cameras send a few kilobytes. */
export const XML_MAX_BYTES = 1024 * 1024;
/** Captures in one XML document. */
export const XML_CAPTURES_MAX = 200;
/** Parts of a multipart body, images included. */
export const MULTIPART_PARTS_MAX = 32;

/** A camera id, characters. */
export const CAMERA_ID_MAX_CHARACTERS = 128;
/** Other texts of a message, characters; longer ones are cut. */
export const TEXT_MAX_CHARACTERS = 128;
/** Other readings of one plate. */
export const CANDIDATES_MAX = 16;
/** Clocks of one read. */
export const CLOCKS_MAX = 8;
/** Clocks of one message may differ by so much before the read is marked DISAGREES, and be ahead of receipt before it is marked AHEAD, ms. */
export const CLOCK_TOLERANCE_MS = 60_000;
/** A ship's arrival may be announced so far ahead, ms. */
export const ARRIVAL_AHEAD_MAX_MS = 30 * 24 * 3_600_000;

/** Rejections and ignored fields named in one answer; all are counted. */
export const REJECTIONS_LISTED_MAX = 100;
export const IGNORED_FIELDS_LISTED_MAX = 20;
/** Dead letters in the listing, newest kept. */
export const DEAD_LETTERS_LISTED_MAX = 10_000;
/** Ids remembered to recognise resends. */
export const RECENT_IDS_MAX = 200_000;
/** Sites in the camera reference document. */
export const CAMERA_SITES_MAX = 100_000;
