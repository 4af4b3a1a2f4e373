import { FlowFault } from './block.ts';

/** What a parameter refers to. Throws FlowFault where nothing was chosen: validation misses it before. */
export function chosen(id: number | null, kind: string): number {
  if (id === null) throw new FlowFault('notChosen', `no ${kind} is chosen`);
  return id;
}
