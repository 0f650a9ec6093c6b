import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { dockerfileProblems } from './dockerfile-rules.ts';
import { LANDFALL_VARIABLES } from './facts.ts';
import { DEPLOY_DIR, readDeployed } from './yaml-value.ts';

const DOCKERFILE = readDeployed('Dockerfile');
const BUILD = readDeployed('image/build.sh');
const ROOT = path.dirname(DEPLOY_DIR);

describe('the Dockerfile', () => {
  test('keeps what it promises', () => {
    expect(dockerfileProblems(DOCKERFILE, BUILD)).toEqual([]);
  });

  test.each([
    ['node:24.21.0-bookworm-slim AS runtime', 'node:latest AS runtime', 'a base image is not pinned and named'],
    [
      'node:24.21.0-bookworm-slim AS build',
      'node:24.21.0-alpine AS build',
      'it is built on another base than it runs on',
    ],
    ['USER 10001:10001', 'USER root', 'its last word is no numbered user'],
    ['USER 10001:10001', 'USER 10001:10001\nRUN id', 'its last word is no numbered user'],
    ['COPY --from=build /app /app', 'COPY . /app', 'it does not hold what was built'],
    [
      'COPY deploy/image/ready.mjs',
      'COPY --chown=10001 deploy/image/ready.mjs',
      'the program belongs to whoever runs it',
    ],
    ['COPY . .', 'ADD . .', 'ADD fetches and unpacks; COPY does neither'],
    ['RUN rm -rf', 'RUN curl -O https://example.org/a && rm -rf', 'it fetches what is not pinned'],
    ['ENV NODE_ENV', 'ENV API_TOKEN=abc NODE_ENV', 'it holds a secret'],
    ['CMD ["--help"]', 'CMD landfall --help', 'it starts by way of a shell'],
    ['HEALTHCHECK', '# HEALTHCHECK', 'nobody asks for its health'],
    ['org.opencontainers.image.version', 'version', 'it does not say which version it is'],
    ['RUN ["deploy/image/build.sh"', 'RUN ["other.sh"', 'another build than the tested one'],
  ])('would be refused with %j as %j', (from, to, problem) => {
    expect(DOCKERFILE).toContain(from);
    expect(dockerfileProblems(DOCKERFILE.replace(from, to), BUILD)).toContain(problem);
  });

  test.each([
    ['--frozen-lockfile --prefer-offline --prod', '--prod', 'versions are not those of the lockfile'],
    ['--prod', '', 'it holds what only developers need'],
  ])('would be refused if its build had %j as %j', (from, to, problem) => {
    expect(BUILD).toContain(from);
    expect(dockerfileProblems(DOCKERFILE, BUILD.replaceAll(from, to))).toContain(problem);
  });

  test('sets variables that somebody reads', () => {
    const allInOne = readFileSync(path.join(ROOT, 'services/cli/src/all-in-one-command.ts'), 'utf8');
    const set = [...DOCKERFILE.matchAll(/\b(LANDFALL_\w+)=/g)].map(([, name = '']) => name);
    expect(set.length).toBeGreaterThan(0);
    expect(set.filter((name) => !LANDFALL_VARIABLES.has(name) && !allInOne.includes(`'${name}'`))).toEqual([]);
  });

  test('has the Node that the tests ran on, and the pnpm that installs the repository', () => {
    expect(DOCKERFILE).toContain(`node:${process.versions.node}-`);
    const [pnpm = ''] =
      /pnpm@[\d.]+/.exec(readFileSync(path.join(ROOT, 'services/cli/ensure-installed.mjs'), 'utf8')) ?? [];
    expect(BUILD).toContain(`npx --yes ${pnpm}'`);
  });
});
