import type { Theme } from './words.ts';

/** Every theme of the Control Strategy, in the order in which lists and filters show them; UNASSIGNED is last. */
export const THEMES: readonly Theme[] = [
  'MODERN_SLAVERY_AND_TRAFFICKING',
  'ORGANISED_IMMIGRATION_CRIME',
  'GANGS_AND_COUNTY_LINES',
  'CHILD_SEXUAL_EXPLOITATION',
  'DOMESTIC_ABUSE_AND_SERIOUS_SEXUAL_OFFENCES',
  'HIGH_HARM_CRIME',
  'COUNTER_TERRORISM_AND_DOMESTIC_EXTREMISM',
  'ARTIFICE_BURGLARY',
  'ORGANISED_SHOPLIFTING',
  'UNASSIGNED',
];

const NAMES: Readonly<Record<Theme, string>> = {
  MODERN_SLAVERY_AND_TRAFFICKING: 'Modern slavery and trafficking',
  ORGANISED_IMMIGRATION_CRIME: 'Organised immigration crime',
  GANGS_AND_COUNTY_LINES: 'Gangs and county lines',
  CHILD_SEXUAL_EXPLOITATION: 'Child sexual exploitation',
  DOMESTIC_ABUSE_AND_SERIOUS_SEXUAL_OFFENCES: 'Domestic abuse and serious sexual offences',
  HIGH_HARM_CRIME: 'High-harm crime',
  COUNTER_TERRORISM_AND_DOMESTIC_EXTREMISM: 'Counter-terrorism and domestic extremism',
  ARTIFICE_BURGLARY: 'Artifice burglary',
  ORGANISED_SHOPLIFTING: 'Organised shoplifting',
  UNASSIGNED: 'Unassigned',
};

/**
 * Plain words for each theme, spelt as `comparable` leaves them. Only whole texts count: a theme is never guessed from
 * a part.
 */
const WORDS: Readonly<Record<Theme, readonly string[]>> = {
  MODERN_SLAVERY_AND_TRAFFICKING: [
    'MODERN SLAVERY',
    'SLAVERY',
    'TRAFFICKING',
    'HUMAN TRAFFICKING',
    'MODERN SLAVERY AND HUMAN TRAFFICKING',
    'MSHT',
    'MODERN SLAVERY TRAFFICKING',
  ],
  ORGANISED_IMMIGRATION_CRIME: ['IMMIGRATION CRIME', 'IMMIGRATION', 'OIC', 'PEOPLE SMUGGLING', 'CLANDESTINE ENTRY'],
  GANGS_AND_COUNTY_LINES: ['GANG', 'GANGS', 'COUNTY LINE', 'COUNTY LINES', 'STREET GANGS', 'LONDON STREET GANGS'],
  CHILD_SEXUAL_EXPLOITATION: ['CSE', 'CHILD EXPLOITATION', 'MISSING CHILD', 'CHILD SEXUAL ABUSE AND EXPLOITATION'],
  DOMESTIC_ABUSE_AND_SERIOUS_SEXUAL_OFFENCES: [
    'DOMESTIC ABUSE',
    'DOMESTIC VIOLENCE',
    'SERIOUS SEXUAL OFFENCES',
    'SEXUAL OFFENCES',
    'DOMESTIC ABUSE SERIOUS SEXUAL OFFENCES',
  ],
  HIGH_HARM_CRIME: ['HIGH HARM'],
  COUNTER_TERRORISM_AND_DOMESTIC_EXTREMISM: [
    'COUNTER TERRORISM',
    'TERRORISM',
    'CT',
    'DOMESTIC EXTREMISM',
    'EXTREMISM',
    'COUNTER TERRORISM DOMESTIC EXTREMISM',
  ],
  ARTIFICE_BURGLARY: ['ARTIFICE', 'ARTIFICE BURGLARS', 'DISTRACTION BURGLARY', 'ROGUE TRADERS', 'OPERATION LIBERAL'],
  ORGANISED_SHOPLIFTING: ['SHOPLIFTING', 'RETAIL CRIME', 'ORGANISED RETAIL CRIME', 'BUSINESS CRIME'],
  UNASSIGNED: ['', 'NONE', 'NOT ASSIGNED'],
};

const TEXT_LENGTH_MAX = 80;
const THEME_BY_WORD: ReadonlyMap<string, Theme> = new Map(
  THEMES.flatMap((theme) =>
    [theme, NAMES[theme], ...WORDS[theme]].map((word): [string, Theme] => [comparable(word), theme]),
  ),
);

/** The theme's name for people. */
export function themeName(theme: Theme): string {
  return NAMES[theme];
}

/**
 * The theme that a text means: its enum name, its name for people or a plain word, in any case; '' is UNASSIGNED; null
 * when unknown.
 */
export function themeOf(text: string): Theme | null {
  return text.length > TEXT_LENGTH_MAX ? null : (THEME_BY_WORD.get(comparable(text)) ?? null);
}

function comparable(text: string): string {
  return text
    .toUpperCase()
    .replaceAll('&', ' AND ')
    .replaceAll(/[^A-Z0-9]+/g, ' ')
    .trim()
    .replaceAll('ORGANIZED', 'ORGANISED');
}
