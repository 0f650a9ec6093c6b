import { HttpProblem, principalOf, publish, requireRole } from '@landfall/runtime';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { audit } from './audit.ts';
import type { DocumentId } from './reference.ts';
import type { Desk } from './exchange.ts';
import { bodyOf, withLease } from './exchange.ts';

const DOCUMENTS: readonly DocumentId[] = ['cameras', 'gvms'];

/** PUT of reference documents: stored as they came, in force when the answer goes out. */
export function referenceRoutes(scope: FastifyInstance, desk: Desk): void {
  const allow = requireRole(desk.intake.platform, 'admin');
  for (const documentId of DOCUMENTS) {
    scope.put(`/v1/reference/${documentId}`, { onRequest: allow }, (request) => putDocument(desk, documentId, request));
  }
}

async function putDocument(
  desk: Desk,
  documentId: DocumentId,
  request: FastifyRequest,
): Promise<{ readonly documentId: string; readonly size: number }> {
  const { platform, reference } = desk.intake;
  const { name } = principalOf(request);
  return withLease(desk, async (lease) => {
    const body = await bodyOf(request, lease);
    if (body.kind === 'overloaded') return 'overloaded';
    if (body.kind === 'unusable') throw new HttpProblem({ status: 422, code: body.code, detail: body.detail });
    const document = {
      documentId,
      receivedAt: platform.clock.now(),
      suppliedBy: name,
      contentType: request.headers['content-type'] ?? '',
      body: body.bytes,
    };
    const checked = reference.check(document);
    if (!checked.ok) throw new HttpProblem({ status: 422, code: 'reference-invalid', detail: checked.detail });
    await publish(platform, [{ topic: 'reference.documents', event: { ...document, body: Buffer.from(body.bytes) } }]);
    reference.apply(document);
    const details = { size: String(checked.size) };
    await audit(platform, { actor: name, action: 'reference.replaced', subject: documentId, details });
    return { documentId, size: checked.size };
  });
}
