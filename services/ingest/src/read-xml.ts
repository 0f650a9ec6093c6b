import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { NESTING_MAX, XML_MAX_BYTES } from './bounds.ts';
import { charsetOf, decodeText } from './decode-text.ts';
import type { RejectionCode } from './codes.ts';
import type { SourceMessage } from './sources/source.ts';

/** An element: texts, elements, or lists of them, by local name in lower case. An element without children is its text. */
export type XmlValue = string | XmlElement | readonly XmlValue[];
export interface XmlElement {
  readonly [name: string]: XmlValue;
}

export type ReadXml =
  | { readonly ok: true; readonly root: XmlElement }
  | { readonly ok: false; readonly code: RejectionCode; readonly detail: string };

const DECLARATION_MAX_BYTES = 200;

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  removeNSPrefix: true,
  transformTagName: (name) => name.toLowerCase(),
  parseTagValue: false,
  trimValues: true,
  maxNestedTags: NESTING_MAX,
  // Only the entities of XML itself are left, and numbers: a document that declares others is refused before.
  processEntities: true,
  // Numbers (`&#49;`) are decoded only with this.
  htmlEntities: true,
});

/**
 * Reads an XML document: by byte order mark, its own declaration or the content type's charset. Document types and entity declarations
 * are refused before parsing, so an expanding or external entity costs one search. Namespace prefixes and the case of names are ignored,
 * because they differ by firmware.
 */
export function readXml(message: SourceMessage): ReadXml {
  const { bytes, contentType } = message;
  if (bytes.length > XML_MAX_BYTES) {
    return { ok: false, code: 'xml-too-large', detail: `The document has ${bytes.length} bytes.` };
  }
  const text = decodeText(bytes, declaredEncoding(bytes) ?? charsetOf(contentType));
  if (text === null) {
    return { ok: false, code: 'encoding-invalid', detail: 'The bytes are not valid in the declared encoding.' };
  }
  if (text.trim() === '') return { ok: false, code: 'body-empty', detail: 'The document is empty.' };
  if (/<!\s*(?:DOCTYPE|ENTITY)/i.test(text)) {
    return { ok: false, code: 'xml-doctype', detail: 'The document declares a document type or entities.' };
  }
  return parseXml(text.trim());
}

function parseXml(text: string): ReadXml {
  try {
    // Nesting is bounded by the parser, so it goes first; the validator then finds what it forgives, such as missing ends.
    const root: XmlElement = parser.parse(text);
    if (XMLValidator.validate(text) !== true) {
      return { ok: false, code: 'xml-invalid', detail: 'The document is not well-formed.' };
    }
    return { ok: true, root };
  } catch (error) {
    const tooDeep = error instanceof Error && error.message.includes('nested tags');
    return tooDeep
      ? { ok: false, code: 'xml-too-large', detail: 'The document is nested too deep.' }
      : { ok: false, code: 'xml-invalid', detail: 'The document is not well-formed.' };
  }
}

/** The encoding that the XML declaration names, read as Latin-1, which every encoding used by cameras agrees with so far. */
function declaredEncoding(bytes: Uint8Array): string | null {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, DECLARATION_MAX_BYTES));
  return /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]{1,40})["']/i.exec(start.toString('latin1'))?.[1] ?? null;
}

/** The first text of a child, or of the first of several; undefined when there is none. */
export function childText(element: XmlElement | undefined, name: string): string | undefined {
  const [first] = children(element, name);
  if (typeof first === 'string') return first;
  const text = isElement(first) ? first['#text'] : undefined;
  return typeof text === 'string' ? text : undefined;
}

/** The first child element of the name. */
export function childElement(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return children(element, name).find(isElement);
}

export function childElements(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return children(element, name).filter(isElement);
}

function children(element: XmlElement | undefined, name: string): readonly XmlValue[] {
  if (element === undefined || !Object.hasOwn(element, name)) return [];
  const value = element[name];
  if (value === undefined) return [];
  return typeof value === 'string' || isElement(value) ? [value] : value;
}

export function isElement(value: XmlValue | undefined): value is XmlElement {
  return typeof value === 'object' && !Array.isArray(value);
}
