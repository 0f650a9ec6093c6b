import type { AnswerKind, AnswerRequest, IncidentDetail, MapReply, StatusReply } from '../wire.ts';

/** A request that the server refused or that did not reach it. `detail` is for the operator. */
class ApiError extends Error {
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail);
    this.name = 'ApiError';
    this.status = status;
  }
}

const TIMEOUT_MS = 10_000;

export const fetchStatus = (): Promise<StatusReply> => getJson<StatusReply>('/api/status');
export const fetchMap = (): Promise<MapReply> => getJson<MapReply>('/api/map');

export function fetchIncident(vehicleMark: string): Promise<IncidentDetail> {
  return getJson<IncidentDetail>(`/api/incidents/${encodeURIComponent(vehicleMark)}`);
}

/** Sends an answer. It may be sent again with the same actionId when it is not known whether it arrived. */
export async function sendAnswer(vehicleMark: string, kind: AnswerKind, answer: AnswerRequest): Promise<void> {
  await request(`/api/incidents/${encodeURIComponent(vehicleMark)}/${kind}`, post(answer));
}

export async function sendDeliveries(hitIds: readonly string[]): Promise<void> {
  await request('/api/deliveries', { ...post({ hitIds }), keepalive: true });
}

/** Identity of an answer. `randomUUID` exists only in secure contexts, and a control room may use plain HTTP on its own network. */
export function newActionId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function post(body: unknown): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

async function getJson<T>(url: string): Promise<T> {
  const response = await request(url, {});
  const body: T = await response.json();
  return body;
}

async function request(url: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { ...init, cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch {
    throw new ApiError(0, 'The server did not answer. Nothing is known to be saved: try again.');
  }
  if (response.ok) return response;
  throw new ApiError(response.status, await problemDetail(response));
}

async function problemDetail(response: Response): Promise<string> {
  if (response.status === 401) return 'Your session has ended. Sign in again.';
  const fallback = `The server refused (${response.status}).`;
  try {
    const problem: unknown = await response.json();
    if (typeof problem !== 'object' || problem === null || !('detail' in problem)) return fallback;
    return typeof problem.detail === 'string' ? problem.detail : fallback;
  } catch {
    return fallback;
  }
}
