import { expect, it } from 'vitest';
import { recentIds } from './recent-ids.ts';

it('remembers at least half its bound, and never more than the bound', () => {
  const recent = recentIds(100);
  for (let id = 0; id < 1000; id += 1) recent.add(String(id));
  const known = Array.from({ length: 1000 }, (_, id) => id).filter((id) => recent.has(String(id)));
  expect(known.length).toBeLessThanOrEqual(100);
  expect(known.slice(-50)).toEqual(Array.from({ length: 50 }, (_, index) => 950 + index));
});
