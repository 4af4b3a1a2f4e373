/** The benchmarks, in the order of design/performance.md. */
import { costOfACall } from './b1-cost-of-a-call.ts';
import { agentFree } from './b2-agent-free.ts';
import { routing } from './b3-routing.ts';
import { coreAndJournal } from './b4-core-journal.ts';
import { recovery } from './b5-recovery.ts';
import { waitAnnounced } from './b9-wait-announced.ts';
import { pages } from './b10-pages.ts';
import { secondStart } from './b11-start.ts';
import { soakTest } from './b12-soak.ts';
import { flowBlocks } from './b15-flow-blocks.ts';
import { flows } from './b16-flows.ts';
import { designer } from './b17-designer.ts';
import { recording } from './b18-recording.ts';
import type { Bench } from './bench.ts';

export const benches: Bench[] = [
  costOfACall,
  agentFree,
  routing,
  coreAndJournal,
  recovery,
  waitAnnounced,
  pages,
  secondStart,
  soakTest,
  flowBlocks,
  flows,
  designer,
  recording,
];
