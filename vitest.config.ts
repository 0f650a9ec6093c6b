import { configDefaults, defineConfig } from 'vitest/config';

const conditions = ['@landfall/source'];
/** Brokers are stopped and started here, and what is measured is how soon the others notice: nothing else may run beside them. */
const ALONE = ['test/adapters/kafka/cluster.test.ts', 'test/client/broker-loss.test.ts'];
const resolve = { resolve: { conditions }, ssr: { resolve: { conditions } } };

export default defineConfig({
  ...resolve,
  test: {
    reporters: ['default', './test/support/closing-line.ts'],
    projects: [
      {
        ...resolve,
        test: { name: 'unit', include: ['packages/*/src/**/*.test.ts', 'services/*/src/**/*.test.ts'] },
      },
      {
        ...resolve,
        test: {
          name: 'system',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, 'test/e2e/**', ...ALONE],
          testTimeout: 60_000,
          // The first hook that needs a real component may have to fetch it: `npm run components`.
          hookTimeout: 300_000,
        },
      },
      {
        ...resolve,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        ...resolve,
        test: {
          name: 'alone',
          include: ALONE,
          testTimeout: 60_000,
          hookTimeout: 300_000,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
