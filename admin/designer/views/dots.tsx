/** The dotted ground of the drawing: a layer of its own that moves by less than the distance of two dots. */
import { type ReactFlowState, useStoreApi } from '@xyflow/react';
import { useEffect, useRef } from 'react';

const GAP = 20;
/** Dots that stand closer than this on the screen are thinned out, pixels. */
const CLOSEST = 14;

export function Dots() {
  const ground = useRef<HTMLDivElement>(null);
  const store = useStoreApi();
  useEffect(() => {
    let gap = 0;
    const place = ({ transform: [x, y, zoom] }: ReactFlowState): void => {
      const now = GAP * zoom * 2 ** Math.max(0, Math.ceil(Math.log2(CLOSEST / (GAP * zoom))));
      if (now !== gap) ground.current?.style.setProperty('--gap', `${now}px`);
      gap = now;
      ground.current?.style.setProperty('transform', `translate(${x % gap}px, ${y % gap}px)`);
    };
    place(store.getState());
    return store.subscribe(place);
  }, [store]);
  return <div ref={ground} className="dots" aria-hidden="true" />;
}
