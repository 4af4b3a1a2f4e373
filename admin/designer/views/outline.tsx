/**
 * The flow as a tree for keyboard and screen reader (the tree pattern of the ARIA Authoring Practices). The same
 * session as the canvas: what is chosen here is chosen there.
 */
import { type KeyboardEvent, memo, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { BlockId, Flow } from '../../../ivr-flows/document.ts';
import { useDesigner, useFlow, useSession } from '../context.tsx';
import { iconOf } from '../looks.ts';
import { exitsOf, findBlock, nameOf, type Library } from '../model/blocks.ts';
import type { ExitOf } from '../model/commands.ts';
import { outlineOf, unfolded, type OutlineRow } from '../model/outline.ts';
import { countProblems } from '../session.ts';
import { language, said, t } from '../words.ts';
import { useCounts } from './counts.tsx';
import { Icon } from './icon.tsx';

/** Deeper rows are not drawn further to the right; screen readers say their level. */
const DEEPEST_DRAWN = 9;

export function Outline() {
  const { session, askForBlock } = useDesigner();
  const { library } = session.tools;
  const flow = useFlow();
  const selection = useSession(state => state.selection);
  const shown = useSession(state => state.shown);
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

  const takeFocus = useCallback(
    (row: OutlineRow): void => {
      setCurrent(row.key);
      session.select(row.kind === 'block' ? [row.block.id] : []);
    },
    [session],
  );
  const focusRow = (index: number): void => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (!row) return;
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
        {rows.map((row, index) => (
          <Row
            key={row.key}
            row={row}
            tabbable={index === at}
            selected={row.kind === 'block' ? selection.includes(row.block.id) : index === at}
            folded={row.kind === 'block' && row.parts ? folded.has(row.block.id) : null}
            running={row.kind === 'block' && path.at === row.block.id}
            focused={takeFocus}
          />
        ))}
      </ul>
    </div>
  );
}

interface RowProps {
  row: OutlineRow;
  tabbable: boolean;
  selected: boolean;
  /** Null = nothing to be folded. */
  folded: boolean | null;
  /** The simulated call is here. */
  running: boolean;
  focused(row: OutlineRow): void;
}

/** Rows are made anew with each change of the flow; most say what they said before. */
const sameRow = (one: RowProps, other: RowProps): boolean =>
  one.tabbable === other.tabbable &&
  one.selected === other.selected &&
  one.folded === other.folded &&
  one.running === other.running &&
  one.focused === other.focused &&
  one.row.key === other.row.key &&
  one.row.level === other.row.level &&
  one.row.by?.block === other.row.by?.block &&
  one.row.by?.exit === other.row.by?.exit &&
  (one.row.kind === 'block'
    ? other.row.kind === 'block' && one.row.block === other.row.block && one.row.parts === other.row.parts
    : one.row.kind === 'jump'
      ? other.row.kind === 'jump' && one.row.to === other.row.to
      : other.row.kind === 'open');

/** Drawn again only when something of it changes: there may be a thousand. */
const Row = memo(function Row({ row, tabbable, selected, folded, running, focused }: RowProps) {
  const { session, askForBlock } = useDesigner();
  const { library } = session.tools;
  const block = row.kind === 'block' ? row.block : null;
  const errors = useSession(state => (block ? countProblems(state.problems, block.id).errors : 0));
  const warnings = useSession(state => (block ? countProblems(state.problems, block.id).warnings : 0));
  const exit = useSession(({ history }) => exitTitle(history.present, row.by, library));
  const jump = useSession(({ history }) => {
    const to = row.kind === 'jump' ? findBlock(history.present, row.to) : null;
    return to && nameOf(to, library, language);
  });
  const counts = useCounts(block?.id ?? '');
  const type = block && library.get(block.type);
  return (
    <li
      role="treeitem"
      data-row={row.key}
      tabIndex={tabbable ? 0 : -1}
      aria-level={row.level}
      aria-selected={selected}
      aria-expanded={folded === null ? undefined : !folded}
      className={`outline-row level-${Math.min(row.level, DEEPEST_DRAWN)} ${running ? 'outline-at' : ''}`}
      onClick={event => event.currentTarget.focus()}
      onFocus={() => focused(row)}
      onDoubleClick={() => row.kind === 'open' && askForBlock(row.by)}
    >
      {row.by && <span className="outline-exit">{exit} →</span>}
      {block && (
        <>
          <Icon name={iconOf(block.type, type?.group ?? 'custom')} />
          <strong>{nameOf(block, library, language)}</strong>
          {block.label && type && block.label !== said(type.title) && (
            <span className="text-secondary">{said(type.title)}</span>
          )}
          {counts && (
            <span className="block-count">
              {counts.text} {counts.dropped}
            </span>
          )}
          {errors > 0 && (
            <span className="text-red">
              <Icon name="alert-octagon" /> {t('problems.errors', { count: errors })}
            </span>
          )}
          {warnings > 0 && (
            <span className="text-orange">
              <Icon name="alert-triangle" /> {t('problems.warnings', { count: warnings })}
            </span>
          )}
        </>
      )}
      {row.kind === 'jump' && <span>{t('outline.jump', { name: jump })}</span>}
      {row.kind === 'open' && <span className="text-red">{t('outline.open')}</span>}
    </li>
  );
}, sameRow);

function exitTitle(flow: Flow, by: ExitOf | null, library: Library): string {
  const block = findBlock(flow, by?.block ?? null);
  const exit = block && exitsOf(block, library).find(one => one.name === by?.exit);
  return exit ? said(exit.title) : (by?.exit ?? '');
}
