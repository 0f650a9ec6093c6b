import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Principal, Role } from './keyring.ts';
import type { Platform } from './platform.ts';
import { HttpProblem } from './problem.ts';

const principals = new WeakMap<FastifyRequest, Principal>();

/** A Fastify preHandler (use it as onRequest, before the body is read) that lets only these roles in. */
export function requireRole(platform: Pick<Platform, 'keyring'>, ...roles: readonly Role[]) {
  return async (request: FastifyRequest, _reply: FastifyReply): Promise<void> => {
    const principal = platform.keyring.authenticate(request.headers);
    if (principal === null) {
      throw new HttpProblem({
        status: 401,
        code: 'key-missing-or-unknown',
        detail:
          'Send the key of this source as "Authorization: Bearer KEY", "X-API-Key: KEY" or the password of HTTP Basic.',
        headers: { 'www-authenticate': 'Bearer realm="landfall", Basic realm="landfall"' },
      });
    }
    if (!roles.includes(principal.role)) {
      throw new HttpProblem({
        status: 403,
        code: 'role-not-allowed',
        detail: `The key "${principal.name}" has the role ${principal.role}; this needs ${roles.join(' or ')}.`,
      });
    }
    principals.set(request, principal);
  };
}

/** The principal that requireRole let in. Throws when the route has no requireRole. */
export function principalOf(request: FastifyRequest): Principal {
  const principal = principals.get(request);
  if (principal === undefined) throw new Error('principalOf needs requireRole on the route');
  return principal;
}
