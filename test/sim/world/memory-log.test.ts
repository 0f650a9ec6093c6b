import { loadTopics } from '@landfall/runtime';
import { eventLogContract } from '@landfall/ports/contracts';
import { createRandom } from '@landfall/simulator';
import { nextTurn, SCHEMAS_DIR } from '../../support/world.ts';
import { createBroker } from './broker.ts';
import { connectLog } from './memory-log.ts';
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
    let running = true;
    const run = (async () => {
      while (running) if (!(await scheduler.step())) await nextTurn();
    })();
    return {
      log,
      async reopen() {
        await log.close();
        log = connect();
        return log;
      },
      async close() {
        await log.close();
        running = false;
        await run;
      },
    };
  },
});
