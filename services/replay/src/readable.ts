/** What can be decoded; undefined for poison, which the matcher has buried. */
export function readable<T>(decode: () => T): T | undefined {
  try {
    return decode();
  } catch {
    return undefined;
  }
}
