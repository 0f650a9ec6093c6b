import { Readable } from 'node:stream';
import { LogError } from '@landfall/ports';
import { HttpProblem } from '@landfall/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { BackPressure, Lease } from './back-pressure.ts';
import { REJECTIONS_LISTED_MAX } from './bounds.ts';
import { statusOf } from './codes.ts';
import type { Body } from './read-body.ts';
import { readBody } from './read-body.ts';
import type { Intake, Receipt } from './receive.ts';

/** What the routes need of the service. */
export interface Desk {
  readonly intake: Intake;
  readonly pressure: BackPressure;
}

/** The body of a request, read within the bounds of the lease. */
export function bodyOf(request: FastifyRequest, lease: Lease): Promise<Body> {
  const stream = request.body instanceof Readable ? request.body : Readable.from([]);
  return readBody(stream, request.headers, lease);
}

/** Runs work under a lease; being overloaded, and what the log refuses, become a 503 that says when to come again. */
export async function withLease<T>(desk: Desk, work: (lease: Lease) => Promise<T | 'overloaded'>): Promise<T> {
  const { metrics } = desk.intake.platform;
  const lease = desk.pressure.open();
  try {
    const result = await work(lease);
    metrics.ingestInFlightBytes.set(desk.pressure.bytes);
    if (result === 'overloaded') throw unavailable('overloaded', 'Too much is in work; try again.', 1);
    return result;
  } catch (error) {
    const problem = error instanceof LogError ? logProblem(error) : error;
    if (problem instanceof HttpProblem && problem.status === 503) metrics.overloadRefusals.inc({ code: problem.code });
    throw problem;
  } finally {
    lease.release();
    metrics.ingestInFlightBytes.set(desk.pressure.bytes);
  }
}

function logProblem(error: LogError): HttpProblem {
  if (error.code === 'log-full') return unavailable('log-full', 'The log is full; nothing was stored. Try again.', 30);
  return unavailable('log-unavailable', `The log does not take records (${error.code}); try again.`, 5);
}

function unavailable(code: string, detail: string, retryAfterSeconds: number): HttpProblem {
  return new HttpProblem({
    status: 503,
    code,
    detail,
    headers: { 'retry-after': String(retryAfterSeconds), connection: 'close' },
  });
}

/** 200 when anything of the message could be used; else a problem, so that a sender never takes a dead letter for success. */
export function sendReceipt(reply: FastifyReply, receipt: Receipt): FastifyReply {
  const rejected = receipt.rejected.slice(0, REJECTIONS_LISTED_MAX);
  const answer = { ...receipt, rejected, rejectedTotal: receipt.rejected.length };
  const [first] = rejected;
  if (first === undefined || receipt.accepted + receipt.ignored > 0) return reply.code(200).send(answer);
  const { code, detail, deadLetterId } = first;
  const status = statusOf(code);
  // The rest of a body that is too large is not waited for.
  const headers: Record<string, string> = status === 413 ? { connection: 'close' } : {};
  throw new HttpProblem({ status, code, detail, headers, extra: { deadLetterId, ...answer } });
}
