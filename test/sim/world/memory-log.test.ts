import { loadTopics } from '@landfall/runtime';
import { eventLogContract } from '@landfall/ports/contracts';
import { createRandom } from '@landfall/simulator';
import { SCHEMAS_DIR } from '../../support/world.ts';
import { createBroker } from './broker.ts';
import { connectLog } from './memory-log.ts';
import { runFreely } from './run-freely.ts';
import { createScheduler } from './scheduler.ts';

const TOPICS = loadTopics(SCHEMAS_DIR);

eventLogContract({
  name: 'in memory, under virtual time',
  async open() {
    const random = createRandom('contract');
    const scheduler = createScheduler(0, random);
    const broker = createBroker(TOPICS);
    const connect = () => connectLog(broker, () => scheduler.wait(random.below(5)));
    let log = connect();
    const stop = runFreely(scheduler);
    return {
      log,
      async reopen() {
        await log.close();
        log = connect();
        return log;
      },
      async close() {
        await log.close();
        await stop();
      },
    };
  },
});
