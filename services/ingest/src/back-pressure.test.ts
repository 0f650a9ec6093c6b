import { expect, it } from 'vitest';
import { backPressure } from './back-pressure.ts';

it('turns away what is over the bound, and takes nothing for it', () => {
  const pressure = backPressure({ bytes: 10, records: 2 });
  const [one, other] = [pressure.open(), pressure.open()];
  expect([one.takeBytes(6), other.takeBytes(5), other.takeBytes(4), other.takeBytes(1)]).toEqual([
    true,
    false,
    true,
    false,
  ]);
  expect([one.takeRecords(2), other.takeRecords(1)]).toEqual([true, false]);
  expect([pressure.bytes, pressure.records]).toEqual([10, 2]);
});

it('has everything back after each release, however often it is called', () => {
  const pressure = backPressure({ bytes: 10, records: 2 });
  const lease = pressure.open();
  lease.takeBytes(10);
  lease.takeRecords(2);
  lease.returnBytes(4);
  expect(pressure.bytes).toBe(6);
  lease.release();
  lease.release();
  expect([pressure.bytes, pressure.records]).toEqual([0, 0]);
});
