import { refuse } from './faults.ts';

/** What a parameter refers to. Throws FlowFault where nothing was chosen: validation misses it before. */
export function chosen(id: number | null, kind: 'campaign' | 'agent'): number {
  return id ?? refuse(`${kind}NotChosen`);
}
