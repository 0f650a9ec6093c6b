import { describe, expect, it } from 'vitest';
import { bearingDeg, distanceKm } from './distance.ts';

const DOVER = { latitudeDeg: 51.1251275, longitudeDeg: 1.3134228 };
const CALAIS = { latitudeDeg: 50.9668, longitudeDeg: 1.8626 };

describe('distanceKm', () => {
  it('finds Calais about 42 km from Dover, either way round', () => {
    expect(distanceKm(DOVER, CALAIS)).toBeGreaterThan(41);
    expect(distanceKm(DOVER, CALAIS)).toBeLessThan(43);
    expect(distanceKm(CALAIS, DOVER)).toBeCloseTo(distanceKm(DOVER, CALAIS), 9);
    expect(distanceKm(DOVER, DOVER)).toBe(0);
  });
});

describe('bearingDeg', () => {
  it('points from Dover east-south-east to Calais and back west-north-west', () => {
    expect(bearingDeg(DOVER, CALAIS)).toBeGreaterThan(110);
    expect(bearingDeg(DOVER, CALAIS)).toBeLessThan(120);
    expect(bearingDeg(CALAIS, DOVER)).toBeGreaterThan(290);
    expect(bearingDeg(CALAIS, DOVER)).toBeLessThan(300);
  });
});
