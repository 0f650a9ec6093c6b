import type { Hit } from '@landfall/core';
import { forgivenWords, listedSegments, rawSegments, type Segment } from './highlight.ts';
import { MATCH_WORDS } from './words.ts';

/** The raw read beside the listed mark. Whatever was forgiven is marked, and an operator is asked to check before acting. */
export function VerifyPlate({ hit }: { readonly hit: Hit }) {
  const evidence = evidenceOf(hit);
  const exact = hit.matchKind === 'EXACT';
  return (
    <section class={exact ? 'verify' : 'verify verify-doubt'} aria-labelledby="verify-title">
      <h3 id="verify-title">{MATCH_WORDS[hit.matchKind]}</h3>
      <dl class="verify-pair">
        <div>
          <dt>Read as</dt>
          <dd class="verify-mark">
            <Segments segments={rawSegments(evidence?.rawPlate ?? hit.vehicleMark, hit.forgiven)} />
          </dd>
        </div>
        <div>
          <dt>Listed as</dt>
          <dd class="verify-mark">
            <Segments segments={listedSegments(hit.identifierMark, hit.forgiven)} />
          </dd>
        </div>
        <div>
          <dt>Confidence</dt>
          <dd>{confidenceWords(evidence?.confidence ?? null)}</dd>
        </div>
      </dl>
      {hit.forgiven.length === 0 ? null : <p class="verify-words">Forgiven: {forgivenWords(hit.forgiven)}.</p>}
      <p class="verify-hint">Check the plate against the raw read before acting.</p>
    </section>
  );
}

function Segments({ segments }: { readonly segments: readonly Segment[] }) {
  return (
    <>
      {segments.map((segment, index) =>
        segment.forgiven ? <mark key={index}>{segment.text}</mark> : <span key={index}>{segment.text}</span>,
      )}
    </>
  );
}

/** The fact that matched: with several, the latest that carries the mark. */
function evidenceOf(hit: Hit): Hit['evidence'][number] | undefined {
  return hit.evidence.findLast((fact) => fact.mark === hit.vehicleMark) ?? hit.evidence.at(-1);
}

function confidenceWords(confidence: number | null): string {
  if (confidence === null) return 'not given';
  return `${Math.round(confidence * 100)} %`;
}
