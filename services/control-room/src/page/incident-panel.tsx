import { hitLevel, levelMeaning } from '@landfall/core';
import type { HitView, IncidentSummary, MapReply } from '../wire.ts';
import { AnswerForm } from './answer-form.tsx';
import { EntryFacts } from './entry-facts.tsx';
import { Flags } from './flags.tsx';
import { countOf, formatMissing } from './format.ts';
import { HitCard } from './hit-card.tsx';
import { History } from './history.tsx';
import { hitsNewestFirst, leadHit, type LiveIncident } from './live-state.ts';
import type { PageModel } from './page-model.ts';
import type { Places } from './places.ts';
import { Plate } from './plate.tsx';
import { Priority } from './priority.tsx';
import { TrailList } from './trail-list.tsx';
import { TrailMap } from './trail-map.tsx';
import { trailOf } from './trail.ts';
import { useDetail } from './use-detail.ts';
import type { Page } from './use-page.ts';
import { VerifyPlate } from './verify-plate.tsx';
import { LEVEL_WORDS, STATUS_WORDS, takenBackWords, themesWords } from './words.ts';

export interface IncidentPanelProps {
  readonly model: PageModel;
  readonly incident: LiveIncident;
  readonly map: MapReply | null;
  readonly places: Places;
  readonly operator: string;
  readonly nowMs: number;
  readonly captureNowMs: number;
  readonly simulated: boolean;
  readonly refs: Page['refs'];
  readonly onBack: () => void;
}

/** The selected incident: what to do first, then why, then the evidence. */
export function IncidentPanel(props: IncidentPanelProps) {
  const { incident, nowMs } = props;
  const { summary } = incident;
  const detail = useDetail(props.model, incident);
  const hits = hitsNewestFirst(incident);
  const lead = leadHit(hits);
  return (
    <article class="incident" aria-labelledby="incident-title">
      <button type="button" class="back" onClick={props.onBack}>
        ← Queue
      </button>
      <Head summary={summary} captureNowMs={props.captureNowMs} headingRef={props.refs.heading} />
      {detail.error === null ? null : <p class="banner banner-bad">{detail.error}</p>}
      {lead === undefined ? (
        <p class="empty">Loading the hits…</p>
      ) : (
        <Body {...props} hits={hits} lead={lead} onAnswered={detail.reload} />
      )}
      <Hits {...props} hits={hits} />
      <History actions={detail.actions} nowMs={nowMs} />
    </article>
  );
}

interface HeadProps {
  readonly summary: IncidentSummary;
  readonly captureNowMs: number;
  readonly headingRef: Page['refs']['heading'];
}

function Head({ summary, captureNowMs, headingRef }: HeadProps) {
  const by = summary.answeredBy === null || summary.status === 'UNANSWERED' ? '' : ` by ${summary.answeredBy}`;
  return (
    <>
      <header class="incident-head">
        <h2 id="incident-title" ref={headingRef} tabIndex={-1}>
          <Plate mark={summary.vehicleMark} large />
        </h2>
        <div class="incident-lines">
          <p class="incident-line">
            <Priority level={summary.priority} />
            <strong>{themesWords(summary.themes)}</strong>
            <span>Risk {LEVEL_WORDS[summary.risk].toLowerCase()}</span>
          </p>
          <p class="incident-line">
            <span
              class={`status status-${summary.status.toLowerCase()}`}
            >{`${STATUS_WORDS[summary.status]}${by}`}</span>
            <span>
              {countOf(summary.hitCount, 'hit')}, {summary.unansweredCount} unanswered
              {summary.retractedCount === 0 ? '' : `, ${summary.retractedCount} taken back`}
            </span>
          </p>
          {summary.missingSince === null ? null : (
            <p class="incident-line">
              <strong>{formatMissing(summary.missingSince, captureNowMs)}</strong>
            </p>
          )}
        </div>
      </header>
      {summary.warningMarkers === '' ? null : (
        <p class="warning-markers">
          <span class="warning-sign" aria-hidden="true">
            ⚠
          </span>
          <span>Warning markers: {summary.warningMarkers}</span>
        </p>
      )}
    </>
  );
}

interface BodyProps extends IncidentPanelProps {
  readonly hits: readonly HitView[];
  readonly lead: HitView;
  readonly onAnswered: () => void;
}

function Body({ hits, lead, incident, refs, ...props }: BodyProps) {
  const trail = trailOf(hits, props.places);
  const inForce = hits.filter(({ hit }) => hit.state !== 'RETRACTED');
  return (
    <div class="incident-grid">
      <div class="incident-do">
        <section class="action" aria-labelledby="action-title">
          <h3 id="action-title">Action to take</h3>
          <p class="action-text">{actionWords(lead)}</p>
          {lead.hit.contact === '' ? null : (
            <p class="action-contact">
              Contact: <strong>{lead.hit.contact}</strong>
            </p>
          )}
          <p class="action-level">
            {LEVEL_WORDS[hitLevel(lead.hit)]} priority: {levelMeaning(hitLevel(lead.hit))}
          </p>
        </section>
        <VerifyPlate hit={lead.hit} />
        <Flags hits={inForce} lead={lead} />
        <AnswerForm
          summary={incident.summary}
          operator={props.operator}
          keysRef={refs.answer}
          onAnswered={props.onAnswered}
        />
        <EntryFacts hits={inForce} lead={lead} />
      </div>
      <div class="incident-do">
        <section class="trail" aria-labelledby="trail-title" ref={refs.map} tabIndex={-1}>
          <h3 id="trail-title">Map and trail</h3>
          <TrailMap map={props.map} trail={trail} nowMs={props.captureNowMs} />
          <TrailList trail={trail} nowMs={props.captureNowMs} />
        </section>
      </div>
    </div>
  );
}

/** A hit that was taken back leads only when all were: then there is nothing to do. */
function actionWords({ hit }: HitView): string {
  const takenBack = takenBackWords(hit);
  if (takenBack !== null) return `None. ${takenBack}.`;
  return hit.action === '' ? 'None given: ask the contact.' : hit.action;
}

function Hits({ hits, incident, ...props }: IncidentPanelProps & { readonly hits: readonly HitView[] }) {
  const { hitCount, retractedCount } = incident.summary;
  const all = hitCount + retractedCount;
  const { places, nowMs, captureNowMs, simulated } = props;
  return (
    <section aria-labelledby="hits-title">
      <h3 id="hits-title">{hits.length < all ? `Hits: the newest ${hits.length} of ${all}` : `Hits: ${all}`}</h3>
      <ol class="hits">
        {hits.map((view, index) => (
          <li key={view.hit.hitId}>
            <HitCard view={view} open={index === 0} {...{ places, nowMs, captureNowMs, simulated }} />
          </li>
        ))}
      </ol>
    </section>
  );
}
