/**
 * Demo data, written through the store like anybody's: what is there already (by its name) stays as it is,
 * so that `phones start --demo` may be repeated and what people changed in the demo is kept.
 */
import { type Collection, type ConfigurationObject, inputs } from '../core/configuration/schemas.ts';
import type { Secrets, Store } from '../runtime/ports/store.ts';
import { ensureDemoFlow } from './flow.ts';
import { ensureDemoScript } from './script.ts';

/** Number of the service that real operators answer. */
export const demoNumber = '800100';
/** Number of the service that the traffic generator calls and simulated operators answer. */
export const trafficNumber = '800200';
/** Asterisk's context that stands for the world outside. */
export const outsideContext = 'phones-demo-outside';
/** Asterisk's context for both halves of the simulated calls (asterisk-config/files/demo-conf.ts). */
export const trafficContext = 'phones-demo';

export interface DemoData {
  /** The number to dial. */
  number: string;
  /** Operators for whom a password was made just now: shown once. */
  newPasswords: { username: string; password: string }[];
  traffic: TrafficData;
}

/** What the traffic generator must know. */
export interface TrafficData {
  lineId: number;
  agentIds: number[];
  pauseIds: number[];
  dispositionIds: number[];
}

const by = 'demo';
const simulatedOperators = ['Ada', 'Bruno', 'Carla', 'Dario', 'Elena', 'Fabio'];
const pauses = [
  { name: 'Coffee', maximumSeconds: 900 },
  { name: 'Lunch', paid: false, maximumSeconds: 3600 },
  { name: 'Training', maximumSeconds: null },
];
const dispositions = [
  { name: 'Resolved', positive: true },
  { name: 'Sale', positive: true },
  { name: 'Call back', final: false, recall: true },
  { name: 'Not interested' },
  { name: 'Wrong number', doNotCall: true },
];

/** Returns the object of that name, made when there is none. */
type Ensure = <C extends Collection>(
  collection: C,
  input: Omit<ConfigurationObject<C>, 'id'> & { name: string },
  secrets?: Secrets,
) => Promise<{ id: number }>;

/**
 * Creates what is missing; `newPassword` makes those of new operators. Throws Invalid when something else has
 * a number or name that the demo needs.
 */
export async function ensureDemoData(store: Store, newPassword: () => string): Promise<DemoData> {
  const present = await store.configuration.loadAll();

  const ensure: Ensure = async (collection, input, secrets = {}) => {
    const found = present[collection].find(({ name }) => name === input.name);
    return found ?? store.configuration.create(collection, input, secrets, by);
  };

  const pauseIds: number[] = [];
  for (const pause of pauses) pauseIds.push((await ensure('pauses', inputs.pauses.parse(pause))).id);
  const dispositionIds: number[] = [];
  for (const disposition of dispositions)
    dispositionIds.push((await ensure('dispositions', inputs.dispositions.parse(disposition))).id);
  const calendar = await ensure(
    'calendars',
    inputs.calendars.parse({
      name: 'Demo hours',
      hours: [1, 2, 3, 4, 5, 6, 7].map(weekday => ({ weekday, from: '00:00', to: '24:00' })),
    }),
  );
  await ensure(
    'lines',
    inputs.lines.parse({
      name: 'SIP from this machine',
      kind: 'address',
      host: '127.0.0.1',
      addresses: ['127.0.0.1'],
      direction: 'inbound',
      codecs: ['alaw', 'ulaw'],
    }),
  );
  // Before the line of the traffic: transfers outside take the first one that calls out.
  const outsideLine = await ensure(
    'lines',
    inputs.lines.parse({
      name: 'Demo outside world',
      kind: 'dialplan',
      context: outsideContext,
      direction: 'outbound',
      callerId: demoNumber,
    }),
  );
  const trafficLine = await ensure(
    'lines',
    inputs.lines.parse({ name: 'Demo traffic', kind: 'dialplan', context: trafficContext }),
  );

  const newPasswords: DemoData['newPasswords'] = [];
  const operators: number[] = [];
  for (const index of [0, 1]) {
    const name = `Operator ${index + 1}`;
    const username = `operator${index + 1}`;
    const password = newPassword();
    const isNew = !present.agents.some(agent => agent.name === name);
    const agent = await ensure(
      'agents',
      inputs.agents.parse({
        name,
        username,
        extension: `20${index + 1}`,
        sipPhone: { address: '' },
      }),
      { password },
    );
    if (isNew) newPasswords.push({ username, password });
    operators.push(agent.id);
  }
  const simulated: number[] = [];
  for (const [index, name] of simulatedOperators.entries()) {
    const agent = await ensure(
      'agents',
      inputs.agents.parse({
        name: `${name} (simulated)`,
        username: `sim${index + 1}`,
        extension: `30${index + 1}`,
        defaultPhone: 'outside',
        outsidePhone: { number: `880${index + 1}`, lineId: trafficLine.id },
      }),
    );
    simulated.push(agent.id);
  }

  const greeting = {
    it: 'Benvenuti nel centro di contatto dimostrativo. La mettiamo in comunicazione con un operatore.',
    en: 'Welcome to the demonstration contact centre. We are putting you through to an operator.',
  };
  await ensureService(ensure, {
    dispositionIds,
    name: 'Demo',
    number: demoNumber,
    members: operators,
    outsideLineId: outsideLine.id,
    scriptId: await ensureDemoScript(store, present, by),
    calendarId: calendar.id,
    wrapUp: { defaultSeconds: 30, minimumSeconds: 0, maximumSeconds: 300 },
    welcome: greeting,
    flow: campaignId =>
      ensureDemoFlow(store, present, {
        name: 'Demo welcome',
        greeting,
        calendarId: calendar.id,
        campaignId,
        by,
      }),
  });
  await ensureService(ensure, {
    dispositionIds,
    name: 'Demo traffic',
    number: trafficNumber,
    members: simulated,
    calendarId: null,
    wrapUp: { defaultSeconds: 30, minimumSeconds: 0, maximumSeconds: 120 },
    welcome: { it: 'Benvenuti.', en: 'Welcome.' },
  });
  const traffic = { lineId: trafficLine.id, agentIds: simulated, pauseIds, dispositionIds };
  return { number: demoNumber, newPasswords, traffic };
}

interface DemoService {
  dispositionIds: number[];
  name: string;
  number: string;
  members: number[];
  calendarId: number | null;
  wrapUp: { defaultSeconds: number; minimumSeconds: number; maximumSeconds: number };
  welcome: { it: string; en: string };
  /** Its operators call out over this line. */
  outsideLineId?: number;
  /** What its operators fill in. */
  scriptId?: number;
  /** Makes the flow of the welcome; returns its id. */
  flow?: (campaignId: number) => Promise<number>;
}

/** A service whose contacts hear a welcome (by `flow`, if there is one), then wait in a queue with music for the operators of a human campaign. */
async function ensureService(ensure: Ensure, service: DemoService): Promise<void> {
  const { name, number, members, calendarId, wrapUp, welcome, dispositionIds } = service;
  const queue = await ensure(
    'campaigns',
    inputs.campaigns.parse({
      kind: 'queue',
      name: `${name} queue`,
      announcePosition: true,
      announceEverySeconds: 30,
      message: {
        it: 'Resti in linea, un operatore le risponderà appena possibile.',
        en: 'Please hold the line, an operator will be with you shortly.',
      },
    }),
  );
  const human = await ensure(
    'campaigns',
    inputs.campaigns.parse({
      kind: 'human',
      name: `${name} operators`,
      members: members.map(agentId => ({ agentId })),
      wrapUp,
      dispositionIds,
      queueCampaignId: queue.id,
      scriptId: service.scriptId ?? null,
    }),
  );
  const entry = await ensure(
    'campaigns',
    inputs.campaigns.parse({
      kind: 'welcome',
      name: `${name} welcome`,
      message: welcome,
      nextCampaignId: human.id,
      flowId: (await service.flow?.(human.id)) ?? null,
    }),
  );
  await ensure(
    'services',
    inputs.services.parse({
      name,
      entryCampaignId: entry.id,
      numbers: [number],
      calendarId,
      ...(service.outsideLineId && {
        outboundCampaignId: human.id,
        outboundLineIds: [service.outsideLineId],
      }),
      closedMessage: {
        it: 'Siamo chiusi. Richiami negli orari di apertura.',
        en: 'We are closed. Please call again in opening hours.',
      },
    }),
  );
}
