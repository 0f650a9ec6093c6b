import type { Port, Position } from './types.ts';

type Kind = Port['kind'];

interface Details {
  /** Latitude, longitude, degrees. */
  readonly at: readonly [number, number];
  readonly kind?: Kind;
  readonly otherNames?: readonly string[];
  readonly note?: string;
}

/** Countries whose ports stand here, and the zone of their clocks: the ports of each share one. */
const ZONE_BY_COUNTRY: Readonly<Record<string, string>> = {
  GB: 'Europe/London',
  FR: 'Europe/Paris',
  BE: 'Europe/Brussels',
  NL: 'Europe/Amsterdam',
};

function port(unlocode: string, name: string, details: Details): Port {
  const countryCode = unlocode.slice(0, 2);
  const timeZone = ZONE_BY_COUNTRY[countryCode];
  if (timeZone === undefined) throw new RangeError(`no zone for country ${countryCode}`);
  const position: Position = { latitudeDeg: details.at[0], longitudeDeg: details.at[1] };
  return {
    unlocode,
    name,
    countryCode,
    timeZone,
    position,
    kind: details.kind ?? 'place',
    otherNames: details.otherNames ?? [],
    note: details.note ?? null,
  };
}

/**
 * Ports of Kent and those they trade with. Positions of British ports © OpenStreetMap contributors, ODbL 1.0; continental
 * positions are of the terminals, to about 1 km. Coquelles has no UN/LOCODE of its own that we know of: like Cheriton with
 * Folkestone, it stands under its town's code, so that code lookups give the first row and names tell the two apart.
 */
export const PORTS: readonly Port[] = [
  port('GBDVR', 'Dover', {
    at: [51.1251275, 1.3134228],
    kind: 'ferry',
    otherNames: ['Port of Dover', 'Dover Eastern Docks', 'Dover Western Docks'],
  }),
  port('GBFOL', 'Folkestone', {
    at: [51.0791335, 1.1794073],
    kind: 'shuttle',
    otherNames: ['Eurotunnel', 'Eurotunnel Folkestone', 'Cheriton', 'Folkestone Eurotunnel', 'Channel Tunnel'],
    note: 'Usual stand-in for the Eurotunnel terminal at Cheriton, which has no code of its own that was found.',
  }),
  port('GBNGO', 'Newington (Folkestone and Hythe)', {
    at: [51.0945785, 1.1160576],
    note: 'Village beside the Eurotunnel terminal.',
  }),
  port('GBSVI', 'Sevington', {
    at: [51.1332707, 0.9040521],
    kind: 'inland',
    otherNames: ['Sevington Inland Border Facility'],
    note: 'Inland border facility by Ashford.',
  }),
  port('GBRMG', 'Ramsgate', { at: [51.3334726, 1.4196476], kind: 'ferry', otherNames: ['Port of Ramsgate'] }),
  port('GBSHS', 'Sheerness', { at: [51.4398236, 0.7620398], kind: 'freight', otherNames: ['Port of Sheerness'] }),
  port('GBTHP', 'Thamesport', { at: [51.436981, 0.6850686], kind: 'freight', otherNames: ['London Thamesport'] }),
  port('GBIOG', 'Isle of Grain', { at: [51.4560382, 0.7045832], kind: 'freight', otherNames: ['Grain'] }),
  port('GBRID', 'Ridham Dock', { at: [51.3830073, 0.7585162], kind: 'freight', otherNames: ['Ridham'] }),
  port('GBQUB', 'Queenborough', { at: [51.4124923, 0.738639] }),
  port('GBRCS', 'Rochester', { at: [51.3883811, 0.504925] }),
  port('GBCTM', 'Chatham', {
    at: [51.3819167, 0.526559],
    kind: 'freight',
    note: 'GBCHM is Chartham, a village by Canterbury.',
  }),
  port('GBGIL', 'Gillingham', { at: [51.3871701, 0.5461611] }),
  port('GBGVS', 'Gravesend', { at: [51.4424747, 0.3694468], kind: 'freight' }),
  port('GBNFT', 'Northfleet', { at: [51.4432285, 0.3363286], kind: 'freight' }),
  port('GBDFD', 'Dartford', { at: [51.4443059, 0.218007], kind: 'freight' }),
  port('GBWTS', 'Whitstable', { at: [51.3606286, 1.0240626] }),
  port('GBFAV', 'Faversham', { at: [51.3158434, 0.8911283] }),
  port('GBMSE', 'Manston', { at: [51.3459955, 1.3696746], kind: 'airport' }),
  port('GBDU5', 'Dunkirk (Swale)', {
    at: [51.2920326, 0.9771246],
    note: 'A village in Kent, not the French port: the bare name Dunkirk never finds it.',
  }),
  port('FRCQF', 'Calais', { at: [50.9668, 1.8626], kind: 'ferry', otherNames: ['Port of Calais', 'Calais Port'] }),
  port('FRCQF', 'Coquelles', {
    at: [50.9266, 1.8108],
    kind: 'shuttle',
    otherNames: ['Calais Eurotunnel', 'Eurotunnel Calais', 'Eurotunnel', 'Calais (Eurotunnel)', 'Channel Tunnel'],
    note: 'Eurotunnel terminal; filed under the code of Calais.',
  }),
  port('FRDKK', 'Dunkirk', {
    at: [51.0233, 2.2014],
    kind: 'ferry',
    otherNames: ['Dunkerque', 'Loon-Plage', 'Port of Dunkirk', 'Dunkirk (Loon-Plage)'],
  }),
  port('FRBOL', 'Boulogne-sur-Mer', { at: [50.7312, 1.5926], kind: 'freight', otherNames: ['Boulogne'] }),
  port('FRDPE', 'Dieppe', { at: [49.9334, 1.0895], kind: 'ferry' }),
  port('FRLEH', 'Le Havre', { at: [49.4833, 0.1289], kind: 'ferry' }),
  port('BEZEE', 'Zeebrugge', { at: [51.3307, 3.2065], kind: 'freight', otherNames: ['Bruges (Zeebrugge)'] }),
  port('BEOST', 'Ostend', { at: [51.2342, 2.9247], kind: 'ferry', otherNames: ['Oostende', 'Ostende'] }),
  port('BEANR', 'Antwerp', { at: [51.2655, 4.3532], kind: 'freight', otherNames: ['Antwerpen'] }),
  port('NLVLI', 'Vlissingen', { at: [51.4505, 3.6915], kind: 'freight', otherNames: ['Flushing'] }),
  port('NLHVH', 'Hook of Holland', { at: [51.9757, 4.1295], kind: 'ferry', otherNames: ['Hoek van Holland'] }),
  port('NLEUR', 'Europoort', { at: [51.9533, 4.1333], kind: 'ferry' }),
  port('NLRTM', 'Rotterdam', { at: [51.9497, 4.1453], kind: 'freight' }),
  port('NLIJM', 'IJmuiden', { at: [52.4606, 4.5837], kind: 'ferry' }),
];

const byCode = new Map<string, Port>();
const byCountryAndName = new Map<string, Port>();
for (const row of PORTS) {
  if (!byCode.has(row.unlocode)) byCode.set(row.unlocode, row);
  for (const name of [row.name, ...row.otherNames]) byCountryAndName.set(nameKey(name, row.countryCode), row);
}

/** The port of that UN/LOCODE (any case, spaces ignored), or undefined. */
export function portByUnlocode(code: string): Port | undefined {
  return byCode.get(code.replaceAll(' ', '').toUpperCase());
}

/**
 * The port known by that whole name in that country (ISO 3166-1 alpha-2), or undefined. Case, accents, spaces and punctuation do
 * not count; a part of a name finds nothing, so Chartham is not Chatham, and an English Dunkirk is not the French one.
 */
export function portByName(name: string, countryCode: string): Port | undefined {
  return byCountryAndName.get(nameKey(name, countryCode.trim().toUpperCase()));
}

function nameKey(name: string, countryCode: string): string {
  const letters = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/gu, '');
  return `${countryCode}:${letters}`;
}
