import { publish } from '@landfall/runtime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aRead } from '../support/events.ts';
import { openDesk } from './desk.ts';

let desk: Awaited<ReturnType<typeof openDesk>>;

beforeEach(async () => {
  desk = await openDesk();
  const marks = ['BO12XYZ', 'BO12XYZ', '8O12XYZ', '8012XYZ', 'AB12CDE', ''];
  await publish(
    desk.platform,
    marks.map((mark) => ({ topic: 'anpr.reads', event: aRead({ mark }) })),
  );
});
afterEach(() => desk.close());

const preview = (body: unknown) => desk.ask('POST', '/v1/watchlist/preview', { body });

describe('a preview of a fuzzy setting', () => {
  it('shows which marks it would accept, and which vehicles of the last day these are', async () => {
    const { status, body } = await preview({ raw: 'BO12 XYZ', forgivenCharactersMax: 1 });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      identifier: { kind: 'VRM', mark: 'BO12XYZ' },
      accepts: { marks: 9 },
      lastDay: {
        reads: 6,
        complete: true,
        vehicles: 2,
        readsAccepted: 3,
        most: [
          { mark: 'BO12XYZ', reads: 2, forgiven: 0 },
          { mark: '8O12XYZ', reads: 1, forgiven: 1 },
        ],
      },
    });
  });

  it('takes a partial mark, and makes no entry', async () => {
    const { body } = await preview({ raw: '?O12XYZ' });
    expect(body).toMatchObject({ identifier: { kind: 'PARTIAL_VRM' }, lastDay: { vehicles: 2 } });
    const entries = await desk.ask('GET', '/v1/watchlist/entries');
    expect(entries.body['entries']).toEqual([]);
  });

  it.each([
    [{ raw: 'TRUCK' }, 'mark-refused'],
    [{ raw: 'A*' }, 'pattern-too-broad'],
    [{ raw: 'BO12XYZ', forgivenCharactersMax: 99 }, 'body-invalid'],
  ])('refuses %j with %s', async (body, code) => {
    const reply = await preview(body);
    expect(reply).toMatchObject({ status: 400, body: { code } });
  });

  it('makes one at a time, and says so', async () => {
    const both = await Promise.all([preview({ raw: 'BO12XYZ' }), preview({ raw: 'BO12XYZ' })]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 429]);
  });
});
