/** A broken promise between two parts of the program: never a matter of data, so nobody catches it. */
export class AssertionFailure extends Error {
  override readonly name = 'AssertionFailure';
}

/**
 * Throws when a condition that the program itself guarantees does not hold. Bad data is never asserted: it is a value
 * with a code.
 */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionFailure(message);
}

/** Closes a `switch` over a union: a new member is an error when the code is checked, and an assertion when it runs. */
export function assertNever(value: never): never {
  throw new AssertionFailure(`unexpected value ${JSON.stringify(value)}`);
}
