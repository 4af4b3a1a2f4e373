/** The block types by group, with search: dragged onto the canvas, or put behind the chosen block by Enter or a click. */
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import type { BlockDefinition } from '../../../ivr-flows/block.ts';
import { useDesigner } from '../context.tsx';
import { groupOrder, iconOf } from '../looks.ts';
import { folded } from '../model/search.ts';
import { said, t } from '../words.ts';
import { DRAGGED_TYPE } from './canvas.tsx';
import { Icon } from './icon.tsx';

interface Choosing {
  /** Called with the name of the type. */
  choose(type: string): void;
  /** The search takes the focus at once. */
  eager?: boolean;
}

export function Palette() {
  const { session } = useDesigner();
  return (
    <section className="palette" aria-label={t('palette.title')}>
      <BlockTypes choose={type => session.add(type, session.insertionPoint())} />
    </section>
  );
}

/** A start is there already: it is not offered. */
export function BlockTypes({ choose, eager = false }: Choosing) {
  const { session } = useDesigner();
  const [query, setQuery] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const words = folded(query).split(/\s+/).filter(Boolean);
  const fits = (definition: BlockDefinition): boolean => {
    const { title, help, type } = definition;
    const all = folded(`${title.it} ${title.en} ${help.it} ${help.en} ${type}`);
    return definition.type !== 'start' && words.every(word => all.includes(word));
  };
  const offered = [...session.tools.library.values()].filter(fits);
  const move = (event: KeyboardEvent, by: number): void => {
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = buttons.findIndex(button => button === document.activeElement);
    buttons[Math.max(0, Math.min(buttons.length - 1, at + by))]?.focus();
    event.preventDefault();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') move(event, 1);
    else if (event.key === 'ArrowUp') move(event, -1);
  };
  return (
    <div className="block-types" onKeyDown={onKeyDown} role="presentation">
      <label className="visually-hidden" htmlFor={id}>
        {t('palette.search')}
      </label>
      <input
        id={id}
        type="search"
        className="form-control form-control-sm"
        placeholder={t('palette.search')}
        value={query}
        data-first={eager || undefined}
        onChange={event => setQuery(event.target.value)}
        onKeyDown={event => {
          // What is called so goes before what mentions it.
          const named = offered.find(({ title }) => words.every(word => folded(said(title)).includes(word)));
          const best = named ?? offered[0];
          if (event.key !== 'Enter' || !best || words.length === 0) return;
          event.preventDefault();
          choose(best.type);
          setQuery('');
        }}
      />
      <div className="block-type-list" ref={list}>
        {groupOrder.map(group => {
          const types = offered.filter(definition => definition.group === group);
          if (types.length === 0) return null;
          return (
            <section key={group} aria-labelledby={`${id}-${group}`}>
              <h3 id={`${id}-${group}`}>{t(`groups.${group}`)}</h3>
              {types.map(({ type, title, help }) => (
                <button
                  key={type}
                  type="button"
                  className={`block-type block-type-${group}`}
                  data-type={type}
                  title={said(help)}
                  draggable
                  onDragStart={event => {
                    event.dataTransfer.setData(DRAGGED_TYPE, type);
                    event.dataTransfer.effectAllowed = 'copy';
                  }}
                  onClick={() => choose(type)}
                >
                  <Icon name={iconOf(type, group)} />
                  {said(title)}
                </button>
              ))}
            </section>
          );
        })}
        {offered.length === 0 && <p className="text-secondary">{t('palette.none')}</p>}
      </div>
    </div>
  );
}
