/** People of a scene: callers and agents brought into the state in which a fault is to meet them. */
import {
  agentAt,
  agentTone,
  callerTone,
  type Centre,
  type CentreAgent,
  type CentreOptions,
  createCentre,
  makeReady,
  newAgentPhone,
  newCaller,
} from '../../support/contact-centre.ts';
import type { Instance } from '../../support/instance.ts';
import { hearEachOther, hearsSpeechOrMusic } from '../../support/listening.ts';
import type { Call, MediaPeer } from '../../support/media-peer.ts';
import { until } from '../../support/until.ts';
import { GapWatch } from './gap.ts';
import { OperatorPage } from './operator.ts';

/** One caller. */
export interface Caller {
  peer: MediaPeer;
  call: Call;
}

/** A centre of one agent, with its phone registered. */
export interface Desk {
  centre: Centre;
  agent: CentreAgent;
  phone: MediaPeer;
}

/** A caller whose call has reached the agent's phone. */
export interface Talk extends Desk, Caller {
  atAgent: Call;
}

export interface WrapUp extends Desk {
  page: OperatorPage;
  callerNumber: string;
  note: string;
  dispositionId: number;
}

/** Nothing is said before the contact is distributed. */
const silent = { message: { it: '', en: '' } };
/** Long enough that no fault of the suite outlasts it, s. */
const long = 120;

export async function openDesk(instance: Instance, options: CentreOptions = {}): Promise<Desk> {
  const centre = await createCentre(instance, { welcome: silent, ...options });
  const agent = agentAt(centre, 0);
  return { centre, agent, phone: await newAgentPhone(instance, agent) };
}

export async function callIn(instance: Instance, centre: Centre): Promise<Caller> {
  const peer = await newCaller(instance);
  return { peer, call: await peer.call(centre.number) };
}

/** A phone rings at the agent. */
export async function ringing(instance: Instance, options: CentreOptions = {}): Promise<Talk> {
  const { human, ...others } = options;
  const desk = await openDesk(instance, { human: { ringSeconds: long, ...human }, ...others });
  await makeReady(instance, desk.agent);
  const caller = await callIn(instance, desk.centre);
  const atAgent = await desk.phone.nextCall();
  await instance.api.untilAgent(desk.agent.id, 'offered');
  return { ...desk, ...caller, atAgent };
}

/** Caller and agent hear each other. */
export async function talking(instance: Instance, options: CentreOptions = {}): Promise<Talk> {
  const talk = await ringing(instance, options);
  talk.atAgent.answer();
  await instance.api.untilAgent(talk.agent.id, 'talking');
  await hearEachOther(talk.call, talk.atAgent);
  return talk;
}

/** The agent's phone holds; the caller hears music. */
export async function onHold(instance: Instance, options: CentreOptions = {}): Promise<Talk> {
  const talk = await talking(instance, options);
  talk.atAgent.hold();
  await instance.api.untilAgent(talk.agent.id, 'onHold');
  await hearsSpeechOrMusic(talk.call);
  return talk;
}

export interface Queue extends Desk {
  /** In the order in which they came. */
  callers: Caller[];
}

/** Callers wait with music; their agent is there but not ready. */
export async function queued(instance: Instance, count = 3, options: CentreOptions = {}): Promise<Queue> {
  const desk = await openDesk(instance, options);
  const callers: Caller[] = [];
  for (let i = 0; i < count; i++) {
    const caller = await callIn(instance, desk.centre);
    await untilStage(instance, caller, 'waiting');
    callers.push(caller);
  }
  return { ...desk, callers };
}

/** A caller hears a long welcome. */
export async function inWelcome(instance: Instance): Promise<Desk & Caller> {
  const sentence = 'Welcome to our contact centre. Your call will be taken by an operator shortly. ';
  const desk = await openDesk(instance, { welcome: { message: { it: '', en: sentence.repeat(8) } } });
  const caller = await callIn(instance, desk.centre);
  await untilStage(instance, caller, 'flow');
  await hearsSpeechOrMusic(caller.call, 20_000);
  return { ...desk, ...caller };
}

/** An agent in wrap-up, its page open, with a note and a disposition that are not saved by "Finish" yet. */
export async function inWrapUp(instance: Instance): Promise<WrapUp> {
  const { id: dispositionId } = await instance.api.create('dispositions', {
    name: `Result ${performance.now()}`,
  });
  const desk = await openDesk(instance, {
    human: {
      dispositionIds: [dispositionId],
      wrapUp: { defaultSeconds: long, minimumSeconds: 0, maximumSeconds: 600 },
    },
  });
  const page = await OperatorPage.open(instance, desk.agent);
  await makeReady(instance, desk.agent);
  const { peer, call } = await callIn(instance, desk.centre);
  const atAgent = await desk.phone.nextCall();
  atAgent.answer();
  await hearEachOther(call, atAgent);
  atAgent.hangup();
  await call.whenEnded();
  await instance.api.untilAgent(desk.agent.id, 'wrapUp');
  const note = 'Calls back tomorrow at nine.';
  await page.ask({ type: 'note', note });
  await page.ask({ type: 'disposition', dispositionId });
  const callerNumber = peer.user;
  await peer.close();
  return { ...desk, page, callerNumber, note, dispositionId };
}

/** Waits until the live view shows the caller's contact in a stage. */
export async function untilStage(
  instance: Instance,
  { peer }: Caller,
  stage: 'flow' | 'waiting' | 'offered' | 'talking' | 'held' | 'agentLost',
  timeoutMs = 10_000,
): Promise<string> {
  const seen = async () => (await instance.api.live()).contacts.find(c => c.caller.number === peer.user);
  const contact = await until(
    `${peer.user} is ${stage}`,
    async () => {
      const found = await seen();
      return found?.stage === stage ? found : null;
    },
    { timeoutMs, explain: seen },
  );
  return contact.id;
}

/** Watches what both sides of conversations hear. */
export function watchGaps(instance: Instance, talks: Talk[]): Promise<GapWatch> {
  return GapWatch.start(
    instance,
    talks.flatMap(({ call, atAgent, peer, agent }) => [
      { name: `caller ${peer.user}`, call, hz: agentTone },
      { name: `agent ${agent.extension}`, call: atAgent, hz: callerTone },
    ]),
  );
}
