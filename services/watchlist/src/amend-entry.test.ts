import type { Level } from '@landfall/core';
import { describe, expect, it } from 'vitest';
import type { By } from './amend-entry.ts';
import { amendEntry, approveEntry, createEntry, weedEntry, withdrawEntry } from './amend-entry.ts';
import { approvalReasons } from './approval.ts';
import type { EntryContent } from './entry-content.ts';
import { contentOf, differingFields } from './entry-content.ts';
import type { EntryVersions } from './entry-versions.ts';
import { currentOf, inForceOf, NO_VERSIONS, withRevision } from './entry-versions.ts';

const TODAY = 20_000;
const DAY_MS = 86_400_000;
const ANN: By = { name: 'ann', now: TODAY * DAY_MS, today: TODAY };
const BOB: By = { ...ANN, name: 'bob', now: ANN.now + 1000 };
const LATER: By = { name: 'watchlist', now: ANN.now + 40 * DAY_MS, today: TODAY + 40 };

const CONTENT: EntryContent = {
  identifiers: [{ kind: 'VRM', raw: 'AB12 CDE', mark: 'AB12CDE' }],
  theme: 'HIGH_HARM_CRIME',
  ocgId: null,
  priority: 'LOW',
  risk: 'UNKNOWN',
  action: 'LOW',
  reason: 'Theft',
  warningMarkers: '',
  handlingCode: '',
  protectiveMarking: '',
  ownerForce: 'Kent Police',
  contact: 'Desk',
  make: null,
  model: null,
  colour: null,
  pncId: null,
  cadReference: null,
  operationalInstructions: null,
  sourceReference: null,
  validFrom: ANN.now,
  validTo: null,
  lookBackMs: DAY_MS,
  forgivenCharactersMax: 1,
  missingSince: null,
  weedDate: TODAY + 30,
  reviewDate: TODAY + 20,
};
const HIGH: EntryContent = { ...CONTENT, priority: 'HIGH', risk: 'HIGH', action: 'HIGH - STOP' };

function created(content: EntryContent, by = ANN): EntryVersions {
  return withRevision(NO_VERSIONS, createEntry({ entryId: 'e', listId: 'l', content }, by));
}

function amended(versions: EntryVersions, content: EntryContent, by = ANN): EntryVersions {
  const next = amendEntry(versions, content, by);
  if (next === null) throw new Error('nothing new');
  return withRevision(versions, next);
}

function approved(versions: EntryVersions, by = BOB): EntryVersions {
  const decision = approveEntry(versions, currentOf(versions).revision, by);
  if (!decision.ok) throw new Error(decision.refusal.code);
  return withRevision(versions, decision.value);
}

describe('approval reasons', () => {
  it.each<[Level, Level, readonly string[]]>([
    ['HIGH', 'HIGH', ['high-priority']],
    ['HIGH', 'UNKNOWN', ['high-priority']],
    ['HIGH', 'LOW', ['high-priority', 'risk-priority-mismatch']],
    ['MEDIUM', 'HIGH', ['risk-priority-mismatch']],
    ['LOW', 'HIGH', ['risk-priority-mismatch']],
    ['MEDIUM', 'MEDIUM', []],
    ['LOW', 'MEDIUM', []],
    ['LOW', 'UNKNOWN', []],
  ])('of priority %s with risk %s are %j', (priority, risk, reasons) => {
    expect(approvalReasons({ priority, risk })).toEqual(reasons);
  });
});

describe('an entry', () => {
  it('is active at once when nobody else has to look', () => {
    expect(currentOf(created(CONTENT))).toMatchObject({ state: 'ACTIVE', revision: 1, approvalReasons: [] });
  });

  it('of HIGH priority is in force only after somebody else approved it', () => {
    const versions = created(HIGH);
    expect(currentOf(versions)).toMatchObject({ state: 'AWAITING_APPROVAL', approvalReasons: ['high-priority'] });
    expect(inForceOf(versions)).toBeNull();
    expect(approveEntry(versions, 1, ANN)).toMatchObject({ refusal: { code: 'approver-is-maker' } });
    expect(inForceOf(approved(versions))).toMatchObject({
      revision: 2,
      updatedBy: 'ann',
      approvals: [{ name: 'bob', revision: 1 }],
    });
  });

  it('is approved at the revision that the approver has read', () => {
    const versions = amended(created(HIGH), { ...HIGH, reason: 'Robbery' });
    expect(approveEntry(versions, 1, BOB)).toMatchObject({ refusal: { code: 'revision-conflict' } });
    expect(approveEntry(approved(versions), 3, BOB)).toMatchObject({ refusal: { code: 'not-awaiting-approval' } });
    expect(approveEntry(versions, 2, { ...BOB, today: TODAY + 31 })).toMatchObject({
      refusal: { code: 'weed-date-past' },
    });
  });

  it('keeps the approved revision in force while an amendment awaits approval', () => {
    const versions = amended(approved(created(HIGH)), { ...HIGH, action: 'HIGH - FOLLOW' });
    expect(currentOf(versions)).toMatchObject({ revision: 3, state: 'AWAITING_APPROVAL', action: 'HIGH - FOLLOW' });
    expect(inForceOf(versions)).toMatchObject({ revision: 2, action: 'HIGH - STOP' });
    expect(inForceOf(approved(versions))).toMatchObject({ revision: 4, action: 'HIGH - FOLLOW' });
  });

  it('needs no second approval for clerical changes, and keeps the first', () => {
    const raw = [{ kind: 'VRM', raw: 'AB12CDE', mark: 'AB12CDE' }] as const;
    const versions = amended(approved(created(HIGH)), { ...HIGH, contact: 'Night desk', identifiers: raw });
    expect(inForceOf(versions)).toMatchObject({ revision: 3, contact: 'Night desk', approvals: [{ name: 'bob' }] });
  });

  it('needs nobody to go back to what was approved', () => {
    const versions = amended(amended(approved(created(HIGH)), { ...HIGH, action: 'HIGH - FOLLOW' }), HIGH);
    expect(inForceOf(versions)).toMatchObject({ revision: 4, action: 'HIGH - STOP', approvals: [{ name: 'bob' }] });
  });

  it('needs approval when an amendment raises it, and none when one lowers it', () => {
    expect(currentOf(amended(created(CONTENT), HIGH)).state).toBe('AWAITING_APPROVAL');
    const lowered = amended(approved(created(HIGH)), CONTENT);
    expect(inForceOf(lowered)).toMatchObject({ priority: 'LOW', approvals: [], approvalReasons: [] });
  });

  it('has no new revision without a change', () => {
    expect(amendEntry(created(CONTENT), { ...CONTENT }, BOB)).toBeNull();
    expect(amendEntry(created(HIGH), { ...HIGH }, BOB)).toBeNull();
  });

  it('is withdrawn together with what awaits approval, and can be listed again', () => {
    const versions = amended(approved(created(HIGH)), { ...HIGH, action: 'HIGH - FOLLOW' });
    const withdrawn = withdrawEntry(versions, BOB);
    if (!withdrawn.ok) throw new Error('refused');
    const after = withRevision(versions, withdrawn.value);
    expect(currentOf(after)).toMatchObject({ state: 'WITHDRAWN', revision: 4, action: 'HIGH - STOP' });
    expect(withdrawEntry(after, BOB)).toMatchObject({ refusal: { code: 'entry-not-in-force' } });
    expect(currentOf(amended(after, HIGH))).toMatchObject({ state: 'AWAITING_APPROVAL', revision: 5, approvals: [] });
    expect(currentOf(amended(after, CONTENT))).toMatchObject({ state: 'ACTIVE', revision: 5 });
  });

  it('is weeded the day after its weed date, once', () => {
    const versions = created(CONTENT);
    expect(weedEntry(versions, { ...LATER, today: TODAY + 30 })).toEqual([]);
    const [weeded, ...more] = weedEntry(versions, LATER);
    expect(more).toEqual([]);
    expect(weeded).toMatchObject({ state: 'WEEDED', revision: 2, identifiers: CONTENT.identifiers });
    expect(weedEntry(withRevision(versions, weeded!), LATER)).toEqual([]);
  });

  it('loses no later weed date that awaits approval when it is weeded', () => {
    const versions = amended(approved(created(HIGH)), { ...HIGH, weedDate: TODAY + 60 });
    const weeded = weedEntry(versions, LATER).reduce(withRevision, versions);
    expect(inForceOf(weeded)).toBeNull();
    expect(currentOf(weeded)).toMatchObject({
      state: 'AWAITING_APPROVAL',
      revision: 5,
      weedDate: TODAY + 60,
      updatedBy: 'ann',
    });
    expect(inForceOf(approved(weeded))).toMatchObject({ weedDate: TODAY + 60 });
    expect(weedEntry(weeded, LATER)).toEqual([]);
  });

  it('is the same in whatever order its revisions arrive', () => {
    const first = createEntry({ entryId: 'e', listId: 'l', content: HIGH }, ANN);
    const second = currentOf(approved(withRevision(NO_VERSIONS, first)));
    const third = { ...first, revision: 3 };
    const forwards = [first, second, third].reduce(withRevision, NO_VERSIONS);
    expect([third, second, first, second].reduce(withRevision, NO_VERSIONS)).toEqual(forwards);
    expect(currentOf(forwards).revision).toBe(3);
    expect(inForceOf(forwards)?.revision).toBe(2);
  });
});

describe('the difference of two contents', () => {
  it.each(Object.keys(CONTENT))('sees a change of %s', (field) => {
    const changed = { ...CONTENT, [field]: field === 'identifiers' ? [] : 'changed' };
    expect(differingFields(CONTENT, changed)).toEqual([field]);
  });

  it('is taken over the whole content of an entry', () => {
    expect(contentOf(createEntry({ entryId: 'e', listId: 'l', content: CONTENT }, ANN))).toEqual(CONTENT);
  });
});
