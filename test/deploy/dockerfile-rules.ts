/** What a Dockerfile and the script that it runs promise and do not keep; empty when they keep all. */
export function dockerfileProblems(dockerfile: string, buildScript: string): string[] {
  const lines = instructions(dockerfile);
  const bases = lines.filter(({ word }) => word === 'FROM').map(({ rest }) => rest);
  const last = lines.slice(lines.findLastIndex(({ word }) => word === 'FROM'));
  const find = (word: string): string => last.findLast((line) => line.word === word)?.rest ?? '';
  const checks: readonly (readonly [boolean, string])[] = [
    [bases.every((base) => /^\S+:\d+\.\d+\.\d+-\S+ AS \w+$/.test(base)), 'a base image is not pinned and named'],
    [new Set(bases.map((base) => base.split(' ')[0])).size === 1, 'it is built on another base than it runs on'],
    [/^[1-9]\d*:[1-9]\d*$/.test(last.at(-1)?.word === 'USER' ? find('USER') : ''), 'its last word is no numbered user'],
    [
      last.some(({ word, rest }) => word === 'COPY' && rest === '--from=build /app /app'),
      'it does not hold what was built',
    ],
    [!last.some(({ rest }) => rest.includes('--chown')), 'the program belongs to whoever runs it'],
    [!lines.some(({ word }) => word === 'ADD'), 'ADD fetches and unpacks; COPY does neither'],
    [!lines.some(({ rest }) => /\b(apt-get|curl|wget|sudo)\b/.test(rest)), 'it fetches what is not pinned'],
    [
      !lines.some(({ word, rest }) => /^(ARG|ENV)$/.test(word) && /(PASSWORD|SECRET|TOKEN|KEY)=/.test(rest)),
      'it holds a secret',
    ],
    [['ENTRYPOINT', 'CMD'].every((word) => find(word).startsWith('["')), 'it starts by way of a shell'],
    [find('HEALTHCHECK').includes('/app/ready.mjs'), 'nobody asks for its health'],
    [find('LABEL').includes('org.opencontainers.image.version='), 'it does not say which version it is'],
    [
      lines.some(({ word, rest }) => word === 'RUN' && rest === '["deploy/image/build.sh", "/source", "/app"]'),
      'another build than the tested one',
    ],
    [
      [...buildScript.matchAll(/^\$pnpm install .*$/gm)].every(([line]) => line.includes('--frozen-lockfile')),
      'versions are not those of the lockfile',
    ],
    [/^\$pnpm install .*--prod/m.test(buildScript), 'it holds what only developers need'],
  ];
  return checks.flatMap(([kept, problem]) => (kept ? [] : [problem]));
}

interface Instruction {
  readonly word: string;
  readonly rest: string;
}

/** Instructions without comments, continued lines joined. */
function instructions(dockerfile: string): Instruction[] {
  const lines = dockerfile
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n');
  return lines
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, word = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
      return { word, rest };
    });
}
