import { clockContract } from '@landfall/ports/contracts';
import { createRandom } from '@landfall/simulator';
import { T0 } from '../../support/events.ts';
import { createScheduler } from './scheduler.ts';

clockContract({
  name: 'virtual time',
  async open() {
    const clock = createScheduler(T0, createRandom('contract'));
    return { clock, elapse: (ms) => clock.advance(ms), close: async () => {} };
  },
});
