import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './local-java.ts';

/** A certificate with its key, as PEM and as the files that hold them. */
export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
  readonly certFile: string;
  readonly keyFile: string;
}

export interface TestCertificates {
  /** Has signed the server and the client. */
  readonly authority: TestCertificate;
  /** Has signed nothing that anybody here uses. */
  readonly stranger: TestCertificate;
  /** For 127.0.0.1 and localhost. */
  readonly server: TestCertificate;
  readonly client: TestCertificate;
  readonly remove: () => Promise<void>;
}

const CURVE = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
const DAYS = ['-days', '2'];

/** Makes an authority and what it signs, with `openssl`, in a folder of their own. */
export async function makeCertificates(): Promise<TestCertificates> {
  const folder = await mkdtemp(join(tmpdir(), 'landfall-certificates-'));
  const authority = await selfSigned(folder, 'authority');
  const sign = (name: string, names: string): Promise<TestCertificate> => signed({ folder, name, names, authority });
  return {
    authority,
    stranger: await selfSigned(folder, 'stranger'),
    server: await sign('server', 'IP:127.0.0.1,DNS:localhost'),
    client: await sign('client', 'DNS:client'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function filesOf(folder: string, name: string): Pick<TestCertificate, 'certFile' | 'keyFile'> {
  return { certFile: join(folder, `${name}.pem`), keyFile: join(folder, `${name}-key.pem`) };
}

async function selfSigned(folder: string, name: string): Promise<TestCertificate> {
  const { certFile, keyFile } = filesOf(folder, name);
  const out = ['-keyout', keyFile, '-out', certFile];
  await run('openssl', ['req', '-x509', ...CURVE, ...DAYS, '-subj', `/CN=${name}`, ...out]);
  return read({ certFile, keyFile });
}

async function signed(wanted: {
  readonly folder: string;
  readonly name: string;
  readonly names: string;
  readonly authority: TestCertificate;
}): Promise<TestCertificate> {
  const { folder, name, names, authority } = wanted;
  const { certFile, keyFile } = filesOf(folder, name);
  const [request, extensions] = [join(folder, `${name}.csr`), join(folder, `${name}.ext`)];
  await writeFile(extensions, `subjectAltName=${names}\n`);
  await run('openssl', ['req', '-new', ...CURVE, '-subj', `/CN=${name}`, '-keyout', keyFile, '-out', request]);
  const by = ['-CA', authority.certFile, '-CAkey', authority.keyFile, '-CAcreateserial'];
  await run('openssl', ['x509', '-req', '-in', request, ...by, ...DAYS, '-extfile', extensions, '-out', certFile]);
  return read({ certFile, keyFile });
}

async function read(files: Pick<TestCertificate, 'certFile' | 'keyFile'>): Promise<TestCertificate> {
  const [cert, key] = [await readFile(files.certFile, 'utf8'), await readFile(files.keyFile, 'utf8')];
  return { ...files, cert, key };
}
