import { describe, expect, it } from 'vitest';
import { readHeader, STANDARD_ORDER } from './voi-columns.ts';

const FULL =
  'VRM,Make,Model,Colour,Action,Warning Markers,Reason,NIM (5x5x5) Code,Information/Action,Force & Area,Weed Date,PNC ID,' +
  'GPMS Marking,CAD Information,Operational Instructions (Spare 1),Source Reference (Spare 2)';
const DATA = 'AB12 CDE,FORD,TRANSIT,WHITE,HIGH,,Theft,,,Kent,31/12/2026,,,,,';

describe('the header of a VOI file', () => {
  it.each([
    ['the documented names', FULL],
    ['other case and spacing', FULL.toUpperCase().replaceAll(' ', '_')],
    ['short names', 'vrm,make,model,color,action,markers,reason,nim,info,force,weed_date,pnc,gpms,cad,spare 1,spare 2'],
    ['a first column called registration', FULL.replace('VRM', 'Vehicle Registration')],
    ['a column with another name', FULL.replace('Colour', 'Paint')],
  ])('is known by %s', (_what, header) => {
    expect(readHeader(header.split(','))).toEqual(STANDARD_ORDER);
  });

  it('may name the columns in another order, when it names all', () => {
    const names = FULL.split(',').toReversed();
    expect(readHeader(names)).toEqual(STANDARD_ORDER.toReversed());
  });

  it('is refused when columns stand elsewhere and some have no known name', () => {
    const names = FULL.replace('Colour', 'Paint').split(',').toReversed();
    expect(readHeader(names)).toBe('unknown');
  });

  it('is not seen in a row of data', () => {
    expect(readHeader(DATA.split(','))).toBe('data');
  });
});
