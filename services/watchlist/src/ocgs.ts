import type { OcgGroup } from '@landfall/core';
import type { By } from './amend-entry.ts';
import type { Result } from './codes.ts';
import { accept, refuse } from './codes.ts';

export type OcgContent = Omit<OcgGroup, 'ocgId' | 'revision' | 'updatedAt' | 'updatedBy'>;

/** The organised crime groups as the log has them: hundreds, so plain objects in a map. */
export interface Ocgs {
  apply(group: OcgGroup): void;
  get(ocgId: string): OcgGroup | undefined;
  /** Highest harm first. */
  all(): readonly OcgGroup[];
}

export function ocgsProjection(): Ocgs {
  const byId = new Map<string, OcgGroup>();
  return {
    apply(group) {
      if ((byId.get(group.ocgId)?.revision ?? 0) <= group.revision) byId.set(group.ocgId, group);
    },
    get: (ocgId) => byId.get(ocgId),
    all: () =>
      [...byId.values()].toSorted(
        (left, right) => right.harmScore - left.harmScore || (left.ocgId < right.ocgId ? -1 : 1),
      ),
  };
}

/** The next revision of a group; null when the content says nothing new. `expected` is the revision that the writer has read, 0 for none. */
export function amendOcg(
  current: OcgGroup | undefined,
  change: { readonly ocgId: string; readonly expected: number; readonly content: OcgContent },
  by: By,
): Result<OcgGroup | null> {
  const revision = current?.revision ?? 0;
  if (current !== undefined && sameContent(current, change.content)) return accept(null);
  if (revision !== change.expected) return refuse('revision-conflict', `It is at revision ${revision}.`);
  return accept({
    ...change.content,
    ocgId: change.ocgId,
    revision: revision + 1,
    updatedAt: by.now,
    updatedBy: by.name,
  });
}

function sameContent(left: OcgContent, right: OcgContent): boolean {
  return (
    left.name === right.name &&
    left.ownerForce === right.ownerForce &&
    left.harmScore === right.harmScore &&
    left.leadResponsibleOfficer === right.leadResponsibleOfficer &&
    left.archived === right.archived &&
    left.strands.join() === right.strands.join()
  );
}
