import type { ComponentChildren } from 'preact';
import { themeName } from '@landfall/core';
import type { Hit } from '@landfall/core';
import type { HitView } from '../wire.ts';
import { LEVEL_WORDS } from './words.ts';

export interface EntryFactsProps {
  readonly hits: readonly HitView[];
  readonly lead: HitView;
}

/** Why the vehicle is listed, and by whom: the lead entry first, then every other entry that this vehicle hit. */
export function EntryFacts({ hits, lead }: EntryFactsProps) {
  const others = new Map<string, Hit>();
  for (const { hit } of hits) {
    if (hit.entryId !== lead.hit.entryId && !others.has(hit.entryId)) others.set(hit.entryId, hit);
  }
  return (
    <section class="entries" aria-labelledby="entry-title">
      <h3 id="entry-title">Why it is listed</h3>
      <Entry hit={lead.hit} />
      {[...others.values()].map((hit) => (
        <section class="entry-other" key={hit.entryId} aria-label={`Also on list ${hit.listId}`}>
          <h4>
            Also on list {hit.listId}: {LEVEL_WORDS[hit.priority].toLowerCase()} priority, {themeName(hit.theme)}
          </h4>
          <p class="entry-action">{hit.action}</p>
          {hit.warningMarkers === '' ? null : <p class="row-warning">⚠ {hit.warningMarkers}</p>}
          <Entry hit={hit} />
        </section>
      ))}
    </section>
  );
}

function Entry({ hit }: { readonly hit: Hit }) {
  return (
    <dl class="facts">
      <Fact name="Reason">{hit.reason === '' ? 'not given' : hit.reason}</Fact>
      <Fact name="Contact">
        <strong>{hit.contact === '' ? 'not given' : hit.contact}</strong>
      </Fact>
      <Fact name="Owner">{hit.ownerForce}</Fact>
      <Fact name="Handling">{hit.handlingCode === '' ? 'not given' : hit.handlingCode}</Fact>
      {hit.ocgId === null ? null : (
        <Fact name="OCG">
          {hit.ocgId}
          {hit.ocgHarmScore === null ? '' : `, harm ${hit.ocgHarmScore} of 100`}
        </Fact>
      )}
      <Fact name="Entry">
        {hit.listId} <span class="mono">{hit.entryId}</span>, revision {hit.entryRevision}
      </Fact>
      <Fact name="Rule">
        {hit.ruleId} version {hit.ruleVersion}
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
