import { afterEach, describe, expect, it, vi } from 'vitest';
import { realComponent } from './real-component.ts';

describe('realComponent', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  it('gives the component that is present', () => {
    expect(realComponent('A broker', () => ({ component: 'address' }))).toBe('address');
  });

  it('says loudly what is absent, and why, before a skip', () => {
    vi.stubEnv('LANDFALL_REQUIRE_REAL', undefined);
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    expect(realComponent('A broker', () => ({ missing: 'no Java' }))).toBeNull();
    expect(warn).toHaveBeenCalledWith('SKIPPED, A broker is absent: no Java');
  });

  it('throws instead of skipping where real components are required', () => {
    vi.stubEnv('LANDFALL_REQUIRE_REAL', '1');
    expect(() => realComponent('A broker', () => ({ missing: 'no Java' }))).toThrow('no Java');
  });
});
