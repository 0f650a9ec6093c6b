import { useCallback, useEffect, useState } from 'preact/hooks';
import type { IncidentAction } from '@landfall/core';
import type { LiveIncident } from './live-state.ts';
import type { PageModel } from './page-model.ts';

export interface Detail {
  /** Newest first. */
  readonly actions: readonly IncidentAction[];
  readonly error: string | null;
  readonly reload: () => void;
}

/** Loads the older hits and the answers of the selected incident, and again whenever it has been answered or has grown. */
export function useDetail(model: PageModel, incident: LiveIncident): Detail {
  const [actions, setActions] = useState<readonly IncidentAction[]>([]);
  const [error, setError] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  const { vehicleMark: mark, revision } = incident.summary;
  useEffect(() => {
    let current = true;
    const load = async (): Promise<void> => {
      try {
        const detail = await model.loadIncident(mark);
        if (!current) return;
        setActions(detail.actions);
        setError(null);
      } catch (failure) {
        if (current) setError(failure instanceof Error ? failure.message : 'The details could not be loaded.');
      }
    };
    void load();
    return () => {
      current = false;
    };
  }, [model, mark, revision, attempt]);
  return { actions, error, reload: useCallback(() => setAttempt((count) => count + 1), []) };
}
