import type { RoadVertex } from './types.ts';

/** A vertex at a junction or a named place. */
export function at(junction: string, latitudeDeg: number, longitudeDeg: number): RoadVertex {
  return { position: { latitudeDeg, longitudeDeg }, junction };
}

/**
 * Points where listed roads meet. Each is written once and stands in every road that passes it, so that roads connect by having
 * the very same position. The name is as the first of its roads would sign it.
 */
export const M25_J2 = at('J2', 51.43, 0.2355);
export const M25_J3 = at('J3', 51.395, 0.1905);
export const M25_J4 = at('J4', 51.35, 0.139);
export const M25_J5 = at('J5', 51.2917, 0.14);
export const DARTFORD_J1A = at('J1a', 51.4515, 0.2462);
export const DARTFORD_J31 = at('J31', 51.481, 0.277);
export const M20_J2 = at('J2', 51.313, 0.306);
export const M20_J3 = at('J3', 51.3115, 0.333);
export const M20_J4 = at('J4', 51.31, 0.419);
export const M20_J6 = at('J6', 51.297, 0.506);
export const M20_J7 = at('J7', 51.289, 0.552);
export const M20_J9 = at('J9', 51.157, 0.854);
export const M20_J10A = at('J10a', 51.1255, 0.91);
export const M20_J13 = at('J13', 51.097, 1.154);
export const M2_J1 = at('J1', 51.403, 0.456);
export const M2_J2 = at('J2', 51.382, 0.468);
export const M2_J3 = at('J3', 51.344, 0.513);
export const M2_J5 = at('J5', 51.324, 0.65);
export const BRENLEY_CORNER = at('J7', 51.298, 0.927);
export const STROOD = at('Strood', 51.395, 0.493);
export const CANTERBURY = at('Canterbury', 51.274, 1.068);
export const WHITFIELD = at('Whitfield', 51.16, 1.29);
export const DOVER_EASTERN_DOCKS = at('Eastern Docks', 51.1278, 1.3325);
export const MAIDSTONE = at('Maidstone', 51.274, 0.52);
export const ASHFORD = at('Ashford', 51.148, 0.872);
export const FOLKESTONE = at('Folkestone', 51.081, 1.169);
export const ST_NICHOLAS = at('St Nicholas', 51.353, 1.253);
export const LORD_OF_THE_MANOR = at('Lord of the Manor', 51.335, 1.374);
export const PEMBURY = at('Pembury', 51.148, 0.323);
export const CASTLE_HILL = at('Castle Hill', 51.175, 0.291);
export const TONBRIDGE = at('Tonbridge', 51.195, 0.274);
export const BRENZETT = at('Brenzett', 51.01, 0.854);
export const KEY_STREET = at('Key Street', 51.344, 0.69);
export const MEREWORTH = at('Mereworth', 51.256, 0.388);
