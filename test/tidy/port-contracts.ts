import type { Finding, SourceFile } from './source-file.ts';

const SRC = 'packages/ports/src/';

/** Every port has a contract suite beside it, which `contracts.ts` exports and which some test runs on an implementation. */
export function checkPortContracts(files: readonly SourceFile[]): Finding[] {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const contracts = texts.get(`${SRC}contracts.ts`) ?? '';
  const publicIndex = texts.get(`${SRC}index.ts`) ?? '';
  const isPublic = (path: string): boolean =>
    path.startsWith(SRC) && publicIndex.includes(`'./${path.slice(SRC.length)}'`);
  const tests = files.filter(({ path }) => path.endsWith('.test.ts') && !path.startsWith('test/tidy'));
  const ports = files.filter(({ path, text }) => isPublic(path) && /^export interface /m.test(text));
  if (ports.length === 0) return [{ path: SRC, line: 1, message: 'no ports found' }];
  return ports.flatMap(({ path }) => {
    const contract = path.replace(/\.ts$/, '.contract.ts');
    const text = texts.get(contract);
    const finding = (message: string): Finding[] => [{ path: contract, line: 1, message }];
    if (text === undefined) return finding(`the port ${path} has no contract suite`);
    if (!contracts.includes(contract.slice(SRC.length))) return finding('contracts.ts does not export this suite');
    const suites = [...text.matchAll(/^export (?:async function|function|const) (\w+)/gm)].map(
      ([, name]) => name ?? '',
    );
    const run = suites.some((name) => tests.some((test) => new RegExp(`\\b${name}\\s*\\(`).test(test.text)));
    return run ? [] : finding('no test runs this suite on an implementation');
  });
}
