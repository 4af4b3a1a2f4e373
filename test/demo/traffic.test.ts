/** The traffic generator against a core that only answers, in simulated time. */
import { mock } from 'node:test';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { AgentRequest } from '../../orchestrator/core/agents/requests.ts';
import type { AgentState } from '../../orchestrator/core/agents/state.ts';
import type { Fact } from '../../orchestrator/core/facts.ts';
import type { SimulatedCall } from '../../orchestrator/demo/asterisk.ts';
import { createChance } from '../../orchestrator/demo/chance.ts';
import { startTraffic, talkSecondsAt, type Traffic } from '../../orchestrator/demo/traffic.ts';
import { Refused } from '../../orchestrator/runtime/errors.ts';

const data = { lineId: 2, agentIds: [11, 12], pauseIds: [1], dispositionIds: [5, 6] };

describe('the traffic generator', () => {
  let calls: SimulatedCall[];
  let gone: string[];
  let requests: { agentId: number; request: AgentRequest }[];
  let warnings: number;
  let refuse: boolean;
  let listener: (facts: readonly Fact[], seq: number) => void;
  let traffic: Traffic;

  const engine = {
    agentView: () => null,
    callDirectory: () => null,
    callbacks: () => [],
    request: async (agentId: number, request: AgentRequest) => {
      requests.push({ agentId, request });
      if (refuse) throw new Refused('notLoggedIn');
    },
    onFacts: (take: typeof listener) => {
      listener = take;
      return () => (listener = () => undefined);
    },
  };
  const asterisk = {
    call: async (call: SimulatedCall) => void calls.push(call),
    hangUp: async (channel: string) => void gone.push(channel),
  };

  beforeEach(async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    [calls, gone, requests, warnings, refuse] = [[], [], [], 0, false];
    const log = { warn: () => (warnings += 1) };
    traffic = await startTraffic({ engine, data, asterisk, callsPerMinute: 6, seed: 1, log });
  });
  afterEach(async () => {
    await traffic.stop();
    mock.timers.reset();
  });

  function minutes(count: number): void {
    for (let second = 0; second < count * 60; second++) mock.timers.tick(1000);
  }
  function state(agentId: number, from: AgentState, to: AgentState): void {
    listener(
      [{ type: 'agentStateChanged', agentId, from, to, pauseId: null, contactId: null, previousMs: 0 }],
      1,
    );
  }
  const asked = (agentId: number) =>
    requests.filter(r => r.agentId === agentId).map(({ request }) => request.type);

  it('logs the simulated operators in with their outside phones', () => {
    expect(requests.slice(0, 2)).to.deep.equal([
      { agentId: 11, request: { type: 'login', phone: 'outside' } },
      { agentId: 11, request: { type: 'ready' } },
    ]);
    expect(asked(12)).to.deep.equal(['login', 'ready']);
  });

  it('calls at the chosen rate, and callers lose patience', () => {
    minutes(60);
    expect(calls.length).to.be.within(240, 480);
    expect(calls[0]).to.include({ dialled: '800200', lineId: 2 });
    expect(gone.length).to.be.within(calls.length - 30, calls.length);
    expect(new Set(calls.map(({ channel }) => channel)).size).to.equal(calls.length);
  });

  it('leaves a caller in the conversation until somebody ends it', () => {
    minutes(2);
    const call = calls.find(({ channel }) => !gone.includes(channel));
    if (!call) throw new Error('nobody is there');
    const contactId = 'phones-e-1';
    const { caller } = call;
    listener(
      [
        {
          type: 'contactArrived',
          contactId,
          media: 'audio',
          direction: 'inbound',
          node: 'n1',
          lineId: 2,
          serviceId: 2,
          dialled: '800200',
          caller,
        },
        { type: 'contactConnected', contactId, agentId: 11, campaignId: 3, waitMs: 0 },
      ],
      1,
    );
    minutes(30);
    expect(gone).to.include(call.channel);
  });

  it('hangs up, finishes the wrap-up with a disposition and comes back from a missed call', () => {
    state(11, 'offered', 'talking');
    minutes(20);
    expect(asked(11)).to.include('hangup');
    state(11, 'talking', 'wrapUp');
    minutes(2);
    const finish = requests.find(({ request }) => request.type === 'finish')?.request;
    expect(finish?.type === 'finish' && data.dispositionIds.includes(finish.dispositionId ?? 0)).to.equal(
      true,
    );
    state(12, 'offered', 'noAnswer');
    minutes(1);
    expect(asked(12)).to.deep.equal(['login', 'ready', 'ready']);
  });

  it('minds neither refusals nor agents that are not simulated', () => {
    refuse = true;
    state(99, 'talking', 'wrapUp');
    state(11, 'talking', 'wrapUp');
    minutes(2);
    expect(asked(99)).to.deep.equal([]);
    expect(warnings).to.equal(0);
  });

  it('stops: callers are hung up, operators logged out, and nobody comes', async () => {
    minutes(1);
    await traffic.stop();
    expect(new Set(gone)).to.deep.equal(new Set(calls.map(({ channel }) => channel)));
    expect(asked(11).at(-1)).to.equal('logout');
    const before = calls.length;
    minutes(5);
    expect(calls.length).to.equal(before);
  });
});

it('conversations are shorter where callers come faster than operators could serve them', () => {
  expect(talkSecondsAt(1, 6)).to.equal(50);
  expect(talkSecondsAt(20, 6)).to.be.closeTo(7.2, 0.01);
  expect(talkSecondsAt(600, 6)).to.equal(2);
});

describe('chance', () => {
  it('is the same for the same seed', () => {
    const draw = (seed: number) => {
      const chance = createChance(seed);
      return Array.from({ length: 5 }, () => chance.uniform());
    };
    expect(draw(7)).to.deep.equal(draw(7));
    expect(draw(7)).not.to.deep.equal(draw(8));
  });

  it('has the means that it is asked for', () => {
    const chance = createChance(1);
    const mean = (draw: () => number) =>
      Array.from({ length: 20_000 }, draw).reduce((a, b) => a + b) / 20_000;
    expect(mean(() => chance.uniform())).to.be.closeTo(0.5, 0.01);
    expect(mean(() => chance.exponential(60))).to.be.closeTo(60, 2);
    // Mean of a log-normal: median * exp(sigma^2 / 2).
    expect(mean(() => chance.logNormal(45, 0.6))).to.be.closeTo(45 * Math.exp(0.18), 2);
  });
});
