import { createServer } from 'node:https';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestCertificate } from './certificates.ts';

export interface GuardedProxy {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Answers over HTTPS, for one user with a password, what the server at `target` answers over HTTP. */
export function startGuardedProxy(options: {
  readonly target: string;
  readonly certificate: TestCertificate;
  readonly username: string;
  readonly password: string;
}): Promise<GuardedProxy> {
  const { target, certificate, username, password } = options;
  const { protocol, host, pathname } = new URL(target);
  const allowed = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const server = createServer({ cert: certificate.cert, key: certificate.key }, (asked, answer) => {
    if (asked.headers.authorization !== allowed) {
      answer.writeHead(401, { 'www-authenticate': 'Basic', 'content-type': 'application/json' });
      answer.end('{"error_code":401,"message":"Unauthorized"}');
      return;
    }
    const { authorization: _, ...headers } = asked.headers;
    const place = new URL(asked.url ?? '/', `${protocol}//${host}`);
    const forwarded = request(place, { method: asked.method ?? 'GET', headers: { ...headers, host } }, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(answer);
    });
    forwarded.once('error', () => answer.destroy());
    asked.pipe(forwarded);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '0.0.0.0', () => {
      const { port } = server.address() as AddressInfo;
      resolve({
        url: `https://127.0.0.1:${port}${pathname}`,
        stop: async () => {
          server.closeAllConnections();
          await new Promise((done) => server.close(done));
        },
      });
    });
  });
}
