import { LogError } from '@landfall/ports';
import type { Platform } from '@landfall/runtime';
import { publish } from '@landfall/runtime';
import type { Fact } from '../run-until-crash.ts';
import type { Story } from './generate.ts';
import type { World } from './process.ts';

const GAP_MS_MAX = 1500;
const TOGETHER_MAX = 4;
const LATE_MS_MAX = 20_000;
const AGAIN_MS = 100;

/**
 * Appends the story: reads, movements and entries side by side, each in its order, some together. What is refused or not answered is
 * appended again, so a fact may be in the log twice. Entries wait for their turn; a read or movement that is late holds nobody up.
 */
export async function tell(world: World, platform: Platform, story: Story): Promise<void> {
  const { random, faults } = world;
  const late = (): boolean => faults.strikes('late-fact');
  const put = (facts: readonly Fact[]): Promise<void> => append(platform, facts);
  const wait = (maxMs: number): Promise<void> => platform.clock.sleep(random.below(maxMs));
  const inTurn = async (facts: readonly Fact[]): Promise<void> => {
    const delayed: Promise<void>[] = [];
    for (let at = 0; at < facts.length;) {
      const some = facts.slice(at, at + 1 + random.below(TOGETHER_MAX));
      at += some.length;
      await wait(GAP_MS_MAX);
      const held = some.filter(late);
      for (const fact of held) delayed.push(wait(LATE_MS_MAX).then(() => put([fact])));
      await put(some.filter((fact) => !held.includes(fact)));
    }
    await Promise.all(delayed);
  };
  const entriesInTurn = async (): Promise<void> => {
    for (const entry of story.entries) {
      await wait(late() ? LATE_MS_MAX : GAP_MS_MAX);
      await put([entry]);
    }
  };
  await Promise.all([inTurn(story.reads), inTurn(story.movements), entriesInTurn()]);
}

async function append(platform: Platform, facts: readonly Fact[]): Promise<void> {
  for (;;) {
    try {
      await publish(platform, facts);
      return;
    } catch (error) {
      if (!(error instanceof LogError)) throw error;
      await platform.clock.sleep(AGAIN_MS);
    }
  }
}
