import { describe, expect, it } from 'vitest';
import { distanceKm } from './distance.ts';
import { portByName, portByUnlocode, PORTS } from './ports.ts';

describe('portByName', () => {
  it('tells the French Dunkirk from the English one', () => {
    expect(portByName('Dunkirk', 'FR')?.unlocode).toBe('FRDKK');
    expect(portByName('Dunkerque', 'FR')?.unlocode).toBe('FRDKK');
    expect(portByName('Dunkirk', 'GB')).toBeUndefined();
  });

  it('does not take Chartham for Chatham', () => {
    expect(portByName('Chatham', 'GB')?.unlocode).toBe('GBCTM');
    expect(portByName('Chartham', 'GB')).toBeUndefined();
    expect(portByUnlocode('GBCHM')).toBeUndefined();
  });

  it('knows the two ends of the tunnel, which share a name', () => {
    expect(portByName('Eurotunnel', 'GB')?.unlocode).toBe('GBFOL');
    expect(portByName('Eurotunnel', 'fr')?.name).toBe('Coquelles');
  });

  it('forgives case, spaces and punctuation but not a part of a name', () => {
    expect(portByName('  HOEK VAN holland ', 'NL')?.unlocode).toBe('NLHVH');
    expect(portByName('Hoek', 'NL')).toBeUndefined();
  });

  it('leads each name to one port only', () => {
    const names = PORTS.flatMap((port) => [port.name, ...port.otherNames].map((name) => `${port.countryCode} ${name}`));
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('portByUnlocode', () => {
  it('gives the town before the terminal that borrows its code', () => {
    expect(portByUnlocode('FRCQF')?.name).toBe('Calais');
    expect(portByUnlocode('fr cqf')?.name).toBe('Calais');
  });

  it('puts Thamesport where it is, beside Sheerness', () => {
    const thamesport = portByUnlocode('GBTHP');
    const sheerness = portByUnlocode('GBSHS');
    if (thamesport === undefined || sheerness === undefined) throw new Error('both ports are listed');
    expect(distanceKm(thamesport.position, sheerness.position)).toBeLessThan(8);
  });
});
