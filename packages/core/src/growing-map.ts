/**
 * An immutable map that grows cheaply: a stack of layers, the newest first to be asked. Putting merges layers of like
 * size, so that a map of n keys has at most log2(n) + 1 layers, a put costs O(log n) on average and a look O(log n);
 * earlier versions stay valid.
 */
export interface GrowingMap<V> {
  /** Oldest first; a key's value is that of the newest layer that has it. */
  readonly layers: readonly ReadonlyMap<string, V>[];
}

export const EMPTY_MAP: GrowingMap<never> = { layers: [] };

export function getFrom<V>(map: GrowingMap<V>, key: string): V | undefined {
  for (let index = map.layers.length - 1; index >= 0; index -= 1) {
    const value = map.layers[index]?.get(key);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The map with these values put in. The given map becomes part of the result: do not change it afterwards. */
export function putAll<V>(map: GrowingMap<V>, values: ReadonlyMap<string, V>): GrowingMap<V> {
  if (values.size === 0) return map;
  const layers = [...map.layers];
  let top = values;
  for (let below = layers.at(-1); below !== undefined && below.size < top.size * 2; below = layers.at(-1)) {
    layers.pop();
    top = new Map([...below, ...top]);
  }
  return { layers: [...layers, top] };
}

/** Calls `visit` once for each key, with its value. */
export function forEachIn<V>(map: GrowingMap<V>, visit: (key: string, value: V) => void): void {
  for (let index = map.layers.length - 1; index >= 0; index -= 1) {
    for (const [key, value] of map.layers[index] ?? []) {
      if (!isIn(map.layers, index + 1, key)) visit(key, value);
    }
  }
}

function isIn(layers: readonly ReadonlyMap<string, unknown>[], from: number, key: string): boolean {
  for (let index = from; index < layers.length; index += 1) if (layers[index]?.has(key) === true) return true;
  return false;
}
