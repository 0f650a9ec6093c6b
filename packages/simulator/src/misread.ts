import { confusedWith } from './confusion.ts';
import type { Plate } from './plates.ts';
import type { Random } from './random.ts';

/** Share of captures whose text is not what stands on the plate. */
export const MISREAD_SHARE = 0.03;
/** Share of captures for which the camera says that it could not read. */
const UNKNOWN_SHARE = 0.004;

const MARK_CHARACTERS = 'ABCDEFGHJKLMNPRSTUVWXYZ0123456789';

export interface Reading {
  readonly rawPlate: string;
  readonly mark: string;
  readonly confidence: number;
  readonly candidate: string | null;
}

/**
 * What the camera makes of a plate. Most misreads take one character for another of its confusion class; a few are any other
 * character, or lose the plate's end to a tow bar, or are dirt and reflections.
 */
export function readPlate(plate: Plate, random: Random, sure: boolean): Reading {
  const chance = sure ? 1 : random.unit();
  if (chance < UNKNOWN_SHARE) return { rawPlate: 'unknown', mark: '', confidence: 0, candidate: null };
  if (chance >= UNKNOWN_SHARE + MISREAD_SHARE) {
    const confidence = Math.round(random.between(0.84, 0.995) * 1000) / 1000;
    return { rawPlate: plate.mark, mark: plate.mark, confidence, candidate: null };
  }
  const mark = misreadMark(plate.mark, random);
  const confidence = Math.round(random.between(0.42, 0.9) * 1000) / 1000;
  return { rawPlate: mark, mark, confidence, candidate: random.chance(0.3) ? plate.mark : null };
}

function misreadMark(mark: string, random: Random): string {
  const kind = random.unit();
  if (kind < 0.78) {
    const places = Array.from(mark, (_, place) => place).filter((place) => confusedWith(mark.charAt(place)) !== '');
    if (places.length > 0) {
      const place = random.pick(places);
      return replaceAt(mark, place, random.pick(confusedWith(mark.charAt(place)).split('')));
    }
  }
  if (kind < 0.92) return replaceByOther(mark, random);
  if (kind < 0.97 && mark.length > 4) return mark.slice(0, -1 - random.below(2));
  return garbage(mark, random);
}

function replaceByOther(mark: string, random: Random): string {
  const place = random.below(mark.length);
  const others = MARK_CHARACTERS.replace(mark.charAt(place), '');
  return replaceAt(mark, place, others.charAt(random.below(others.length)));
}

function garbage(mark: string, random: Random): string {
  let text = '';
  for (let left = 3 + random.below(5); left > 0; left -= 1)
    text += MARK_CHARACTERS.charAt(random.below(MARK_CHARACTERS.length));
  return text === mark ? `${text}1` : text;
}

function replaceAt(mark: string, place: number, character: string): string {
  return mark.slice(0, place) + character + mark.slice(place + 1);
}
