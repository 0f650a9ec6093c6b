import { useRef, useState } from 'preact/hooks';
import type { AnswerKind, IncidentSummary } from '../wire.ts';
import { newActionId, sendAnswer } from './api.ts';

export interface AnswerState {
  readonly busy: boolean;
  /** What came of the last attempt; null before the first. */
  readonly message: { readonly bad: boolean; readonly text: string } | null;
  /** Resolves with true when the answer is known to be saved. */
  readonly send: (kind: AnswerKind, input: AnswerInput) => Promise<boolean>;
}

interface AnswerInput {
  readonly name: string;
  readonly note: string;
}

const DONE_WORDS: Readonly<Record<AnswerKind, string>> = {
  acknowledge: 'Acknowledged.',
  note: 'Note added.',
  close: 'Closed.',
};

/** Sends answers about an incident. One that may not have arrived keeps its identity when it is sent again, so it counts once. */
export function useAnswer(summary: IncidentSummary): AnswerState {
  const [busy, setBusy] = useState(false);
  const [message, setMessage] = useState<AnswerState['message']>(null);
  const attempt = useRef({ id: newActionId(), content: '' });

  const send = async (kind: AnswerKind, input: AnswerInput): Promise<boolean> => {
    const name = input.name.trim();
    const note = input.note.trim();
    const problem = answerProblem(kind, { name, note });
    if (problem !== null) {
      setMessage({ bad: true, text: problem });
      return false;
    }
    const hitIds = summary.unansweredIds;
    const content = [kind, name, note, ...hitIds].join('\n');
    if (attempt.current.content !== content) attempt.current = { id: newActionId(), content };
    const includeOlder = summary.unansweredCount > hitIds.length;
    setBusy(true);
    try {
      await sendAnswer(summary.vehicleMark, kind, { actionId: attempt.current.id, name, note, hitIds, includeOlder });
      attempt.current = { id: newActionId(), content: '' };
      setMessage({ bad: false, text: DONE_WORDS[kind] });
      return true;
    } catch (error) {
      setMessage({ bad: true, text: error instanceof Error ? error.message : 'The answer could not be sent.' });
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, message, send };
}

/** Why an answer cannot be sent, in words for the operator; null when it can. */
function answerProblem(kind: AnswerKind, { name, note }: AnswerInput): string | null {
  if (name === '') return 'Give your name.';
  if (note !== '' || kind === 'acknowledge') return null;
  return kind === 'close' ? 'Closing needs a reason: write it in the note.' : 'Write the note first.';
}
