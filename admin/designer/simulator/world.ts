/** The world around a simulated call as one sets it on the page, and the call in it. */
import { compile } from '../../../ivr-flows/compile.ts';
import type { BlockId, Flow } from '../../../ivr-flows/document.ts';
import { Simulation, type Happened } from '../../../ivr-flows/simulation/simulation.ts';
import type { Surroundings } from '../../../ivr-flows/simulation/surroundings.ts';
import type { Language } from '../../../ivr-flows/values.ts';

/** The same for all campaigns and calendars. May change while the call goes on. */
export interface World {
  timeZone: string;
  language: Language;
  caller: string;
  dialled: string;
  service: string;
  media: 'audio' | 'chat';
  hours: 'open' | 'closed' | 'holiday';
  agentsLoggedIn: number;
  agentsFree: number;
  queueLength: number;
  /** Null = not known. */
  estimatedWaitSeconds: number | null;
  campaigns: ReadonlyMap<number, string> | null;
}

/** Whoever takes a simulated call. */
const operator = 'Anna';

/** Begins a call at `at`, epoch ms. Throws FlowFault for a flow that cannot run at all. */
export function beginCall(flow: Flow, world: World, at: number, seed: number): Simulation {
  const surroundings = surroundingsOf(world);
  return new Simulation(compile(flow), { at, seed, surroundings, operator, pace: 'listener' });
}

/** The queue tells something; whoever was found for the contact has a name. */
export function tellQueue(call: Simulation, news: Parameters<Simulation['queue']>[0]): void {
  call.queue(news, news === 'connected' || news === 'reserved' ? operator : '');
}

export function surroundingsOf(world: World): Surroundings {
  const { timeZone, caller, dialled, service, language, media, campaigns } = world;
  return {
    timeZone,
    call: {
      id: 'simulated',
      caller,
      callerName: '',
      dialled,
      service,
      campaign: '',
      language,
      media,
      waited: 0,
      priority: 0,
    },
    hours: () => world.hours,
    agents: () => ({ loggedIn: world.agentsLoggedIn, free: world.agentsFree }),
    queueLength: () => world.queueLength,
    estimatedWaitMs: () => (world.estimatedWaitSeconds === null ? null : world.estimatedWaitSeconds * 1000),
    position: null,
    callable: () => true,
    campaignId: name => [...(campaigns ?? [])].find(([, other]) => other === name)?.[0] ?? null,
  };
}

/** Blocks that the call has entered, in their order, and the exits taken as `block.exit`. */
export function wayOf(log: readonly Happened[]): { passed: Set<BlockId>; lines: Set<string> } {
  const passed = new Set<BlockId>();
  const lines = new Set<string>();
  for (const line of log) {
    if (line.what !== 'trace') continue;
    const { trace } = line;
    if (trace.type === 'entered') passed.add(trace.block);
    if (trace.type === 'left') lines.add(`${trace.block}.${trace.exit}`);
  }
  return { passed, lines };
}
