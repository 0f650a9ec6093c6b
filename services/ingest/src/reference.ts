import type { ReferenceDocument } from '@landfall/core';
import type { KeptSubscription, Platform } from '@landfall/runtime';
import { followEvents } from '@landfall/runtime';
import type { CameraSites } from './camera-sites.ts';
import { NO_CAMERA_SITES, parseCameraSites } from './camera-sites.ts';
import { decodeText } from './decode-text.ts';
import type { GvmsRoutes } from './gvms-routes.ts';
import { NO_GVMS_ROUTES, parseGvmsRoutes } from './gvms-routes.ts';
import { parseJson } from './parse-json.ts';

export type DocumentId = 'cameras' | 'gvms';

/**
 * Reference data in force: the newest document of each kind, a projection of `reference.documents`.
 *
 * Guarantee: a document is checked before it is stored, and one that cannot be used never replaces one that can.
 * On crash: built again from the log.
 * On retry: putting the same document again changes nothing.
 * Bounds: a document fits one body; sites and routes are bounded by their parsers.
 */
export interface Reference {
  cameras(): CameraSites;
  gvms(): GvmsRoutes;
  /** Takes a document into force. Returns what is in it, or what is wrong with it. */
  apply(document: Pick<ReferenceDocument, 'documentId' | 'body'>): Applied;
  /** The same without taking it into force. */
  check(document: Pick<ReferenceDocument, 'documentId' | 'body'>): Applied;
  follow(): KeptSubscription;
}

type Applied = { readonly ok: true; readonly size: number } | { readonly ok: false; readonly detail: string };

export function reference(platform: Platform): Reference {
  let cameras = NO_CAMERA_SITES;
  let gvms = NO_GVMS_ROUTES;
  const take = ({ documentId, body }: Pick<ReferenceDocument, 'documentId' | 'body'>, inForce: boolean): Applied => {
    const text = decodeText(body, null);
    const json = text === null ? null : parseJson(text);
    if (json === null || !json.ok)
      return { ok: false, detail: `The document is no JSON: ${json?.code ?? 'encoding-invalid'}.` };
    switch (documentId) {
      case 'cameras': {
        const parsed = parseCameraSites(json.value);
        if (!parsed.ok) return parsed;
        if (inForce) ({ sites: cameras } = parsed);
        return { ok: true, size: parsed.sites.size };
      }
      case 'gvms': {
        const parsed = parseGvmsRoutes(json.value);
        if (!parsed.ok) return parsed;
        if (inForce) ({ routes: gvms } = parsed);
        return { ok: true, size: parsed.routes.size };
      }
      default:
        return { ok: false, detail: 'The document is of an unknown kind.' };
    }
  };
  const apply = (document: Pick<ReferenceDocument, 'documentId' | 'body'>): Applied => take(document, true);
  return {
    cameras: () => cameras,
    gvms: () => gvms,
    apply,
    check: (document) => take(document, false),
    follow: () =>
      followEvents(platform, {
        service: 'ingest',
        topics: ['reference.documents'],
        onEvents(events) {
          for (const { event } of events) {
            // The topic also holds documents that are other services' business.
            if (event.documentId !== 'cameras' && event.documentId !== 'gvms') continue;
            const applied = apply(event);
            if (!applied.ok)
              platform.logger.warn(
                { documentId: event.documentId, detail: applied.detail },
                'reference document unusable',
              );
          }
        },
      }),
  };
}
