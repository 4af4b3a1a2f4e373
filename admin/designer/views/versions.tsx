/** Published versions, newest first: who and when, what differs from the draft, and the way back. */
import { useCallback, useEffect, useState } from 'react';
import { useDesigner, useFlow, useSession } from '../context.tsx';
import { problemText as refusalText } from '../../client/problem-words.ts';
import { differenceWords } from '../difference-words.ts';
import type { Standing, VersionHead } from '../requests.ts';
import { formats, t } from '../words.ts';
import { Icon } from './icon.tsx';

export function Versions() {
  const { session, requests, announce } = useDesigner();
  const comparison = useSession(state => state.comparison);
  const publications = useSession(state => state.publications);
  const [versions, setVersions] = useState<VersionHead[] | null>(null);
  const [standing, setStanding] = useState<Standing | null>(null);
  const [asked, setAsked] = useState<number | null>(null);
  const [problem, setProblem] = useState('');

  const load = useCallback(async (): Promise<void> => {
    const [list, now] = await Promise.all([requests.versions(), requests.standing()]);
    setProblem(list.ok ? '' : refusalText(list.problem));
    if (list.ok) setVersions(list.body.items);
    if (now.ok) setStanding(now.body);
  }, [requests]);
  useEffect(() => {
    void load();
  }, [load, publications]);

  const withVersion = async (
    number: number,
    use: (document: Parameters<typeof session.compare>[1]) => void,
  ): Promise<void> => {
    const reply = await requests.version(number);
    if (reply.ok) use(reply.body.document);
    else setProblem(refusalText(reply.problem));
  };
  const rollBack = async (number: number): Promise<void> => {
    setAsked(null);
    const reply = await requests.rollBack(number, t('versions.rolledBackTo', { number }));
    if (!reply.ok) return setProblem(refusalText(reply.problem));
    announce(t('versions.rolledBack', { number }));
    return load();
  };
  const unplan = async (): Promise<void> => {
    const reply = await requests.unplan();
    if (!reply.ok) setProblem(refusalText(reply.problem));
    await load();
  };

  if (!versions) return <p role="status">{problem || t('loading')}</p>;
  return (
    <div>
      {problem && (
        <p className="field-problem" role="alert">
          {problem}
        </p>
      )}
      {comparison && <Differences />}
      {standing?.schedule && (
        <div className="alert alert-info">
          <p>
            {t('publish.alreadyPlanned', {
              at: formats.dateTime(standing.schedule.dueAt),
              by: standing.schedule.by,
            })}
          </p>
          {standing.schedule.problem && <p className="field-problem">{standing.schedule.problem}</p>}
          <button type="button" className="btn btn-sm" onClick={() => void unplan()}>
            {t('versions.unplan')}
          </button>
        </div>
      )}
      {versions.length === 0 && <p>{t('versions.none')}</p>}
      <ol className="version-list">
        {versions.map(({ number, at, by, note }) => (
          <li key={number}>
            <p>
              <strong>{t('versions.number', { number })}</strong>{' '}
              {number === standing?.published?.number && (
                <span className="badge bg-blue-lt">{t('versions.published')}</span>
              )}
              <br />
              <span className="text-secondary">
                {formats.dateTime(at)} · {by}
              </span>
            </p>
            {note && <p className="version-note">{note}</p>}
            <div className="btn-list">
              <button
                type="button"
                className="btn btn-sm"
                onClick={() =>
                  void withVersion(number, document =>
                    session.compare(t('versions.number', { number }), document),
                  )
                }
              >
                {t('versions.compare')}
              </button>
              <button
                type="button"
                className="btn btn-sm"
                onClick={() =>
                  void withVersion(number, document => {
                    session.run({ do: 'replace', flow: document });
                    announce(t('versions.taken', { number }));
                  })
                }
              >
                {t('versions.take')}
              </button>
              {number !== standing?.published?.number &&
                (asked === number ? (
                  <button
                    type="button"
                    className="btn btn-sm btn-danger"
                    autoFocus
                    onClick={() => void rollBack(number)}
                  >
                    {t('versions.confirm', { number })}
                  </button>
                ) : (
                  <button type="button" className="btn btn-sm" onClick={() => setAsked(number)}>
                    {t('versions.rollBack')}
                  </button>
                ))}
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** What the draft changes in words; on the canvas the same stands in colours and signs. */
function Differences() {
  const { session } = useDesigner();
  const flow = useFlow();
  const comparison = useSession(state => state.comparison);
  if (!comparison) return null;
  const lines = differenceWords(comparison.older, flow, session.tools.library);
  return (
    <section className="differences" aria-label={t('compare.title', { title: comparison.title })}>
      <h3>{t('compare.title', { title: comparison.title })}</h3>
      {lines.length === 0 && <p>{t('compare.same')}</p>}
      <ul>
        {lines.map(({ key, text, block }) => (
          <li key={key}>
            {block ? (
              <button type="button" className="btn btn-link btn-sm" onClick={() => session.show(block)}>
                {text}
              </button>
            ) : (
              text
            )}
          </li>
        ))}
      </ul>
      <button type="button" className="btn btn-sm" onClick={() => session.set({ comparison: null })}>
        <Icon name="x" />
        {t('compare.end')}
      </button>
    </section>
  );
}
