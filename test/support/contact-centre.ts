/**
 * A small contact centre made through the REST API, with real phones: each has a number, names and
 * extensions of its own, so that many fit into one instance without disturbing each other.
 */
import type { ConfigurationObject } from '../../orchestrator/core/configuration/schemas.ts';
import type { Input } from './api.ts';
import type { Instance } from './instance.ts';
import { MediaPeer, type MediaPeerOptions } from './media-peer.ts';
import { until } from './until.ts';

/** The tones by which a test tells who talks. */
export const callerTone = 440;
export const agentTone = 1000;

export interface CentreAgent {
  id: number;
  name: string;
  username: string;
  password: string;
  extension: string;
  /** Account of the SIP phone. */
  user: string;
  secret: string;
}

export interface Centre {
  /** Number that callers dial. */
  number: string;
  agents: CentreAgent[];
  welcome: ConfigurationObject<'campaigns'>;
  queue: ConfigurationObject<'campaigns'>;
  human: ConfigurationObject<'campaigns'>;
  service: ConfigurationObject<'services'>;
}

export interface CentreOptions {
  agents?: number;
  /** Members of the campaigns and the service that differ from the defaults. */
  human?: Partial<Extract<Input<'campaigns'>, { kind: 'human' }>>;
  queue?: Partial<Extract<Input<'campaigns'>, { kind: 'queue' }>>;
  welcome?: Partial<Extract<Input<'campaigns'>, { kind: 'welcome' }>>;
  service?: Partial<Input<'services'>>;
  /** What the agents talk with; default `sip`. */
  phone?: 'sip' | 'browser';
  /** Standing legs of the agents; default null = as the kind of phone is best served. */
  standingLeg?: boolean | null;
}

/** One of the agents, counted from 0. */
export function agentAt(centre: Centre, index: number): CentreAgent {
  const agent = centre.agents[index];
  if (!agent) throw new Error(`the centre has no agent ${index}`);
  return agent;
}

/** Takes about two seconds: a test can act while it is said. */
const welcomeMessage = {
  it: 'Benvenuti nel nostro centro di contatto.',
  en: 'Welcome to our contact centre.',
};

let centres = 0;
let callers = 0;

/** Creates agents with SIP phones, welcome -> human with queue, and a service that leads there. */
export async function createCentre(instance: Instance, options: CentreOptions = {}): Promise<Centre> {
  const { api } = instance;
  centres += 1;
  // Others may be created meanwhile.
  const place = centres;
  const tag = `c${place}`;
  await ensureLine(instance);
  const agents: CentreAgent[] = [];
  for (let i = 1; i <= (options.agents ?? 1); i++) {
    const extension = String(10_000 + place * 100 + i);
    const [username, password, secret] = [
      `${tag}-agent${i}`,
      `Operator-${extension}`,
      `secret-${extension}-sip`,
    ];
    const name = `Agent ${tag}-${i}`;
    const { id } = await api.create('agents', {
      name,
      username,
      password,
      extension,
      language: 'en',
      standingLeg: options.standingLeg ?? null,
      ...(options.phone === 'browser'
        ? { defaultPhone: 'browser' }
        : { defaultPhone: 'sip', sipPhone: {}, sipSecret: secret }),
    });
    agents.push({ id, name, username, password, extension, user: `agent-${extension}`, secret });
  }
  const queue = await api.create('campaigns', {
    kind: 'queue',
    name: `Queue ${tag}`,
    announcePosition: true,
    ...options.queue,
  });
  const human = await api.create('campaigns', {
    kind: 'human',
    name: `Operators ${tag}`,
    members: agents.map(({ id }) => ({ agentId: id })),
    queueCampaignId: queue.id,
    wrapUp: { defaultSeconds: 0, minimumSeconds: 0, maximumSeconds: 0 },
    shortSeconds: 0,
    ...options.human,
  });
  const welcome = await api.create('campaigns', {
    kind: 'welcome',
    name: `Welcome ${tag}`,
    message: welcomeMessage,
    nextCampaignId: human.id,
    ...options.welcome,
  });
  const number = String(800_000 + place);
  const service = await api.create('services', {
    name: `Service ${tag}`,
    numbers: [number],
    entryCampaignId: welcome.id,
    language: 'en',
    ...options.service,
  });
  return { number, agents, welcome, queue, human, service };
}

/** The line over which the test's callers come: everything from this machine that is no agent. */
export async function ensureLine(instance: Instance): Promise<void> {
  const name = 'This machine';
  const { items } = await instance.api.request<{ items: { name: string }[] }>('GET', '/lines');
  if (items.some(line => line.name === name)) return;
  await instance.api.create('lines', {
    name,
    kind: 'address',
    host: '127.0.0.1',
    addresses: ['127.0.0.1'],
    direction: 'inbound',
  });
}

/** A caller with a number that nobody else has. */
export async function newCaller(
  instance: Instance,
  options: Partial<MediaPeerOptions> = {},
): Promise<MediaPeer> {
  callers += 1;
  const user = `02${String(7_000_000 + callers)}`;
  return MediaPeer.open({
    server: instance.sip,
    user,
    name: `Caller ${callers}`,
    tone: callerTone,
    ...options,
  });
}

/** The SIP phone of an agent, registered. */
export async function newAgentPhone(
  instance: Instance,
  agent: CentreAgent,
  options: Partial<MediaPeerOptions> = {},
): Promise<MediaPeer> {
  const phone = await MediaPeer.open({
    server: instance.sip,
    user: agent.user,
    password: agent.secret,
    tone: agentTone,
    ...options,
  });
  // What was just created is pushed into Asterisk in the background.
  await until(`${agent.user} can register`, async () => (await phone.tryRegister()) === 200, {
    everyMs: 100,
  });
  await phone.register();
  return phone;
}

/** Registers the agent's phone, logs the agent in and makes it ready. */
export async function readyAgent(
  instance: Instance,
  agent: CentreAgent,
  options: Partial<MediaPeerOptions> = {},
): Promise<MediaPeer> {
  const phone = await newAgentPhone(instance, agent, options);
  await makeReady(instance, agent);
  return phone;
}

export async function makeReady(instance: Instance, agent: CentreAgent): Promise<void> {
  const { api } = instance;
  await until(`agent ${agent.id} may be ready`, () => api.setState(agent.id, 'ready').then(() => true), {
    timeoutMs: 5000,
    everyMs: 100,
  });
  await api.untilAgent(agent.id, ['ready', 'offered']);
}
