import { describe, expect, it } from 'vitest';
import { themeName, themeOf, THEMES } from './themes.ts';

describe('themeOf', () => {
  it.each(THEMES)('knows %s by its enum name and by its name for people, in any case', (theme) => {
    expect(themeOf(theme)).toBe(theme);
    expect(themeOf(theme.toLowerCase())).toBe(theme);
    expect(themeOf(` ${themeName(theme)} `)).toBe(theme);
  });

  it.each([
    ['County lines', 'GANGS_AND_COUNTY_LINES'],
    ['trafficking', 'MODERN_SLAVERY_AND_TRAFFICKING'],
    ['Modern Slavery & Human Trafficking', 'MODERN_SLAVERY_AND_TRAFFICKING'],
    ['CSE', 'CHILD_SEXUAL_EXPLOITATION'],
    ['counter-terrorism', 'COUNTER_TERRORISM_AND_DOMESTIC_EXTREMISM'],
    ['Organized shoplifting', 'ORGANISED_SHOPLIFTING'],
    ['distraction burglary', 'ARTIFICE_BURGLARY'],
    ['', 'UNASSIGNED'],
  ])('reads %j as %s', (text, theme) => {
    expect(themeOf(text)).toBe(theme);
  });

  it.each(['parking', 'gangs of burglars', 'constructor', 'x'.repeat(1_000_000)])(
    'knows no theme for %.20j',
    (text) => {
      expect(themeOf(text)).toBeNull();
    },
  );

  it('gives no word to two themes', () => {
    const named = THEMES.map((theme) => themeOf(themeName(theme)));
    expect(new Set(named).size).toBe(THEMES.length);
  });
});
