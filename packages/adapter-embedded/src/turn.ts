/** Resolves when everything else that is due has run: long work calls it between its parts. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
