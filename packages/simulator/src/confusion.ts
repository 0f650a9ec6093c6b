/**
 * Which characters a recogniser takes for one another. This is the simulator's own copy of what the field takes for granted (see the
 * recognisers' manuals): the ground truth must not come from the code that it is there to judge.
 */
const CLASSES: readonly string[] = ['0ODQ', '1IL', '8B', '5S', '2Z', '6G'];

const classOf = new Map<string, string>();
for (const members of CLASSES) for (const character of members) classOf.set(character, members);

/** The other members of the character's class; '' when nothing is confused with it. */
export function confusedWith(character: string): string {
  return (classOf.get(character) ?? '').replace(character, '');
}

/** One text for all marks that differ only in confused characters. */
export function fold(mark: string): string {
  let folded = '';
  for (const character of mark) folded += (classOf.get(character) ?? character).charAt(0);
  return folded;
}

/** In how many places two marks of one fold differ. */
export function differences(a: string, b: string): number {
  let count = 0;
  for (let i = 0; i < a.length; i += 1) if (a.charAt(i) !== b.charAt(i)) count += 1;
  return count;
}
