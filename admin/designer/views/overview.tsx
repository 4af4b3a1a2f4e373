/**
 * The overview map: the whole flow small, with a frame around what is in sight. Drawn once for each state of the
 * flow; while the drawing moves only the frame moves, which costs no painting of the map.
 */
import { Panel, useReactFlow, useStoreApi, type ReactFlowState } from '@xyflow/react';
import { type PointerEvent, useEffect, useMemo, useRef } from 'react';
import { around, type Box, type Point } from '../model/geometry.ts';
import { t } from '../words.ts';

export interface OverviewBlock extends Box {
  colour: string;
}

const WIDTH = 200;
const HEIGHT = 150;
const BORDER = 1;
/** Around the flow, in pixels of the map. */
const MARGIN = 10;

/** How the flow lies on the map: a place (x, y) of it stands at (x * scale + left, y * scale + top). */
interface Projection {
  scale: number;
  left: number;
  top: number;
}

function projectionOf(boxes: readonly Box[]): Projection {
  const all = around(boxes);
  const scale = Math.min(
    (WIDTH - 2 * MARGIN) / Math.max(all.width, 1),
    (HEIGHT - 2 * MARGIN) / Math.max(all.height, 1),
    0.25,
  );
  return {
    scale,
    left: (WIDTH - all.width * scale) / 2 - all.x * scale,
    top: (HEIGHT - all.height * scale) / 2 - all.y * scale,
  };
}

export function Overview({ blocks }: { blocks: readonly OverviewBlock[] }) {
  const map = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const store = useStoreApi();
  const { setCenter, zoomTo } = useReactFlow();
  const projection = useMemo(() => projectionOf(blocks), [blocks]);

  useEffect(() => {
    const asked = requestAnimationFrame(() => map.current && draw(map.current, blocks, projection));
    return () => cancelAnimationFrame(asked);
  }, [blocks, projection]);
  useEffect(() => {
    const place = ({ transform: [x, y, zoom], width, height }: ReactFlowState): void => {
      const { scale, left, top } = projection;
      frame.current?.style.setProperty(
        'transform',
        `translate(${(-x / zoom) * scale + left}px, ${(-y / zoom) * scale + top}px)`,
      );
      frame.current?.style.setProperty('width', `${(width / zoom) * scale}px`);
      frame.current?.style.setProperty('height', `${(height / zoom) * scale}px`);
    };
    place(store.getState());
    return store.subscribe(place);
  }, [store, projection]);

  const show = (event: PointerEvent<HTMLElement>): void => {
    // A narrow page shows the map smaller than it is drawn.
    const { left, top, width } = event.currentTarget.getBoundingClientRect();
    const shown = width / (WIDTH + 2 * BORDER);
    const at: Point = {
      x: ((event.clientX - left) / shown - BORDER - projection.left) / projection.scale,
      y: ((event.clientY - top) / shown - BORDER - projection.top) / projection.scale,
    };
    void setCenter(at.x, at.y, { zoom: store.getState().transform[2] });
  };
  return (
    <Panel position="bottom-right" className="overview">
      <div
        className="overview-map"
        role="img"
        aria-label={t('canvas.minimap')}
        style={{ width: WIDTH + 2 * BORDER, height: HEIGHT + 2 * BORDER, borderWidth: BORDER }}
        onPointerDown={event => {
          event.currentTarget.setPointerCapture(event.pointerId);
          show(event);
        }}
        onPointerMove={event => {
          if (event.buttons === 1) show(event);
        }}
        onWheel={({ deltaY }) => void zoomTo(store.getState().transform[2] * 2 ** (-deltaY / 500))}
      >
        <canvas ref={map} />
        <div ref={frame} className="overview-frame" />
      </div>
    </Panel>
  );
}

function draw(map: HTMLCanvasElement, blocks: readonly OverviewBlock[], to: Projection): void {
  const pen = map.getContext('2d');
  if (!pen) return;
  const { devicePixelRatio } = window;
  map.width = WIDTH * devicePixelRatio;
  map.height = HEIGHT * devicePixelRatio;
  pen.scale(devicePixelRatio, devicePixelRatio);
  for (const { x, y, width, height, colour } of blocks) {
    pen.fillStyle = colour;
    pen.fillRect(
      x * to.scale + to.left,
      y * to.scale + to.top,
      Math.max(1.5, width * to.scale),
      Math.max(1.5, height * to.scale),
    );
  }
}
