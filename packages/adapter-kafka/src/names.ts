import type { Topic } from '@landfall/core';

/** Topics and groups as the brokers know them: with the namespace in front. */
export interface Names {
  topic(topic: Topic): string;
  group(group: string): string;
}

export function namesIn(namespace = ''): Names {
  const named = (name: string): string => `${namespace}${name}`;
  return { topic: named, group: named };
}

/** A partition as the key of a map. */
export function placeKey(topic: string, partition: number): string {
  return `${topic}/${partition}`;
}
