/** The drawing: blocks and lines on a surface, by React Flow over the session's flow. */
import {
  applyNodeChanges,
  type Connection,
  type Edge,
  type EdgeMarker,
  MarkerType,
  type NodeChange,
  type NodeHandle,
  Panel,
  Position,
  ReactFlow,
  SelectionMode,
  useReactFlow,
  useStore,
} from '@xyflow/react';
import { type DragEvent, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import type { BlockId, Flow, FlowBlock } from '../../../ivr-flows/document.ts';
import { useDesigner, useFlow, useSession } from '../context.tsx';
import { boxOf, exitsOf, findBlock, nameOf, positionOf, type Library } from '../model/blocks.ts';
import type { Compared } from '../session.ts';
import { lineKey } from '../session.ts';
import { BLOCK_WIDTH, ENTRY_OFFSET, exitOffset, GRID, onGrid, type Point } from '../model/geometry.ts';
import { groupColours } from '../model/picture.ts';
import { language, t } from '../words.ts';
import { BlockNode, type BlockNodeType, FarContext } from './block-node.tsx';
import { Dots } from './dots.tsx';
import { Icon } from './icon.tsx';
import { LinesFromAfar } from './lines-from-afar.tsx';
import { Overview } from './overview.tsx';

const nodeTypes = { block: BlockNode };
/** As large on a strong line as on a thin one, and of its colour. */
const arrow = (colour: string): EdgeMarker => ({
  type: MarkerType.ArrowClosed,
  width: 28,
  height: 28,
  markerUnits: 'userSpaceOnUse',
  color: colour,
});
const ARROW = arrow('var(--line)');
const PASSED_ARROW = arrow('var(--passed)');
const FITTING = { maxZoom: 1, padding: 0.12 };
const SNAP: [number, number] = [GRID, GRID];
const MORE_KEYS = ['Shift', 'Control', 'Meta'];
const WORDS = {
  'node.a11yDescription.default': t('canvas.nodeHelp'),
  'node.a11yDescription.keyboardDisabled': t('canvas.nodeHelp'),
  'node.a11yDescription.ariaLiveMessage': ({ x, y }: Point) => t('canvas.moved', { x, y }),
  'edge.a11yDescription.default': t('canvas.lineHelp'),
  'handle.ariaLabel': t('canvas.exit'),
};
const SMALLEST_READABLE = 0.2;
/** Below this zoom nobody can read exits: they are hidden, and names larger; in large flows they are not there. */
const FAR = 0.4;
const MOST_DRAWN_ALWAYS = 120;
const NO_LINES: Edge[] = [];
/** What a palette entry carries while it is dragged. */
export const DRAGGED_TYPE = 'application/x-phones-block';

/** Nodes for the flow; a node whose block, place and choice are as before stays the same object. */
function nodesOf(
  flow: Flow,
  selection: readonly BlockId[],
  comparison: Compared | null,
  library: Library,
  before: BlockNodeType[],
): BlockNodeType[] {
  const known = new Map(before.map(node => [node.id, node]));
  const chosen = new Set(selection);
  const blocks = flow.blocks.map(block => ({ block, ghost: false, ...positionOf(flow, block.id) }));
  const ghosts = (comparison?.removed ?? []).map(removed => ({ ...removed, ghost: true }));
  const nodes = [...blocks, ...ghosts].map(({ block, ghost, x, y }): BlockNodeType => {
    const node = known.get(block.id);
    const selected = chosen.has(block.id);
    if (
      node?.data.block === block &&
      node.data.ghost === ghost &&
      node.position.x === x &&
      node.position.y === y &&
      node.selected === selected
    )
      return node;
    const { height } = boxOf(flow, block, library);
    const measured = { width: BLOCK_WIDTH, height };
    return {
      ...node,
      id: block.id,
      type: 'block',
      position: { x, y },
      data: { block, ghost },
      selected,
      ...measured,
      // Known beforehand: React Flow would ask the page for each, and waits with the lines until it is drawn.
      measured,
      handles: handlesOf(block, library),
      draggable: !ghost,
      selectable: !ghost,
      ariaLabel: nameOf(block, library, language),
    };
  });
  return same(before, nodes) ? before : nodes;
}

/** Where lines begin and end at a block, as its style sheet has it (`.react-flow__handle`). */
const HANDLE = { width: 13, height: 13 };

function handlesOf(block: FlowBlock, library: Library): NodeHandle[] {
  const entry: NodeHandle = {
    type: 'target',
    position: Position.Left,
    x: -HANDLE.width / 2,
    y: ENTRY_OFFSET - HANDLE.height / 2,
    ...HANDLE,
  };
  const exits = exitsOf(block, library).map(
    ({ name }, index): NodeHandle => ({
      id: name,
      type: 'source',
      position: Position.Right,
      x: BLOCK_WIDTH - HANDLE.width / 2,
      y: exitOffset(index) - HANDLE.height / 2,
      ...HANDLE,
    }),
  );
  return block.type === 'start' ? exits : [entry, ...exits];
}

/** React Flow looks at everything again when it is given another list, even one of the same members. */
const same = <T,>(one: readonly T[], other: readonly T[]): boolean =>
  one.length === other.length && one.every((member, index) => member === other[index]);

/** Lines of the flow; one that is as before stays the same object. */
function edgesOf(flow: Flow, lines: ReadonlySet<string>, chosen: string | null, before: Edge[]): Edge[] {
  const known = new Map(before.map(edge => [edge.id, edge]));
  const edges = flow.blocks.flatMap(block =>
    Object.entries(block.exits).map(([exit, to]): Edge => {
      const id = lineKey({ block: block.id, exit });
      const back = positionOf(flow, to).x < positionOf(flow, block.id).x + BLOCK_WIDTH;
      // A curve back would run through its own block.
      const type = back ? 'smoothstep' : 'default';
      const className = lines.has(id) ? 'line-passed' : '';
      const selected = id === chosen;
      const edge = known.get(id);
      if (
        edge?.target === to &&
        edge.type === type &&
        edge.className === className &&
        edge.selected === selected
      )
        return edge;
      return {
        id,
        source: block.id,
        sourceHandle: exit,
        target: to,
        type,
        selected,
        className,
        markerEnd: lines.has(id) ? PASSED_ARROW : ARROW,
        focusable: false,
      };
    }),
  );
  return same(before, edges) ? before : edges;
}

export function Canvas() {
  const { session } = useDesigner();
  const { library } = session.tools;
  const flow = useFlow();
  const selection = useSession(state => state.selection);
  const comparison = useSession(state => state.comparison);
  const passed = useSession(state => state.path.lines);
  const chosenLine = useSession(state => state.line && lineKey(state.line));
  const [nodes, setNodes] = useState<BlockNodeType[]>(() =>
    nodesOf(flow, selection, comparison, library, []),
  );
  const [edges, setEdges] = useState<Edge[]>([]);
  useEffect(() => setEdges(before => edgesOf(flow, passed, chosenLine, before)), [flow, passed, chosenLine]);
  useEffect(
    () => setNodes(before => nodesOf(flow, selection, comparison, library, before)),
    [flow, selection, comparison, library],
  );

  const onNodesChange = useCallback(
    (changes: NodeChange<BlockNodeType>[]) => {
      setNodes(before => applyNodeChanges(changes, before));
      const chosen = new Set(session.state.selection);
      for (const change of changes)
        if (change.type === 'select') {
          if (change.selected) chosen.add(change.id);
          else chosen.delete(change.id);
        }
      if (changes.some(change => change.type === 'select')) session.select([...chosen]);
      // Moves by the arrow keys; those by the mouse come at the end of the drag.
      const moved = changes.flatMap((change): [BlockId, Point][] =>
        change.type === 'position' && change.dragging === false && change.position
          ? [[change.id, onGrid(change.position)]]
          : [],
      );
      const really = moved.filter(([id, { x, y }]) => {
        const at = positionOf(session.flow, id);
        return at.x !== x || at.y !== y;
      });
      if (really.length > 0) session.run({ do: 'move', to: Object.fromEntries(really) });
    },
    [session],
  );

  const onConnect = useCallback(
    ({ source, sourceHandle, target }: Connection) => {
      if (sourceHandle !== null)
        session.run({ do: 'connect', from: { block: source, exit: sourceHandle }, to: target });
    },
    [session],
  );
  const onReconnect = useCallback(
    (old: Edge, { source, sourceHandle, target }: Connection) => {
      const before = { block: old.source, exit: old.sourceHandle ?? '' };
      if (source !== before.block || sourceHandle !== before.exit)
        session.run({ do: 'connect', from: before, to: null });
      if (sourceHandle !== null)
        session.run({ do: 'connect', from: { block: source, exit: sourceHandle }, to: target });
    },
    [session],
  );

  // All that React Flow is given keeps its identity: for a new function it would draw every line again.
  const onEdgeClick = useCallback(
    (_event: unknown, edge: Edge) =>
      session.set({ line: { block: edge.source, exit: edge.sourceHandle ?? '' }, selection: [] }),
    [session],
  );
  const onPaneClick = useCallback(() => session.set({ line: null }), [session]);
  const mapped = useMemo(
    () =>
      nodes.map(({ position, measured, data: { block } }) => ({
        ...position,
        width: BLOCK_WIDTH,
        height: measured?.height ?? 0,
        colour: groupColours[library.get(block.type)?.group ?? 'custom'],
      })),
    [nodes, library],
  );

  const { screenToFlowPosition, fitView, getZoom, setCenter } = useReactFlow();
  /** All of it; of a flow that is too large to be read so, its beginning. */
  const showFirst = useCallback(async (): Promise<void> => {
    await fitView(FITTING);
    const start = session.flow.blocks.find(({ type }) => type === 'start');
    if (getZoom() >= SMALLEST_READABLE || !start) return;
    const { x, y } = positionOf(session.flow, start.id);
    await setCenter(x + 2 * BLOCK_WIDTH, y + 100, { zoom: 0.7 });
  }, [session, fitView, getZoom, setCenter]);
  const onInit = useCallback(() => void showFirst(), [showFirst]);
  const onDrop = (event: DragEvent): void => {
    const type = event.dataTransfer.getData(DRAGGED_TYPE);
    if (!library.has(type)) return;
    event.preventDefault();
    const { x, y } = screenToFlowPosition({ x: event.clientX, y: event.clientY });
    session.add(type, null, { x: x - BLOCK_WIDTH / 2, y: y - 20 });
  };

  const far = useStore(state => state.transform[2] < FAR);
  const large = flow.blocks.length > MOST_DRAWN_ALWAYS;
  // Exits vanish at once when one goes away, and come, which is more work, when there is time for it.
  const plain = useDeferredValue(far && large) || (far && large);
  const wasPlain = useRef(plain);
  useEffect(() => {
    // Blocks that were seen first without exits were measured so: here they say again where their exits are.
    if (wasPlain.current && !plain) setNodes(before => before.map(node => ({ ...node })));
    wasPlain.current = plain;
  }, [plain]);
  const standing = useMemo(
    () => nodes.map(({ position, data: { block } }) => ({ block, at: position })),
    [nodes],
  );
  const marked = useMemo(
    () => (chosenLine === null ? passed : new Set([...passed, chosenLine])),
    [passed, chosenLine],
  );
  const canvas = useRef<HTMLDivElement>(null);
  /** A layer of its own is moved without being painted again. It would be blurred while it is zoomed. */
  const setLayer = useCallback((own: boolean): void => {
    const surface = canvas.current?.querySelector<HTMLElement>('.react-flow__viewport');
    surface?.style.setProperty('will-change', own ? 'transform' : '');
  }, []);
  const onMoveStart = useCallback(
    (event: MouseEvent | TouchEvent | null) => setLayer(event !== null && event.type !== 'wheel'),
    [setLayer],
  );
  const onMoveEnd = useCallback(() => setLayer(false), [setLayer]);
  return (
    <div
      ref={canvas}
      className={far ? 'canvas canvas-far' : 'canvas'}
      data-canvas
      onDrop={onDrop}
      onDragOver={event => {
        if (event.dataTransfer.types.includes(DRAGGED_TYPE)) event.preventDefault();
      }}
    >
      <FarContext value={plain}>
        <ReactFlow
          nodes={nodes}
          edges={plain ? NO_LINES : edges}
          nodeTypes={nodeTypes}
          onNodesChange={onNodesChange}
          onEdgeClick={onEdgeClick}
          onMoveStart={onMoveStart}
          onMoveEnd={onMoveEnd}
          onPaneClick={onPaneClick}
          onConnect={onConnect}
          onReconnect={onReconnect}
          deleteKeyCode={null}
          multiSelectionKeyCode={MORE_KEYS}
          selectionKeyCode="Shift"
          selectionMode={SelectionMode.Partial}
          snapToGrid
          snapGrid={SNAP}
          minZoom={0.02}
          maxZoom={2}
          onInit={onInit}
          onlyRenderVisibleElements={large}
          aria-label={t('canvas.label')}
          ariaLabelConfig={WORDS}
        >
          <Dots />
          {plain && <LinesFromAfar blocks={standing} marked={marked} />}
          <Overview blocks={mapped} />
          <Zoom />
        </ReactFlow>
      </FarContext>
      <Sight flow={flow} />
    </div>
  );
}

function Zoom() {
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  const buttons = [
    { name: 'zoomIn', icon: 'zoom-in', click: () => zoomIn() },
    { name: 'zoomOut', icon: 'zoom-out', click: () => zoomOut() },
    { name: 'fit', icon: 'maximize', click: () => fitView(FITTING) },
  ];
  return (
    <Panel position="bottom-left" className="btn-group-vertical zoom">
      {buttons.map(({ name, icon, click }) => (
        <button
          key={name}
          type="button"
          className="btn btn-icon btn-sm"
          aria-label={t(`canvas.${name}`)}
          title={t(`canvas.${name}`)}
          onClick={() => void click()}
        >
          <Icon name={icon} />
        </button>
      ))}
    </Panel>
  );
}

/** Brings the block into sight that somebody asked to see. */
function Sight({ flow }: { flow: Flow }) {
  const { session } = useDesigner();
  const shown = useSession(state => state.shown);
  const { setCenter, getZoom } = useReactFlow();
  useEffect(() => {
    const block = shown && findBlock(session.flow, shown.block);
    if (!block) return;
    const box = boxOf(session.flow, block, session.tools.library);
    void setCenter(box.x + box.width / 2, box.y + box.height / 2, { zoom: Math.max(0.6, getZoom()) });
  }, [shown, session, setCenter, getZoom]);
  return <span hidden data-blocks={flow.blocks.length} />;
}
