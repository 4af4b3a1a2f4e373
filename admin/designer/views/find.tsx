/** Ctrl+F: finding a block by any word of it. */
import { useState } from 'react';
import { useDesigner, useFlow } from '../context.tsx';
import { iconOf } from '../looks.ts';
import { nameOf } from '../model/blocks.ts';
import { found } from '../model/search.ts';
import { language, said, t } from '../words.ts';
import { Dialog } from './dialog.tsx';
import { Icon } from './icon.tsx';

const MOST_SHOWN = 50;

export function Find({ close }: { close(): void }) {
  const { session } = useDesigner();
  const { library } = session.tools;
  const flow = useFlow();
  const [query, setQuery] = useState('');
  const blocks = found(flow, query, library, language);
  const go = (id: string): void => {
    close();
    session.show(id, 'block');
  };
  return (
    <Dialog title={t('find.title')} close={close}>
      <form
        onSubmit={event => {
          event.preventDefault();
          const [first] = blocks;
          if (first) go(first.id);
        }}
      >
        <label className="form-label" htmlFor="find-query">
          {t('find.label')}
        </label>
        <input
          id="find-query"
          type="search"
          className="form-control"
          autoComplete="off"
          value={query}
          data-first
          onChange={({ target }) => setQuery(target.value)}
        />
      </form>
      <p className="form-hint" role="status">
        {query.trim() === '' ? t('find.help') : t('find.count', { count: blocks.length })}
      </p>
      <ul className="found-list">
        {blocks.slice(0, MOST_SHOWN).map(block => {
          const definition = library.get(block.type);
          return (
            <li key={block.id}>
              <button type="button" className="problem" onClick={() => go(block.id)}>
                <Icon name={iconOf(block.type, definition?.group ?? 'custom')} />
                <span>
                  <strong>{nameOf(block, library, language)}</strong>{' '}
                  <span className="text-secondary">
                    {definition ? said(definition.title) : block.type} · {block.id}
                  </span>
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </Dialog>
  );
}
