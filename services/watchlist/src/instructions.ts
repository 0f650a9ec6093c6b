const LABEL = 'Information: ';
const GAP = '\n\n';

export interface Instructions {
  readonly information: string;
  readonly instructions: string;
}

/** The VOI columns Information/Action and Spare 1 in the one field that an entry has for both; null when both are empty. */
export function joinInstructions({ information, instructions }: Instructions): string | null {
  const labelled = information === '' ? '' : LABEL + information.replaceAll(/\n(\s*\n)+/g, '\n');
  return [labelled, instructions].filter((text) => text !== '').join(GAP) || null;
}

/** Parts them again, for a row that changes only one of the two. */
export function partInstructions(joined: string | null): Instructions {
  if (joined === null) return { information: '', instructions: '' };
  if (!joined.startsWith(LABEL)) return { information: '', instructions: joined };
  const gap = joined.indexOf(GAP);
  const end = gap < 0 ? joined.length : gap;
  return { information: joined.slice(LABEL.length, end), instructions: joined.slice(end + GAP.length) };
}
