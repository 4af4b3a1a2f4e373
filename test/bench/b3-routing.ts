/**
 * B3: the routing decision, core alone. The whole `step()` is timed, with its facts and commands, not only
 * the choice. First all agents talk and the queues are full: an agent hangs up and is offered the next
 * contact, an agent comes back from pause, a contact arrives. Then half of the agents are idle: contacts
 * arrive and are offered at once, agents become idle. Peer and floor decide at the same moments in the same
 * world. Contacts ask for skills in steps that expire.
 */
import type { Bench, BenchContext, BenchResult, Figure } from './bench.ts';
import type { CentreSize } from './core/centre.ts';
import { createWatches, FullCentre, type Watches } from './core/full-centre.ts';
import { medianOf, type Stopwatch, sum } from './statistics.ts';

const target = { of: 'own', atMost: 20 } as const;

function measure(size: CentreSize, waiting: number, steps: number): Watches {
  const watches = createWatches();
  const full = new FullCentre(size);
  full.fill(waiting);
  full.pushFull(Math.ceil(steps / 4), createWatches());
  full.pushFull(steps, watches);
  full.chooseContacts(Math.ceil(steps / 10), watches);
  const half = new FullCentre(size);
  half.halfFill();
  half.pushIdle(Math.ceil(steps / 4), createWatches());
  half.pushIdle(steps, watches);
  half.chooseAgents(Math.ceil(steps / 10), watches);
  return watches;
}

async function run(context: BenchContext): Promise<BenchResult> {
  const waiting = context.number('waiting');
  const size = {
    agents: context.number('agents'),
    campaigns: context.number('campaigns'),
    memberships: context.number('memberships'),
    wrapUpSeconds: 0,
    welcome: false,
    skills: context.number('skills'),
  };
  const runs: Watches[] = [];
  for (let i = 0; i < context.number('runs'); i++) {
    context.say(`run ${i + 1}`);
    runs.push(measure(size, waiting, context.number('steps')));
  }
  const micros = (name: keyof Watches, p: number): number => medianOf(runs, run => run[name].micros(p));
  const whole = (name: keyof Watches, what: string): Figure[] => [
    { name: `${what}, whole step, p50`, unit: 'us', own: micros(name, 50) },
    { name: `${what}, whole step, p99`, unit: 'us', own: micros(name, 99), target },
  ];
  const [p50, p99] = [50, 99].map(
    (p): Figure => ({
      name: `choice of the contact, p${p}`,
      unit: 'us',
      own: micros('contactChosen', p),
      peer: micros('contactScanned', p),
      floor: micros('contactHeads', p),
    }),
  );
  const all = runs.flatMap(watches => Object.values(watches));
  const interrupted = sum(all.map(watch => watch.interrupted));
  const timed = interrupted + sum(all.map(watch => watch.count));
  return {
    peer: 'naive scan of all contacts, or of all agents',
    floor: 'the heads of the agent’s queues are at hand and only compared',
    figures: [
      ...whole('hangUp', 'agent hangs up, next contact offered'),
      ...whole('ready', 'agent comes from pause, contact offered'),
      ...whole('queued', 'contact arrives, nobody free, queued'),
      ...whole('offered', 'contact arrives, offered at once'),
      ...whole('idle', 'agent hangs up, nobody waits'),
      ...(size.skills > 0 ? whole('step', 'a step of skills expires') : []),
      ...(p50 && p99 ? [p50, p99] : []),
      ...[50, 99].map(p => ({
        name: `choice of the agent, p${p}`,
        unit: 'us',
        own: micros('agentChosen', p),
        peer: micros('agentScanned', p),
      })),
    ],
    notes: [
      `${size.agents} agents, each in ${size.memberships} of ${size.campaigns} campaigns with priorities 1 to 3; ${size.skills} skills, of which each agent has half at levels 1 to 10 and each campaign asks for one in two steps of 20 s; ${waiting} waiting, the longest queue about ${Math.round(waiting * Math.sqrt(1 / size.campaigns))}.`,
      `${interrupted} of ${timed} steps were interrupted by other processes and are left out.`,
    ],
    runs: runs.map(watches => summary(watches)),
  };
}

function summary(watches: Watches): Record<string, number[]> {
  const points = (watch: Stopwatch): number[] => [50, 99, 99.9, 100].map(p => watch.micros(p));
  return Object.fromEntries(Object.entries(watches).map(([name, watch]) => [name, points(watch)]));
}

export const routing: Bench = {
  id: 'b3',
  name: 'b3-routing',
  title: 'routing decision, core alone',
  options: {
    agents: '1000',
    campaigns: '50',
    memberships: '50',
    skills: '10',
    waiting: '10000',
    steps: '10000',
    runs: '5',
  },
  run,
};
