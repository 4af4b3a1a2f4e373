/**
 * What operators do with a conversation, moment by moment. Agent 1 leads, 3 is its colleague, 2 works in both
 * campaigns; everything is recorded.
 */
import type { Configuration } from '../../orchestrator/core/configuration/schemas.ts';
import type { AgentRequest, CallTarget } from '../../orchestrator/core/agents/requests.ts';
import { sampleConfiguration } from '../support/sample-configuration.ts';
import type { CallScene } from '../support/scene-of-calls.ts';

export interface Moment {
  name: string;
  go(scene: CallScene): void;
}

/** Later moments follow on the earlier ones. */
export interface Scenario {
  name: string;
  moments: Moment[];
}

export const number = '06123';
const second = '06124';
const customers = '0688';
const colleague = { kind: 'agent', agentId: 3 } as const;
const outside = { kind: 'number', number } as const;

export function recordedConfiguration(standingLeg: boolean): Configuration {
  const sample = sampleConfiguration();
  for (const agent of sample.agents) agent.standingLeg = standingLeg;
  for (const campaign of sample.campaigns) if (campaign.kind === 'human') campaign.recording.when = 'always';
  for (const service of sample.services) if (service.id === 2) service.virtualExtension = '702';
  return sample;
}

const does = (name: string, agentId: number, request: AgentRequest): Moment => ({
  name,
  go: scene => ask(scene, agentId, request),
});
const answers = (agentId: number): Moment => ({
  name: `agent ${agentId} answers`,
  go: scene => scene.pickUp(agentId),
});
const numberAnswers = (which = number): Moment => ({
  name: `${which} answers`,
  go: scene => scene.pickUpNumber(which),
});

/** What the table says must be possible. */
function ask(scene: CallScene, agentId: number, request: AgentRequest): void {
  const refused = scene.ask(agentId, request);
  if (refused) throw new Error(`agent ${agentId} asks for ${request.type}: ${refused}`);
}

/** Ways in which agent 1 comes to talk to a customer. */
export const beginnings: { [name: string]: (scene: CallScene) => void } = {
  'a customer called': scene => {
    scene.ready(1, 3);
    scene.call('800100');
    scene.wait(1000);
    scene.playedOut();
    scene.pickUp(1);
  },
  'the operator called a customer': scene => {
    scene.ready(1, 3);
    ask(scene, 1, { type: 'call', to: { kind: 'number', number: customers } });
    scene.pickUp(1);
    scene.pickUpNumber(customers);
  },
  'a colleague called the service': scene => {
    scene.ready(1, 2, 3);
    ask(scene, 2, { type: 'call', to: { kind: 'number', number: '700' } });
    scene.pickUp(2);
    scene.playedOut();
    scene.pickUp(1);
  },
};

const pause = (agentId: number): Moment => does('nobody is free', agentId, { type: 'pause', pauseId: 1 });
const hold = does('hold', 1, { type: 'hold' });
const consult = (to: CallTarget): Moment => does('consult', 1, { type: 'consult', to });
const add = (to: CallTarget): Moment => does('add', 1, { type: 'addParty', to });
const transfer = (to: CallTarget): Moment => does('transfer', 1, { type: 'transfer', to });
const swap = does('swap', 1, { type: 'swap' });
const merge = does('merge', 1, { type: 'merge' });
const complete = does('complete', 1, { type: 'complete' });
const cancel = does('cancel', 1, { type: 'cancel' });
const party = (name: string, muted: boolean): Moment => ({
  name: `${muted ? 'mute' : 'unmute'} the party`,
  go: scene => ask(scene, 1, { type: 'muteParty', party: scene.contact()?.targets[0]?.id ?? name, muted }),
});
const remove: Moment = {
  name: 'remove the party',
  go: scene => ask(scene, 1, { type: 'removeParty', party: scene.contact()?.targets[0]?.id ?? '' }),
};

/** Of a conversation with a customer. */
export const inConversation: Scenario[] = [
  {
    name: 'hold and mute',
    moments: [
      does('mute', 1, { type: 'mute' }),
      hold,
      does('retrieve', 1, { type: 'retrieve' }),
      does('unmute', 1, { type: 'unmute' }),
    ],
  },
  {
    name: 'consult a colleague, bring all together, mute, remove',
    moments: [consult(colleague), answers(3), swap, swap, merge, party('3', true), party('3', false), remove],
  },
  {
    name: 'consult a colleague, back to the customer while it rings, complete',
    moments: [consult(colleague), swap, answers(3), swap, complete],
  },
  {
    name: 'consult a colleague, cancel',
    moments: [consult(colleague), cancel, consult(colleague), answers(3), cancel],
  },
  {
    name: 'consult a colleague, complete while it rings',
    moments: [consult(colleague), complete, answers(3)],
  },
  {
    name: 'consult a number, bring all together, mute, remove',
    moments: [consult(outside), numberAnswers(), swap, merge, party(number, true), remove],
  },
  { name: 'consult a number, complete', moments: [consult(outside), numberAnswers(), complete] },
  {
    name: 'consult a number, complete while it rings',
    moments: [consult(outside), complete, numberAnswers()],
  },
  {
    name: 'consult a campaign that is free, complete',
    moments: [consult({ kind: 'campaign', campaignId: 14 }), answers(3), complete],
  },
  {
    name: 'consult a campaign, wait for its agent, bring all together',
    moments: [
      pause(3),
      consult({ kind: 'campaign', campaignId: 14 }),
      swap,
      swap,
      does('an agent is free', 3, { type: 'ready' }),
      answers(3),
      merge,
    ],
  },
  {
    name: 'consult a campaign, give the customer into its queue, take back',
    moments: [
      pause(3),
      consult({ kind: 'campaign', campaignId: 14 }),
      complete,
      does('take back', 1, { type: 'takeBack' }),
      answers(1),
    ],
  },
  {
    name: 'consult a service, give the customer into its queue',
    moments: [
      pause(3),
      consult({ kind: 'service', serviceId: 2 }),
      complete,
      does('an agent is free', 3, { type: 'ready' }),
      answers(3),
    ],
  },
  { name: 'transfer to a colleague', moments: [transfer(colleague), answers(3)] },
  {
    name: 'transfer to a colleague, take back',
    moments: [transfer(colleague), does('take back', 1, { type: 'takeBack' }), answers(1)],
  },
  { name: 'hold, transfer to a number', moments: [hold, transfer(outside), numberAnswers()] },
  {
    name: 'transfer to a campaign',
    moments: [transfer({ kind: 'campaign', campaignId: 14 }), answers(3)],
  },
  {
    name: 'transfer into a queue, take back',
    moments: [
      pause(3),
      transfer({ kind: 'campaign', campaignId: 14 }),
      does('take back', 1, { type: 'takeBack' }),
      answers(1),
    ],
  },
  { name: 'transfer to a service', moments: [transfer({ kind: 'service', serviceId: 2 }), answers(3)] },
  {
    name: 'conference of four, on hold, mute, remove',
    moments: [
      add(outside),
      numberAnswers(),
      add(colleague),
      answers(3),
      hold,
      does('retrieve', 1, { type: 'retrieve' }),
      does('the colleague mutes itself', 3, { type: 'mute' }),
      party(number, true),
      remove,
      remove,
    ],
  },
  {
    name: 'conference, another number is consulted and joins',
    moments: [
      add(colleague),
      answers(3),
      consult({ kind: 'number', number: second }),
      numberAnswers(second),
      swap,
      merge,
    ],
  },
];

/** By the keys of a SIP phone that is called for each conversation. */
export const byPhone: Scenario[] = [
  {
    name: 'consult on a second line, to and fro, transfer',
    moments: [
      { name: 'the phone holds', go: scene => scene.hold(1, true) },
      { name: 'the second line dials', go: scene => void scene.dial(1, '203') },
      answers(3),
      {
        name: 'back to the customer',
        go: scene => scene.hold(1, false),
      },
      { name: 'to the colleague again', go: scene => scene.hold(1, true) },
      { name: 'the phone transfers', go: scene => scene.refer(1, { replaces: 'own1' }) },
    ],
  },
  {
    name: 'consult a number on a second line, bring all together',
    moments: [
      { name: 'the phone holds', go: scene => scene.hold(1, true) },
      { name: 'the second line dials', go: scene => void scene.dial(1, number) },
      numberAnswers(),
      merge,
    ],
  },
  {
    name: 'consult on a second line, transfer while it rings',
    moments: [
      { name: 'the phone holds', go: scene => scene.hold(1, true) },
      { name: 'the second line dials', go: scene => void scene.dial(1, '203') },
      { name: 'the phone transfers', go: scene => scene.refer(1, { replaces: 'own1' }) },
      answers(3),
    ],
  },
];

/** Without second line: REFER, blind. */
export const byRefer: Scenario[] = ['203', number, '702'].map(to => ({
  name: `the phone transfers to ${to}`,
  moments: [
    { name: 'the phone transfers', go: scene => scene.refer(1, { number: to }) },
    to === number ? numberAnswers() : answers(3),
  ],
}));

/** Calls that an operator makes. */
export const ownCalls: Scenario[] = [
  {
    name: 'manual call',
    moments: [
      { name: 'the operator calls', go: callNumber },
      answers(1),
      numberAnswers(customers),
      hold,
      does('retrieve', 1, { type: 'retrieve' }),
    ],
  },
  {
    name: 'redial',
    moments: [
      {
        name: 'the operator calls again',
        go: scene => {
          callNumber(scene);
          ask(scene, 1, { type: 'hangup' });
          scene.wait(60_000);
          const [to = ''] = scene.world.sessions.get(1)?.called ?? [];
          ask(scene, 1, { type: 'call', to: { kind: 'number', number: to } });
        },
      },
      answers(1),
      numberAnswers(customers),
    ],
  },
  {
    name: 'internal call',
    moments: [
      {
        name: 'the operator calls',
        go: scene => {
          scene.ready(1, 3);
          ask(scene, 1, { type: 'call', to: colleague });
        },
      },
      answers(1),
      answers(3),
      hold,
      does('retrieve', 1, { type: 'retrieve' }),
      add(outside),
      numberAnswers(),
    ],
  },
  {
    name: 'call to a service inside',
    moments: [
      {
        name: 'the operator calls',
        go: scene => {
          scene.ready(1, 3);
          ask(scene, 1, { type: 'call', to: { kind: 'number', number: '702' } });
        },
      },
      answers(1),
      answers(3),
      does('the colleague holds', 3, { type: 'hold' }),
      does('the colleague consults a number', 3, { type: 'consult', to: outside }),
      numberAnswers(),
      does('the colleague completes', 3, { type: 'complete' }),
    ],
  },
];

function callNumber(scene: CallScene): void {
  if (!scene.world.sessions.has(1)) scene.ready(1, 3);
  const to = { kind: 'number', number: customers } as const;
  ask(scene, 1, { type: 'call', to, serviceId: 1, callerId: '800100' });
}
