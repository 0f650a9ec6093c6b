import type { Codec } from '@landfall/codec';
import type { Clock, EventLog, WindowStore } from '@landfall/ports';
import type { FastifyInstance } from 'fastify';
import type { Keyring } from './keyring.ts';
import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';

/** What every service gets from the world: the only way it reaches anything outside itself. */
export interface Platform {
  readonly log: EventLog;
  readonly codec: Codec;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly keyring: Keyring;
}

/** The matcher needs the windows as well. */
export interface MatcherPlatform extends Platform {
  readonly windows: WindowStore;
}

export interface Readiness {
  readonly ok: boolean;
  readonly detail: string;
}

export interface Service {
  readonly name: string;
  /** Registers the routes. Bodies arrive as Buffer, whatever their content type. */
  readonly routes?: (app: FastifyInstance) => void;
  /** Resolves when the service can serve: its projections have caught up. Rejects when it cannot start. */
  start(): Promise<void>;
  ready(): Readiness;
  /** Drains and stops. Idempotent. */
  stop(): Promise<void>;
}
