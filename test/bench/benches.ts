/** The benchmarks, in the order of design/performance.md. */
import { agentFree } from './b2-agent-free.ts';
import { routing } from './b3-routing.ts';
import { coreAndJournal } from './b4-core-journal.ts';
import { secondStart } from './b11-start.ts';
import type { Bench } from './bench.ts';

export const benches: Bench[] = [agentFree, routing, coreAndJournal, secondStart];
