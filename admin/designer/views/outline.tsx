/**
 * The flow as a tree for keyboard and screen reader (the tree pattern of the ARIA Authoring Practices). The same
 * session as the canvas: what is chosen here is chosen there.
 */
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { BlockId } from '../../../ivr-flows/document.ts';
import { useDesigner, useFlow, useSession } from '../context.tsx';
import { iconOf } from '../looks.ts';
import { exitsOf, findBlock, nameOf } from '../model/blocks.ts';
import { outlineOf, unfolded, type OutlineRow } from '../model/outline.ts';
import { countProblems } from '../session.ts';
import { language, said, t } from '../words.ts';
import { Icon } from './icon.tsx';

/** Deeper rows are not drawn further to the right; screen readers say their level. */
const DEEPEST_DRAWN = 9;

export function Outline() {
  const { session, askForBlock } = useDesigner();
  const { library } = session.tools;
  const flow = useFlow();
  const selection = useSession(state => state.selection);
  const shown = useSession(state => state.shown);
  const problems = useSession(state => state.problems);
  const path = useSession(state => state.path);
  const [folded, setFolded] = useState<ReadonlySet<BlockId>>(new Set());
  const [current, setCurrent] = useState<string | null>(null);
  const tree = useRef<HTMLUListElement>(null);
  const all = useMemo(() => outlineOf(flow, library), [flow, library]);
  const rows = useMemo(() => unfolded(all, folded), [all, folded]);
  const at = Math.max(
    0,
    rows.findIndex(row => row.key === current),
  );

  const focusRow = (index: number): void => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (!row) return;
    setCurrent(row.key);
    session.select(row.kind === 'block' ? [row.block.id] : []);
    tree.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(row.key)}"]`)?.focus();
  };
  // A block that somebody asked to see: its row is opened and takes the focus if the tree had it.
  useEffect(() => {
    if (!shown) return;
    setFolded(new Set());
    setCurrent(shown.block);
    const element = tree.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(shown.block)}"]`);
    element?.scrollIntoView({ block: 'nearest' });
    if (tree.current?.contains(document.activeElement)) element?.focus();
  }, [shown]);

  const fold = (row: OutlineRow, closed: boolean): void => {
    if (row.kind !== 'block' || !row.parts) return;
    const then = new Set(folded);
    if (closed) then.add(row.block.id);
    else then.delete(row.block.id);
    setFolded(then);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[at];
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const closed = row.kind === 'block' && folded.has(row.block.id);
    switch (event.key) {
      case 'ArrowDown':
        focusRow(at + 1);
        break;
      case 'ArrowUp':
        focusRow(at - 1);
        break;
      case 'Home':
        focusRow(0);
        break;
      case 'End':
        focusRow(rows.length - 1);
        break;
      case 'ArrowRight':
        if (closed) fold(row, false);
        else focusRow(at + 1);
        break;
      case 'ArrowLeft':
        if (row.kind === 'block' && row.parts && !closed) fold(row, true);
        else focusRow(rows.findLastIndex((other, index) => index < at && other.level < row.level));
        break;
      case 'Enter':
      case ' ':
        if (row.kind === 'block') document.querySelector<HTMLElement>('#block-label')?.focus();
        else if (row.kind === 'jump') session.show(row.to);
        else askForBlock(row.by);
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className="outline" data-outline>
      <p className="form-hint">{t('outline.help')}</p>
      <ul role="tree" aria-label={t('outline.title')} ref={tree} onKeyDown={onKeyDown}>
        {rows.map((row, index) => {
          const block = row.kind === 'block' ? row.block : null;
          const counts = block && countProblems(problems, block.id);
          return (
            <li
              key={row.key}
              role="treeitem"
              data-row={row.key}
              tabIndex={index === at ? 0 : -1}
              aria-level={row.level}
              aria-selected={block ? selection.includes(block.id) : index === at}
              aria-expanded={row.kind === 'block' && row.parts ? !folded.has(row.block.id) : undefined}
              className={`outline-row level-${Math.min(row.level, DEEPEST_DRAWN)} ${block && path.at === block.id ? 'outline-at' : ''}`}
              onClick={() => focusRow(index)}
              onFocus={() => {
                setCurrent(row.key);
                session.select(block ? [block.id] : []);
              }}
              onDoubleClick={() => row.kind === 'open' && askForBlock(row.by)}
            >
              {row.by && <span className="outline-exit">{exitTitle(row)} →</span>}
              {block && (
                <>
                  <Icon name={iconOf(block.type, library.get(block.type)?.group ?? 'custom')} />
                  <strong>{nameOf(block, library, language)}</strong>
                  {block.label && (
                    <span className="text-secondary">{said(library.get(block.type)?.title ?? noTitle)}</span>
                  )}
                  {counts && counts.errors > 0 && (
                    <span className="text-red">
                      <Icon name="alert-octagon" /> {t('problems.errors', { count: counts.errors })}
                    </span>
                  )}
                  {counts && counts.warnings > 0 && (
                    <span className="text-orange">
                      <Icon name="alert-triangle" /> {t('problems.warnings', { count: counts.warnings })}
                    </span>
                  )}
                </>
              )}
              {row.kind === 'jump' && <span>{t('outline.jump', { name: name(row.to) })}</span>}
              {row.kind === 'open' && <span className="text-red">{t('outline.open')}</span>}
            </li>
          );
        })}
      </ul>
    </div>
  );

  function name(id: BlockId): string {
    const block = findBlock(flow, id);
    return block ? nameOf(block, library, language) : id;
  }
  function exitTitle({ by }: OutlineRow): string {
    const block = findBlock(flow, by?.block ?? null);
    const exit = block && exitsOf(block, library).find(one => one.name === by?.exit);
    return exit ? said(exit.title) : (by?.exit ?? '');
  }
}

const noTitle = { it: '', en: '' };
