import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { WIRE_BOUNDS, type AnswerKind, type IncidentSummary } from '../wire.ts';
import { useAnswer } from './use-answer.ts';

/** What the page's keys reach in the form. */
export interface AnswerKeys {
  acknowledge(): void;
  note(): void;
}

export interface AnswerFormProps {
  readonly summary: IncidentSummary;
  /** Name of the session, which the operator may change. */
  readonly operator: string;
  readonly keysRef: RefObject<AnswerKeys | null>;
  readonly onAnswered: () => void;
}

/** Acknowledge, add a note, close with a reason. */
export function AnswerForm({ summary, operator, keysRef, onAnswered }: AnswerFormProps) {
  const [name, setName] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const { busy, message, send } = useAnswer(summary);
  const acknowledgeRef = useRef<HTMLButtonElement>(null);
  const noteRef = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    keysRef.current = {
      acknowledge: () => (acknowledgeRef.current ?? noteRef.current)?.focus(),
      note: () => noteRef.current?.focus(),
    };
    return () => {
      keysRef.current = null;
    };
  }, [keysRef]);
  const answer = async (kind: AnswerKind): Promise<void> => {
    const saved = await send(kind, { name: name ?? operator, note });
    // The button that was pressed may go with the last unanswered hit; the focus must stay in the form.
    noteRef.current?.focus();
    if (!saved) return;
    setNote('');
    onAnswered();
  };

  return (
    <form
      class="answer"
      aria-label="Answer"
      onSubmit={(event) => {
        event.preventDefault();
        void answer(summary.unansweredCount > 0 ? 'acknowledge' : 'note');
      }}
    >
      <Fields name={name ?? operator} note={note} {...{ setName, setNote, noteRef }} />
      <div class="answer-buttons">
        {summary.unansweredCount > 0 ? (
          <button type="submit" class="primary" ref={acknowledgeRef} disabled={busy}>
            Acknowledge {summary.unansweredCount > 1 ? `${summary.unansweredCount} hits` : ''}
          </button>
        ) : null}
        <button type="button" disabled={busy} onClick={() => void answer('note')}>
          Add note
        </button>
        {summary.status === 'CLOSED' || summary.status === 'RETRACTED' ? null : (
          <button type="button" disabled={busy} onClick={() => void answer('close')}>
            Close
          </button>
        )}
      </div>
      <p role="status" class={message?.bad === true ? 'answer-message answer-bad' : 'answer-message'}>
        {message?.text ?? ''}
      </p>
    </form>
  );
}

interface FieldsProps {
  readonly name: string;
  readonly note: string;
  readonly setName: (name: string) => void;
  readonly setNote: (note: string) => void;
  readonly noteRef: RefObject<HTMLTextAreaElement | null>;
}

function Fields({ name, note, setName, setNote, noteRef }: FieldsProps) {
  return (
    <>
      <label>
        Name
        <input
          value={name}
          maxLength={WIRE_BOUNDS.nameLength}
          autoComplete="name"
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <label>
        Note
        <textarea
          ref={noteRef}
          rows={2}
          value={note}
          maxLength={WIRE_BOUNDS.noteLength}
          placeholder="What was done, whom you told; why closed"
          onInput={(event) => setNote(event.currentTarget.value)}
        />
      </label>
    </>
  );
}
