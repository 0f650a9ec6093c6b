/** What the sources of a place may import. A name ending in `*` stands for all that begin so; `types` are erased before run time. */
export interface Allowance {
  readonly packages: readonly string[];
  readonly types?: readonly string[];
}

/** Clients of a log, a window store or a registry: whoever imports one is an adapter. */
export const DRIVERS = ['avsc', 'kafkajs', 'ioredis', '@kafkajs/*', 'node:sqlite'];
/** Where drivers may be named: the codec is the driver of Avro, and a test may damage a store on purpose. */
export const DRIVER_HOMES = /^(packages\/(codec|adapter-[^/]+)|test)$/;
/** What suites may import besides. */
export const SUITE = ['vitest', 'fast-check', '@landfall/ports/contracts', 'node:*'];

const SERVICE = ['@landfall/core', '@landfall/ports', '@landfall/codec', '@landfall/runtime', '@landfall/geography'];
const SERVICES = ['ingest', 'watchlist', 'matcher', 'control-room', 'disclosure', 'all-in-one', 'replay'].map(
  (name) => `@landfall/${name}`,
);
/** What a service's package offers apart, so that only who starts it loads the drivers of a world. */
export const MAIN = /^@landfall\/[^/]+\/main$/;
const MAINS = ['ingest', 'watchlist', 'matcher', 'control-room'].map((name) => `@landfall/${name}/main`);
const WORLDS = ['@landfall/adapter-*', '@landfall/production', '@landfall/simulator'];
const HTTP_HOST = ['pino', 'prom-client', 'fastify', '@fastify/helmet', 'zod', 'yaml'];

/** The first row whose pattern fits a path counts. Third-party libraries of a service are those of its own manifest. */
export const IMPORT_TABLE: readonly (readonly [place: RegExp, allowance: Allowance])[] = [
  [/^packages\/(core|geography)\//, { packages: [] }],
  [
    /^packages\/ports\/.*(\.contract|\/contracts)\.ts$/,
    { packages: ['@landfall/core', 'vitest', 'fast-check', 'node:*'] },
  ],
  [/^packages\/ports\//, { packages: [], types: ['@landfall/core'] }],
  [/^packages\/codec\//, { packages: ['@landfall/core', '@landfall/ports', 'avsc', 'node:*'] }],
  [/^packages\/adapter-/, { packages: ['@landfall/core', '@landfall/ports', ...DRIVERS, 'node:*'] }],
  [
    /^packages\/runtime\//,
    { packages: ['@landfall/core', '@landfall/ports', '@landfall/codec', 'node:*', ...HTTP_HOST] },
  ],
  // A library for other systems: it opens its own log and registry, as a service's main does, and needs no runtime.
  [
    /^packages\/client\//,
    {
      packages: [
        '@landfall/core',
        '@landfall/ports',
        '@landfall/codec',
        '@landfall/adapter-kafka',
        '@landfall/adapter-registry',
        'node:*',
      ],
    },
  ],
  // The world that the mains of all services share, with the settings that describe it.
  [
    /^packages\/production\//,
    {
      packages: [
        '@landfall/core',
        '@landfall/ports',
        '@landfall/codec',
        '@landfall/runtime',
        '@landfall/adapter-*',
        'node:*',
        'zod',
        'yaml',
      ],
    },
  ],
  [/^packages\/simulator\//, { packages: ['@landfall/geography', 'node:*'] }],
  [/^services\/(all-in-one|replay)\//, { packages: [...SERVICE, ...SERVICES, ...WORLDS, 'node:*'] }],
  [/^services\/cli\//, { packages: [...SERVICE, ...SERVICES, ...MAINS, ...WORLDS, 'node:*'] }],
  [/^services\/[^/]+\/src\/main\.ts$/, { packages: [...SERVICE, ...WORLDS, 'node:*'] }],
  [/^services\/[^/]+\/src\/page\//, { packages: ['@landfall/core', '@landfall/geography'] }],
  [/^services\//, { packages: [...SERVICE, 'node:*'] }],
];
