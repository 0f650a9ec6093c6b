import { matcherService } from '@landfall/matcher';
import { LogError, WindowStoreError } from '@landfall/ports';
import type { Logger, MatcherPlatform, Service } from '@landfall/runtime';
import type { Broker } from './broker.ts';
import { connectLog } from './memory-log.ts';
import type { Process, World } from './process.ts';
import { startProcess } from './process.ts';

interface Matcher {
  readonly process: Process;
  readonly service: Service;
}

/** The matchers that run. One that dies is missed after a while, and another started in its place. */
export interface MatcherFleet {
  start(): void;
  /** Stops one in good order, if others are left. */
  stopOne(): void;
  readonly ready: boolean;
  /** Errors that nothing in the world accounts for. */
  readonly surprises: readonly unknown[];
  /** All die. */
  end(): void;
}

export interface FleetOptions {
  readonly world: World;
  readonly broker: Broker;
  /** What does not depend on the world: codec, metrics, keys, a logger that says nothing. */
  readonly common: Omit<MatcherPlatform, 'log' | 'windows' | 'clock'>;
}

const MISSED_MS_MAX = 6000;
const RESTART_MS_MAX = 3000;
const BATCH_SIZES = [1, 2, 5, 5000];

export function matcherFleet({ world, broker, common }: FleetOptions): MatcherFleet {
  const { scheduler, random } = world;
  const running = new Set<Matcher>();
  const surprises: unknown[] = [];
  const logger = listening(common.logger, surprises);
  let ended = false;

  const start = (): void => {
    if (ended) return;
    const gone = (): void => {
      process.die();
      scheduler.schedule(random.below(MISSED_MS_MAX), () => broker.expel(process.client));
      if (running.delete(matcher)) scheduler.schedule(random.below(RESTART_MS_MAX), start);
    };
    const process = startProcess(world, gone);
    const { pass, client, clock } = process;
    const platform = {
      ...common,
      logger,
      clock,
      log: connectLog(broker, pass, client),
      windows: world.windows.connect(pass),
    };
    const options = { batchMax: random.pick(BATCH_SIZES), random: () => random.unit() };
    const matcher: Matcher = { process, service: matcherService(platform, options) };
    running.add(matcher);
    matcher.service.start().catch((error: unknown) => {
      note(surprises, error);
      gone();
    });
  };

  return {
    surprises,
    start,
    stopOne() {
      const others = [...running].filter(({ service }) => service.ready().ok);
      if (others.length < 2) return;
      const leaving = random.pick(others);
      running.delete(leaving);
      leaving.service.stop().then(
        () => leaving.process.die(),
        (error: unknown) => note(surprises, error),
      );
    },
    get ready() {
      return [...running].some(({ service }) => service.ready().ok);
    },
    end() {
      ended = true;
      for (const { process } of running) process.die();
    },
  };
}

/** A logger that keeps the errors which no fault explains. */
function listening(logger: Logger, surprises: unknown[]): Logger {
  const heard = (fields: unknown): void => {
    if (typeof fields === 'object' && fields !== null && 'err' in fields) note(surprises, fields.err);
  };
  return Object.create(logger, { error: { value: heard }, warn: { value: heard } }) as Logger;
}

function note(surprises: unknown[], error: unknown): void {
  const expected = error instanceof LogError || error instanceof WindowStoreError;
  if (!expected && !(error instanceof Error && error.name === 'AbortError')) surprises.push(error);
}
