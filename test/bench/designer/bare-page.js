/** React Flow alone with the same blocks and lines: what a drawing of that size costs at the least. Reads /flow. */
import {
  applyNodeChanges,
  Handle,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from '@xyflow/react';
import { createElement as h, memo, useCallback, useState } from 'react';
import { createRoot } from 'react-dom/client';

const Block = memo(function Block({ data }) {
  return h(
    'div',
    { className: 'block' },
    h(Handle, { type: 'target', position: Position.Left, className: 'entry' }),
    h('div', { className: 'block-name' }, data.name),
    data.exits.map(({ name, title, top }) =>
      h(
        'div',
        { key: name, className: 'block-exit' },
        h('span', null, title),
        h(Handle, { id: name, type: 'source', position: Position.Right, style: { top } }),
      ),
    ),
  );
});
const nodeTypes = { block: Block };

function Bare({ flow }) {
  const [nodes, setNodes] = useState(flow.nodes);
  const { fitView, setCenter } = useReactFlow();
  const onNodesChange = useCallback(changes => setNodes(before => applyNodeChanges(changes, before)), []);
  const chosen = nodes.find(({ selected }) => selected);
  const rename = name =>
    setNodes(before =>
      before.map(node => (node.id === chosen.id ? { ...node, data: { ...node.data, name } } : node)),
    );
  return h(
    'div',
    { className: 'page' },
    h(
      'div',
      { className: 'canvas' },
      h(ReactFlow, {
        nodes,
        edges: flow.edges,
        nodeTypes,
        onNodesChange,
        snapToGrid: true,
        snapGrid: [10, 10],
        minZoom: 0.02,
        maxZoom: 2,
        onlyRenderVisibleElements: true,
        onInit: () => void setCenter(flow.centre.x, flow.centre.y, { zoom: flow.centre.zoom }),
      }),
    ),
    h(
      'button',
      { type: 'button', onClick: () => void fitView({ maxZoom: 1, padding: 0.12 }) },
      'Zoom to fit',
    ),
    chosen &&
      h('input', {
        id: 'block-label',
        value: chosen.data.name,
        onChange: event => rename(event.target.value),
      }),
  );
}

const flow = await (await fetch('/flow')).json();
createRoot(document.querySelector('#page')).render(h(ReactFlowProvider, null, h(Bare, { flow })));
