/** A matcher over the production adapters as a process of its own, which tests kill. Its one argument is JSON: MatcherProcessOptions. */
import { matcherService } from '@landfall/matcher';
import type { MatcherProcessOptions } from './start-matcher.ts';
import { openProductionWorld } from './production-world.ts';

const { brokers, redisNodes, registryUrl, namespace, log } = JSON.parse(process.argv[2]!) as MatcherProcessOptions;
const stop = async (): Promise<void> => {};
const world = await openProductionWorld(
  {
    kafka: { brokers, whileDown: null, stop },
    redis: { nodes: redisNodes },
    registry: { url: registryUrl, stop },
  },
  { namespace, log },
);
const matcher = matcherService(world.platform);
await matcher.start();
console.log('The matcher is ready.');
process.once('SIGTERM', () => {
  void matcher.stop().then(() => world.close());
});
