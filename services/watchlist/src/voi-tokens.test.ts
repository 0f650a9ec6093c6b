import { describe, expect, it } from 'vitest';
import { joinInstructions, partInstructions } from './instructions.ts';
import { readTokens } from './voi-tokens.ts';

describe('tokens in Spare 1', () => {
  it('are parted from the text, in any case and order', () => {
    expect(readTokens('Theme: county lines; do not stop;RISK:high\nvalidfrom: 2026-10-05T08:00:00Z')).toEqual({
      tokens: { theme: 'county lines', risk: 'high', validFrom: '2026-10-05T08:00:00Z' },
      text: 'do not stop',
    });
  });

  it('leave a text without them as it is', () => {
    const spare = 'Approach with care: dogs;  then call';
    expect(readTokens(spare)).toEqual({ tokens: {}, text: spare });
  });

  it('are not mistaken for names that every object has', () => {
    expect(readTokens('constructor: x; __proto__: y').tokens).toEqual({});
  });
});

describe('Information/Action and Spare 1', () => {
  it.each([
    { information: '', instructions: '' },
    { information: 'Observe only', instructions: '' },
    { information: '', instructions: 'Two crew' },
    { information: 'Observe\nonly', instructions: 'Two crew\n\nDogs' },
  ])('are parted again as they were joined: $information, $instructions', (both) => {
    expect(partInstructions(joinInstructions(both))).toEqual(both);
  });
});
