/**
 * Any order of events, also impossible ones: nothing throws, the invariants hold after each step, no leg
 * leaks, and the same events give the same world again.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Command } from '../../orchestrator/core/commands.ts';
import { type Configuration, IvrCampaign, Service } from '../../orchestrator/core/configuration/schemas.ts';
import type { AgentRequest } from '../../orchestrator/core/agents/requests.ts';
import type { Event } from '../../orchestrator/core/events.ts';
import type { Pending } from '../../orchestrator/core/flows/running.ts';
import { step } from '../../orchestrator/core/step.ts';
import { createWorld, decodeWorld, encodeWorld, type World } from '../../orchestrator/core/world.ts';
import { checkInvariants } from '../support/invariants.ts';
import { sampleConfiguration } from '../support/sample-configuration.ts';

const node = 'n1';
const START = Date.UTC(2026, 2, 2, 9);
const phonesOnline = [1, 2, 3].flatMap(agentId => [
  { agentId, kind: 'sip' as const },
  { agentId, kind: 'browser' as const },
]);

/** What operators do with further parties. */
const operatorCalls: AgentRequest[] = [
  { type: 'consult', to: { kind: 'agent', agentId: 2 } },
  { type: 'consult', to: { kind: 'agent', agentId: 3 } },
  { type: 'consult', to: { kind: 'campaign', campaignId: 14 } },
  { type: 'consult', to: { kind: 'number', number: '06123' } },
  { type: 'addParty', to: { kind: 'agent', agentId: 3 } },
  { type: 'addParty', to: { kind: 'number', number: '06124' } },
  { type: 'swap' },
  { type: 'merge' },
  { type: 'complete' },
  { type: 'cancel' },
  { type: 'transfer', to: { kind: 'agent', agentId: 1 } },
  { type: 'transfer', to: { kind: 'campaign', campaignId: 14 } },
  { type: 'transfer', to: { kind: 'service', serviceId: 1 } },
  { type: 'transfer', to: { kind: 'number', number: '06125' } },
  { type: 'takeBack' },
  { type: 'call', to: { kind: 'agent', agentId: 2 } },
  { type: 'call', to: { kind: 'number', number: '700' } },
  { type: 'call', to: { kind: 'number', number: '06126' } },
  { type: 'removeParty', party: 'phones-e-1.4' },
];

/** What a random run does next; legs and playbacks are picked among those that exist (or made up). */
const action = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('call' as const),
      dialled: fc.constantFrom('800100', '800100', '39800200', '700', '1', '801', '802', '803', '804'),
    }),
  },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('answer' as const), pick: fc.nat(50) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('end' as const),
      pick: fc.nat(50),
      cause: fc.constantFrom(0, 16, 17, 19, 21, 26),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('played' as const), pick: fc.nat(50), failed: fc.boolean() }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('digit' as const),
      pick: fc.nat(50),
      digit: fc.constantFrom('1', '2', '3', '5', '9', '#'),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('tellFlow' as const), pick: fc.nat(50), fails: fc.boolean() }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(1, 500, 5_000, 31_000, 100_000),
    }),
  },
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant('ask' as const),
      agentId: fc.constantFrom(1, 2, 3, 9),
      request: fc.constantFrom(
        { type: 'login' as const },
        { type: 'login' as const, phone: 'browser' as const },
        { type: 'login' as const, phone: 'outside' as const },
        { type: 'ready' as const },
        { type: 'ready' as const },
        { type: 'pause' as const, pauseId: 1 },
        { type: 'logout' as const },
        { type: 'reject' as const },
        { type: 'answer' as const },
        { type: 'answer' as const },
        { type: 'hangup' as const },
        { type: 'hold' as const },
        { type: 'retrieve' as const },
        { type: 'callMissing' as const },
        { type: 'mute' as const },
        { type: 'digits' as const, digits: '1' },
        { type: 'note' as const, note: 'n' },
        { type: 'finish' as const, dispositionId: 1 },
        { type: 'extendWrapUp' as const },
        ...operatorCalls,
        ...operatorCalls.slice(0, 6),
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('page' as const),
      agentId: fc.constantFrom(1, 2, 3),
      there: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('phone' as const),
      agentId: fc.constantFrom(1, 2, 3),
      kind: fc.constantFrom('browser' as const, 'sip' as const),
      online: fc.constantFrom(true, true, false),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('fail' as const),
      pick: fc.nat(50),
      status: fc.constantFrom(0, 404, 409, 500),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('dial' as const),
      agentId: fc.constantFrom(1, 2, 3),
      dialled: fc.constantFrom('201', '202', '203', '700', '06127', '899'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('refer' as const),
      pick: fc.nat(50),
      to: fc.constantFrom('', '202', '203', '700', '06128', '899'),
      replaces: fc.nat(50),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('held' as const), pick: fc.nat(50), held: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('restart' as const), boot: fc.constantFrom('b1', 'b2') }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('observe' as const), drop: fc.nat(5) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('configure' as const),
      without: fc.constantFrom('campaigns' as const, 'agents' as const, 'services' as const),
      index: fc.nat(4),
    }),
  },
);
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

/**
 * Agent 2 has a standing leg on every phone; services begin with flows; sales are announced, ask for skills that
 * expire, and prefer whoever talked to the caller last.
 */
function lively(configuration: Configuration): Configuration {
  for (const agent of configuration.agents) agent.standingLeg = agent.id === 2;
  for (const flowId of [1, 2, 3, 4]) {
    const [id, name] = [20 + flowId, `Flow ${flowId}`];
    const flowed = { flowId, syntheticAgents: 3, excessCampaignId: 14, nextCampaignId: 12 };
    configuration.campaigns.push(IvrCampaign.parse({ id, name, kind: 'ivr', ...flowed }));
    configuration.services.push(Service.parse({ id, name, entryCampaignId: id, numbers: [`80${flowId}`] }));
  }
  const sales = configuration.campaigns.find(campaign => campaign.id === 12);
  if (sales?.kind === 'human')
    Object.assign(sales, {
      preventiveQueueing: true,
      strategy: 'random',
      preferredAgent: { seconds: 6, days: 1 },
      callback: { attempts: 2, retrySeconds: 10, ringSeconds: 20, lineId: null },
      redirects: [
        { when: 'length', limit: 3, campaignId: 14 },
        { when: 'wait', limit: 60, campaignId: 14 },
      ],
      skills: [
        { skillId: 1, level: 8, seconds: 5 },
        { skillId: 1, level: 2, seconds: 5 },
      ],
    });
  const [first] = configuration.agents;
  if (first) first.skills = [{ skillId: 1, level: 4 }];
  return configuration;
}

/** What Asterisk or a service outside says of something that a flow waits for. */
function answerTo(id: string, { does }: Pending, fails: boolean): Event {
  switch (does) {
    case 'play':
    case 'whisper':
      return { type: 'playbackFinished', node, playback: id, failed: fails };
    case 'record':
      return { type: 'recordingFinished', node, recording: id, durationMs: 3000, failed: fails };
    case 'request':
      return fails
        ? { type: 'requestFailed', request: id, code: 'timeout', message: '' }
        : { type: 'requestAnswered', request: id, value: { status: 200, headers: {}, body: null } };
    case 'dialplan':
      return { type: 'dialplanReturned', node, leg: id, variables: {} };
    case 'forward':
      return fails ? { type: 'legEnded', node, leg: id, cause: 17 } : { type: 'legAnswered', node, leg: id };
  }
}

class Run {
  world: World = createWorld();
  events: { seq: number; at: number; event: Event }[] = [];
  commands: Command[] = [];
  /** Made and not destroyed, with the legs that stand in them. */
  bridges = new Map<string, Set<string>>();
  private at = START;
  private calls = 0;

  constructor() {
    this.submit({ type: 'started', instance: 'phones', timeZone: 'Europe/Rome' });
    this.submit({ type: 'configurationLoaded', configuration: lively(sampleConfiguration()) });
    this.submit({ type: 'nodeConnected', node, version: '22', bootId: 'b1' });
    this.submit({ type: 'nodeObserved', node, legs: [], channels: [], bridges: [], phonesOnline });
    for (const agentId of [1, 2, 3])
      for (const type of ['login', 'ready'] as const)
        this.submit({ type: 'agentRequested', requestId: 'r', agentId, request: { type }, by: 'test' });
  }

  submit(event: Event): void {
    const stamped = { seq: this.events.length + 1, at: this.at, event };
    this.events.push(structuredClone(stamped));
    const { commands, error } = step(this.world, stamped);
    if (error) throw error;
    checkInvariants(this.world);
    this.commands.push(...commands);
    for (const command of commands) this.inAsterisk(command);
  }

  /** What becomes of the bridges. Two callers must never hear each other. */
  inAsterisk(command: Command): void {
    if (command.type === 'createBridge' && !this.bridges.has(command.bridge))
      this.bridges.set(command.bridge, new Set());
    if (command.type === 'destroyBridge') this.bridges.delete(command.bridge);
    if (command.type === 'removeFromBridge')
      for (const leg of command.legs) this.bridges.get(command.bridge)?.delete(leg);
    if (command.type !== 'addToBridge') return;
    expect(this.bridges.has(command.bridge)).to.equal(true);
    for (const [bridge, legs] of this.bridges)
      for (const leg of command.legs)
        if (bridge === command.bridge) legs.add(leg);
        else legs.delete(leg);
    const callers = [...(this.bridges.get(command.bridge) ?? [])].filter(
      leg => leg.startsWith('in') && this.world.legs.has(leg),
    );
    expect(callers.length).to.be.at.most(1);
  }

  do(act: Action): void {
    const legs = [...this.world.legs.keys()];
    const leg = 'pick' in act ? (legs[act.pick % (legs.length + 1)] ?? 'unknown-e-9.9') : '';
    switch (act.do) {
      case 'call': {
        this.calls += 1;
        const caller = { number: '06', name: '' };
        return this.submit({
          type: 'callArrived',
          node,
          leg: `in${this.calls}`,
          lineId: 1,
          dialled: act.dialled,
          caller,
        });
      }
      case 'answer': {
        const ringing = [...this.world.contacts.values()].flatMap(({ offer, callback, targets }) =>
          [offer?.leg, callback?.leg, ...targets.map(({ leg: each }) => each)].filter(
            each => typeof each === 'string',
          ),
        );
        for (const session of this.world.sessions.values())
          if (session.standing?.leg && !session.standing.up) ringing.push(session.standing.leg);
        return this.submit({
          type: 'legAnswered',
          node,
          leg: ringing[act.pick % (ringing.length + 1)] ?? leg,
        });
      }
      case 'end':
        return this.submit({ type: 'legEnded', node, leg, cause: act.cause });
      case 'played': {
        const playing = [...this.world.contacts.values()].flatMap(contact => contact.playback ?? []);
        const playback = playing[act.pick % (playing.length + 1)] ?? 'phones-e-1.1';
        return this.submit({ type: 'playbackFinished', node, playback, failed: act.failed });
      }
      case 'digit':
        return this.submit({ type: 'digitReceived', node, leg, digit: act.digit });
      case 'tellFlow': {
        const asked = [...this.world.contacts.values()].flatMap(({ flow }) => [...(flow?.pending ?? [])]);
        const [id, pending] = asked[act.pick % (asked.length + 1)] ?? [];
        if (id && pending) this.submit(answerTo(id, pending, act.fails));
        return;
      }
      case 'wait':
        return this.wait(act.ms);
      case 'ask':
        return this.submit({
          type: 'agentRequested',
          requestId: 'r',
          agentId: act.agentId,
          request: act.request,
          by: 'test',
        });
      case 'page':
        return this.submit({ type: 'pageChanged', agentId: act.agentId, connected: act.there });
      case 'phone':
        return this.submit({
          type: 'phoneChanged',
          node,
          phone: { agentId: act.agentId, kind: act.kind },
          online: act.online,
        });
      case 'fail': {
        const command = this.commands.at(-1 - act.pick);
        if (command) this.submit({ type: 'commandFailed', command, status: act.status, message: 'test' });
        return;
      }
      case 'dial': {
        this.calls += 1;
        const { agentId, dialled } = act;
        const caller = { number: `20${agentId}`, name: '' };
        const own = `own${this.calls}`;
        return this.submit({ type: 'agentCallArrived', node, leg: own, agentId, dialled, caller });
      }
      case 'refer': {
        const replaces = act.to === '' ? (legs[act.replaces % (legs.length + 1)] ?? null) : null;
        return this.submit({ type: 'transferAsked', node, leg, number: act.to, replaces });
      }
      case 'held':
        return this.submit({ type: 'phoneHeld', node, leg, held: act.held });
      case 'restart': {
        const before = this.world.nodes.get(node)?.bootId;
        this.submit({ type: 'nodeDisconnected', node });
        this.submit({ type: 'nodeConnected', node, version: '22', bootId: act.boot });
        if (this.world.nodes.get(node)?.bootId !== before) this.bridges.clear();
        return this.submit({
          type: 'nodeObserved',
          node,
          legs: [],
          channels: act.boot === 'b1' ? legs : [],
          bridges: act.boot === before ? [...this.bridges.keys()] : [],
          phonesOnline,
        });
      }
      case 'observe':
        return this.submit({
          type: 'nodeObserved',
          node,
          legs: [],
          channels: legs.slice(act.drop),
          bridges: ['phones-e-1.3'],
          phonesOnline,
        });
      case 'configure': {
        const configuration = lively(sampleConfiguration());
        configuration[act.without].splice(act.index, 1);
        return this.submit({ type: 'configurationLoaded', configuration });
      }
    }
  }

  wait(ms: number): void {
    const until = this.at + ms;
    for (;;) {
      const due = [...this.world.timers].filter(([, at]) => at <= until).sort((a, b) => a[1] - b[1])[0];
      if (!due) break;
      this.at = Math.max(this.at, due[1]);
      this.submit({ type: 'timerFired', timerId: due[0], dueAt: due[1] });
    }
    this.at = until;
  }
}

describe('the core under random events', () => {
  it('never throws, keeps the invariants, and leaks no leg', function () {
    this.timeout(60_000);
    fc.assert(
      fc.property(fc.array(action, { minLength: 60, maxLength: 200, size: 'max' }), actions => {
        const run = new Run();
        for (const act of actions) run.do(act);
        // Everybody hangs up: nothing may be left.
        for (const agentId of [1, 2, 3])
          run.submit({
            type: 'agentRequested',
            requestId: 'r',
            agentId,
            request: { type: 'logout' },
            by: 'test',
          });
        for (const leg of [...run.world.legs.keys()]) run.submit({ type: 'legEnded', node, leg, cause: 16 });
        // Longer than anybody waits for a callback.
        run.wait(90_000_000);
        for (const leg of [...run.world.legs.keys()]) run.submit({ type: 'legEnded', node, leg, cause: 16 });
        expect([...run.world.legs.keys()]).to.deep.equal([]);
        expect([...run.world.contacts.keys()]).to.deep.equal([]);
        expect([...run.bridges.keys()]).to.deep.equal([]);
      }),
      { numRuns: 300 },
    );
  });

  it('gives the same world for the same events, also through a snapshot at any place', function () {
    this.timeout(60_000);
    fc.assert(
      fc.property(
        fc.array(action, { minLength: 30, maxLength: 120, size: 'max' }),
        fc.nat(),
        (actions, cut) => {
          const run = new Run();
          for (const act of actions) run.do(act);
          let world = createWorld();
          const at = cut % run.events.length;
          for (const [index, stamped] of run.events.entries()) {
            if (index === at) world = decodeWorld(encodeWorld(world));
            step(world, structuredClone(stamped));
          }
          expect(encodeWorld(world)).to.equal(encodeWorld(run.world));
        },
      ),
      { numRuns: 100 },
    );
  });
});
