/** What one has to know or decide: somebody else has changed the draft, it cannot be saved, a comparison is shown. */
import { useContext } from 'react';
import { problemText as refusalText } from '../../client/problem-words.ts';
import { SaveContext, useDesigner, useSession } from '../context.tsx';
import { formats, t } from '../words.ts';

export function Banners() {
  const { session, saving, requests, announce } = useDesigner();
  const save = useContext(SaveContext);
  const comparison = useSession(state => state.comparison);
  const takeTheirs = async (): Promise<void> => {
    const reply = await requests.draft();
    if (!reply.ok) return announce(refusalText(reply.problem));
    // What stood here is one undo away.
    session.run({ do: 'replace', flow: reply.body.document });
    saving.take(reply.body);
  };
  const showTheirs = async (): Promise<void> => {
    const reply = await requests.draft();
    if (!reply.ok) return announce(refusalText(reply.problem));
    session.compare(t('conflict.theirs', { by: reply.body.by }), reply.body.document);
    session.set({ panel: 'versions' });
  };
  return (
    <div className="banners">
      {save.state === 'conflict' && (
        <div className="banner banner-warning" role="alert">
          <span>{t('conflict.text', { by: save.by, at: formats.dateTime(save.at) })}</span>
          <button type="button" className="btn btn-sm" onClick={() => void showTheirs()}>
            {t('conflict.compare')}
          </button>
          <button type="button" className="btn btn-sm" onClick={() => void takeTheirs()}>
            {t('conflict.take')}
          </button>
          <button type="button" className="btn btn-sm" onClick={() => void saving.keepMine()}>
            {t('conflict.keep')}
          </button>
        </div>
      )}
      {save.state === 'failed' && (
        <div className="banner banner-bad" role="alert">
          {t('save.failedText')} {save.why}
        </div>
      )}
      {comparison && (
        <div className="banner banner-info" role="status">
          <span>{t('compare.title', { title: comparison.title })}</span>
          <button type="button" className="btn btn-sm" onClick={() => session.set({ comparison: null })}>
            {t('compare.end')}
          </button>
        </div>
      )}
    </div>
  );
}
