/** Publishing: now or at a time, with a note. What is wrong is said before and after. */
import { useEffect, useState } from 'react';
import type { Problem } from '../../../ivr-flows/block.ts';
import { useDesigner, useSession } from '../context.tsx';
import { problemText } from '../problem-words.ts';
import { problemText as refusalText } from '../../client/problem-words.ts';
import type { FlowRefusal, Standing } from '../requests.ts';
import { formats, t } from '../words.ts';
import { Dialog } from './dialog.tsx';

export function Publish({ close }: { close(): void }) {
  const { session, saving, requests, announce } = useDesigner();
  const problems = useSession(state => state.problems);
  const [note, setNote] = useState('');
  const [when, setWhen] = useState<'now' | 'later'>('now');
  const [time, setTime] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [refused, setRefused] = useState<readonly Problem[]>([]);
  const [standing, setStanding] = useState<Standing | null>(null);
  const errors = (refused.length > 0 ? refused : problems).filter(({ severity }) => severity === 'error');

  useEffect(() => {
    void requests.standing().then(reply => reply.ok && setStanding(reply.body));
  }, [requests]);

  const publish = async (): Promise<void> => {
    // The browser's own zone: the field is filled in by somebody who looks at a clock on the wall.
    const at = when === 'later' ? new Date(time).getTime() : null;
    if (at !== null && !(at > Date.now())) return setRefusal(t('publish.past'));
    setBusy(true);
    setRefusal(null);
    const saved = await saving.flush();
    if (!saved) {
      setBusy(false);
      return setRefusal(t('publish.unsaved'));
    }
    const reply = await requests.publish(saving.revision, note, at);
    setBusy(false);
    if (reply.ok) {
      announce(at === null ? t('publish.done') : t('publish.planned', { at: formats.dateTime(at) }));
      session.set({
        comparison: null,
        panel: 'versions',
        publications: session.state.publications + 1,
      });
      return close();
    }
    const problem: FlowRefusal = reply.problem;
    setRefused(problem.problems ?? []);
    return setRefusal(problem.problems ? null : refusalText(problem));
  };

  return (
    <Dialog title={t('actions.publish')} close={close}>
      <form
        onSubmit={event => {
          event.preventDefault();
          void publish();
        }}
      >
        {standing?.published && (
          <p className="form-hint">
            {t('publish.current', {
              number: standing.published.number,
              by: standing.published.by,
              at: formats.dateTime(standing.published.at),
            })}
          </p>
        )}
        {standing?.schedule && (
          <p className="alert alert-info">
            {t('publish.alreadyPlanned', {
              at: formats.dateTime(standing.schedule.dueAt),
              by: standing.schedule.by,
            })}
          </p>
        )}
        {errors.length > 0 && (
          <div className="alert alert-danger" role="alert">
            <p>{t('publish.errors', { count: errors.length })}</p>
            <ul>
              {errors.slice(0, 8).map((problem, index) => (
                // Two problems may say the same.
                <li key={index}>
                  <button
                    type="button"
                    className="btn btn-link btn-sm"
                    onClick={() => {
                      close();
                      if (problem.block) session.show(problem.block, 'block');
                    }}
                  >
                    {problemText(problem)}
                  </button>
                </li>
              ))}
            </ul>
          </div>
        )}
        {refusal && (
          <p className="field-problem" role="alert">
            {refusal}
          </p>
        )}
        <div className="parameter">
          <label className="form-label" htmlFor="publish-note">
            {t('publish.note')}
          </label>
          <textarea
            id="publish-note"
            className="form-control"
            rows={2}
            maxLength={1000}
            value={note}
            data-first
            onChange={({ target }) => setNote(target.value)}
          />
          <div className="form-hint">{t('publish.noteHelp')}</div>
        </div>
        <fieldset className="parameter">
          <legend className="form-label">{t('publish.when')}</legend>
          {(['now', 'later'] as const).map(name => (
            <label key={name} className="form-check">
              <input
                type="radio"
                name="when"
                className="form-check-input"
                checked={when === name}
                onChange={() => setWhen(name)}
              />
              <span className="form-check-label">{t(`publish.${name}`)}</span>
            </label>
          ))}
          {when === 'later' && (
            <input
              type="datetime-local"
              className="form-control form-control-sm"
              aria-label={t('publish.time')}
              value={time}
              required
              onChange={({ target }) => setTime(target.value)}
            />
          )}
        </fieldset>
        <div className="dialog-buttons">
          <button type="button" className="btn" onClick={close}>
            {t('cancel')}
          </button>
          <button type="submit" className="btn btn-primary" disabled={busy || problems.some(isError)}>
            {t(when === 'now' ? 'publish.submit' : 'publish.plan')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

const isError = ({ severity }: Problem): boolean => severity === 'error';
