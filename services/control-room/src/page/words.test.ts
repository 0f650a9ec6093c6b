import { describe, expect, it } from 'vitest';
import { ruleWords, takenBackWords } from './words.ts';

describe('takenBackWords', () => {
  it('says in words that a hit was taken back, why, and by which revision', () => {
    const hit = { state: 'RETRACTED', stateReason: 'entry withdrawn', entryRevision: 3 } as const;
    expect(takenBackWords(hit)).toBe('Taken back: entry withdrawn (entry revision 3)');
    expect(takenBackWords({ ...hit, stateReason: '' })).toBe('Taken back: no reason given (entry revision 3)');
    expect(takenBackWords({ ...hit, state: 'RAISED' })).toBeNull();
  });
});

describe('ruleWords', () => {
  it('names what a rule found, also one that the page does not know, and nothing for a listed vehicle', () => {
    expect(ruleWords({ ruleKind: 'convoy' })).toBe('Convoy: travelled with another vehicle of its group');
    expect(ruleWords({ ruleKind: 'child-missing' })).toBe('Child missing');
    expect(ruleWords({ ruleKind: 'watch-hit' })).toBeNull();
  });
});
