export type Found<T> = { readonly component: T } | { readonly missing: string };

/**
 * A real component that a suite needs, such as a browser, or null where it is not on this machine.
 *
 * Absent, it is said loudly and the caller passes the null to `describe.skipIf`; where LANDFALL_REQUIRE_REAL is set, as in CI, absence
 * throws instead, so that the suite fails to load and counts as failed.
 */
export function realComponent<T>(name: string, find: () => Found<T>): T | null {
  const found = find();
  if ('component' in found) return found.component;
  if (process.env['LANDFALL_REQUIRE_REAL']) {
    throw new Error(`${name} is required here (LANDFALL_REQUIRE_REAL is set) and absent: ${found.missing}`);
  }
  console.warn(`SKIPPED, ${name} is absent: ${found.missing}`);
  return null;
}
