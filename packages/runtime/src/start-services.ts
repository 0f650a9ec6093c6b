import type { Logger } from './logger.ts';
import type { Service } from './platform.ts';

/** Starts services in their order, and notes for each how to stop it before it starts. */
export async function startServices(
  services: readonly Service[],
  stops: (() => Promise<void>)[],
  onStarted: (name: string, tookMs: number) => void,
): Promise<void> {
  for (const service of services) {
    stops.push(() => service.stop());
    const startedAt = performance.now();
    await service.start();
    onStarted(service.name, performance.now() - startedAt);
  }
}

/** Stops what was started, the newest first. One that fails is logged and does not keep the others from stopping. */
export async function stopAll(stops: readonly (() => Promise<void>)[], logger: Logger): Promise<void> {
  for (const stop of stops.toReversed()) {
    try {
      await stop();
    } catch (error) {
      logger.error({ err: error }, 'stopping failed');
    }
  }
}
