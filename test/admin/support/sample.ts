/** A realistic contact centre for looking at the supervisor's pages: configuration, a day of contacts, a live picture. */
import { inputs, type Collection } from '../../../orchestrator/core/configuration/schemas.ts';
import { smallestFlow } from '../../support/flow-of.ts';
import type { Fact, OfferEnd, Outcome, PlacedFact } from '../../../orchestrator/core/facts.ts';
import type { AgentState } from '../../../orchestrator/core/agents/state.ts';
import type { LiveAgent, LiveContact, LiveView } from '../../../orchestrator/core/views.ts';
import type { Store } from '../../../orchestrator/runtime/ports/store.ts';

const people = [
  'Anna Bianchi',
  'Bruno Conti',
  'Carla De Luca',
  'Davide Esposito',
  'Elena Ferrari',
  'Franco Gallo',
  'Giulia Greco',
  'Hanna Lindqvist',
  'Ivan Marino',
  'Jelena Petrović',
  'Kofi Mensah',
  'Laura Moretti',
  'Marco Ricci',
  'Nadia Rinaldi',
  'Oscar Romano',
  'Paola Russo',
  'Quinn O’Neill',
  'Roberta Santoro',
  'Stefano Serra',
  'Teresa Villa',
  'Ugo Vitale',
  'Valeria Zanetti',
  'William Ashworth-Pemberton',
  'Zoe Żółkiewska',
];

/** Creates one of each kind of object and more, through the store as the API does. Returns their ids by name. */
export async function seedConfiguration(store: Store): Promise<Map<string, number>> {
  const ids = new Map<string, number>();
  const id = (name: string): number => ids.get(name) ?? 0;
  const add = async (collection: Collection, input: object): Promise<void> => {
    const stored = await store.configuration.create(
      collection,
      inputs[collection].parse(input),
      {},
      'sample',
    );
    ids.set(stored.name, stored.id);
  };
  for (const [name, paid, maximumSeconds] of [
    ['Coffee', true, 900],
    ['Lunch', false, 3600],
    ['Training', true, null],
    ['Meeting', true, 5400],
  ] as const)
    await add('pauses', { name, paid, maximumSeconds });
  for (const name of ['Solved', 'Order placed', 'To be called back', 'Wrong number', 'Complaint'])
    await add('dispositions', {
      name,
      positive: name === 'Solved' || name === 'Order placed',
      recall: name === 'To be called back',
    });
  const week = [1, 2, 3, 4, 5].flatMap(weekday => [
    { weekday, from: '09:00', to: '13:00' },
    { weekday, from: '14:00', to: '18:00' },
  ]);
  const holidays = [
    { date: '2026-12-25', name: 'Natale' },
    { date: '2026-12-26', name: 'Santo Stefano' },
  ];
  await add('calendars', { name: 'Office hours', hours: week, holidays });
  await add('calendars', {
    name: 'Extended',
    hours: [1, 2, 3, 4, 5, 6, 7].map(weekday => ({ weekday, from: '07:00', to: '24:00' })),
  });
  await add('lines', {
    name: 'Main provider',
    kind: 'registration',
    host: 'sip.provider.example',
    username: '0612345678',
    channels: 30,
    callerId: '+390612345678',
    numberRules: [
      { direction: 'inbound', prefix: '0039', replaceWith: '+39' },
      { direction: 'outbound', prefix: '0', replaceWith: '+390' },
    ],
  });
  await add('lines', {
    name: 'Branch PBX',
    kind: 'address',
    host: '192.0.2.10',
    addresses: ['192.0.2.10', '192.0.2.16/28'],
    codecs: ['g722', 'alaw'],
  });
  for (const [name, description] of [
    ['English', 'Talks to customers abroad'],
    ['Invoices', 'Explains and corrects invoices'],
    ['Contract law', ''],
  ])
    await add('skills', { name, description });
  for (const [index, name] of people.entries()) {
    const username = name
      .normalize('NFD')
      .toLowerCase()
      .replace(/[^a-z ]/g, '')
      .trim()
      .replaceAll(' ', '.');
    await add('agents', {
      name,
      username,
      extension: String(201 + index),
      language: index % 5 === 0 ? 'en' : 'it',
      skills:
        index % 3 === 0
          ? [
              { skillId: id('English'), level: 8 },
              { skillId: id('Invoices'), level: 3 },
            ]
          : [],
      ...(index % 4 === 3 && { sipPhone: {}, defaultPhone: 'sip' }),
      ...(index === 10 && {
        outsidePhone: { number: '+393331234567', lineId: id('Main provider') },
        defaultPhone: 'outside',
      }),
    });
  }
  const members = (from: number, to: number, priority = 1) =>
    people.slice(from, to).map(name => ({ agentId: id(name), priority }));
  const dispositionIds = ['Solved', 'Order placed', 'To be called back', 'Wrong number'].map(id);
  await add('campaigns', {
    kind: 'queue',
    name: 'Main queue',
    message: { it: 'Resti in linea, grazie.', en: 'Please hold the line, thank you.' },
    maximumWaitSeconds: 600,
  });
  await add('campaigns', {
    kind: 'human',
    name: 'Customer care',
    members: members(0, 14),
    queueCampaignId: id('Main queue'),
    dispositionIds,
    dispositionRequired: true,
    strategy: 'most-idle-share',
    skills: [
      { skillId: id('English'), level: 8, seconds: 20 },
      { skillId: id('English'), level: 5, seconds: 20 },
    ],
    preferredAgent: { seconds: 30, days: 14 },
    redirects: [
      { when: 'length', limit: 40, campaignId: id('Main queue') },
      { when: 'wait', limit: 600, campaignId: id('Main queue') },
    ],
  });
  await add('campaigns', {
    kind: 'human',
    name: 'Orders',
    members: members(8, 20, 2),
    queueCampaignId: id('Main queue'),
    dispositionIds,
  });
  await add('campaigns', {
    kind: 'human',
    name: 'Technicians',
    members: members(18, 24),
    queueCampaignId: id('Main queue'),
  });
  await add('campaigns', {
    kind: 'welcome',
    name: 'Welcome',
    message: { it: 'Benvenuti!', en: 'Welcome!' },
    nextCampaignId: id('Customer care'),
  });
  await add('campaigns', {
    kind: 'welcome',
    name: 'Order welcome',
    message: { it: 'Ordini.', en: 'Orders.' },
    nextCampaignId: id('Orders'),
  });
  for (const name of ['Welcome and menu', 'Opening hours', 'Thank you']) await add('prompts', { name });
  await add('connections', {
    kind: 'http',
    name: 'Customer data',
    baseUrl: 'https://crm.example.com/api',
    auth: 'bearer',
  });
  await add('connections', { kind: 'sql', name: 'Orders', host: 'db.example.com', database: 'orders' });
  await add('connections', {
    kind: 'mail',
    name: 'Post',
    host: 'mail.example.com',
    from: 'info@example.com',
  });
  const flow = { name: 'Main menu', kind: 'ivr', description: 'Sorts callers by what they need' } as const;
  const { id: menuId } = await store.flows.create(flow, smallestFlow('first'), 'sara');
  ids.set('Main menu', menuId);
  await store.flows.publish(menuId, smallestFlow('first'), 'begun', 'sara', 'publish');
  await store.flows.saveDraft(menuId, 1, smallestFlow('second'), 'boss');
  await add('campaigns', {
    kind: 'ivr',
    name: 'Menu',
    flowId: menuId,
    syntheticAgents: 30,
    excessCampaignId: id('Customer care'),
    nextCampaignId: id('Customer care'),
  });
  await add('services', {
    name: 'Customer service',
    entryCampaignId: id('Welcome'),
    numbers: ['800100', '+390612345678'],
    virtualExtension: '900',
    calendarId: id('Office hours'),
  });
  await add('services', {
    name: 'Order line',
    entryCampaignId: id('Order welcome'),
    numbers: ['800200'],
    priority: 10,
  });
  await add('services', {
    name: 'Technical help',
    entryCampaignId: id('Technicians'),
    numbers: ['800300'],
    calendarId: id('Extended'),
    language: 'en',
  });
  return ids;
}

const served = [
  { service: 'Customer service', welcome: 'Welcome', campaign: 'Customer care', dialled: '800100', first: 0 },
  { service: 'Order line', welcome: 'Order welcome', campaign: 'Orders', dialled: '800200', first: 8 },
  { service: 'Technical help', welcome: null, campaign: 'Technicians', dialled: '800300', first: 18 },
];

/** Writes `count` contacts of the last hours, the last of them still talking, as the projector would. */
export async function seedContacts(
  store: Store,
  ids: Map<string, number>,
  count: number,
  now = Date.now(),
): Promise<string[]> {
  const contactIds = Array.from({ length: count }, (_, index) => `phones-demo-${index + 1}`);
  const placed = contactIds.flatMap((contactId, index) => {
    const start = now - (count - index) * 90_000;
    return contactFacts(contactId, index, ids, start, index === count - 1).map(
      ([at, fact]): [number, Fact] => [at, fact],
    );
  });
  const facts: PlacedFact[] = placed.map(([at, fact], index) => ({
    seq: index + 1,
    index: 0,
    at: Math.round(at),
    fact,
  }));
  await store.facts.project(facts, facts.length);
  return contactIds;
}

function contactFacts(
  contactId: string,
  index: number,
  ids: Map<string, number>,
  start: number,
  active: boolean,
): [number, Fact][] {
  const way = served[index % served.length] ?? {
    service: '',
    welcome: null,
    campaign: '',
    dialled: '',
    first: 0,
  };
  const id = (name: string): number => ids.get(name) ?? 0;
  const agentId = id(people[way.first + (index % 5)] ?? '');
  const other = id(people[way.first + ((index + 1) % 5)] ?? '');
  const campaignId = id(way.campaign);
  const caller = {
    number: index % 17 === 5 ? '' : `+39333${String(1_000_000 + index * 7919).slice(0, 7)}`,
    name: index % 4 === 0 ? 'Mario <b>Rossi</b>' : '',
  };
  const facts: [number, Fact][] = [];
  let at = start;
  const say = (afterMs: number, fact: Fact): void => {
    at += afterMs;
    facts.push([at, fact]);
  };
  const offer = (agent: number, reason: OfferEnd, ringMs: number): void => {
    say(300, { type: 'contactOffered', contactId, agentId: agent, campaignId, waitMs: at - start });
    say(200, { type: 'phoneRang', contactId, agentId: agent });
    say(ringMs, { type: 'offerEnded', contactId, agentId: agent, campaignId, reason, ringMs, cause: 0 });
  };
  const end = (
    outcome: Outcome,
    endedBy: 'caller' | 'agent' | 'system',
    agent: number | null,
    waitMs: number,
    talkMs: number,
    holdMs: number,
  ): void =>
    say(100, {
      type: 'contactEnded',
      contactId,
      serviceId: id(way.service),
      campaignId,
      agentId: agent,
      outcome,
      endedBy,
      waitMs,
      talkMs,
      holdMs,
      durationMs: at - start,
    });
  say(0, {
    type: 'contactArrived',
    contactId,
    media: 'audio',
    direction: 'inbound',
    node: 'n1',
    lineId: id('Main provider'),
    serviceId: id(way.service),
    dialled: way.dialled,
    caller,
  });
  say(40, { type: 'contactAnswered', contactId });
  if (way.welcome) {
    say(5, { type: 'campaignEntered', contactId, campaignId: id(way.welcome), kind: 'welcome' });
    say(30, {
      type: 'promptStarted',
      contactId,
      campaignId: id(way.welcome),
      what: 'Benvenuti! Un operatore vi risponderà',
    });
    if (index % 13 === 7) {
      end('left', 'caller', null, 0, 0, 0);
      return facts;
    }
    say(4200, { type: 'promptEnded', contactId, failed: false });
  }
  say(5, { type: 'campaignEntered', contactId, campaignId, kind: 'human' });
  if (index % 3 !== 0)
    say(2, {
      type: 'contactQueued',
      contactId,
      campaignId,
      queueCampaignId: id('Main queue'),
      position: 1 + (index % 4),
    });
  if (index % 11 === 4) {
    say(38_000, { type: 'promptEnded', contactId, failed: false });
    end('abandoned', 'caller', null, 38_000, 0, 0);
    return facts;
  }
  if (index % 5 === 1) offer(other, 'noAnswer', 20_000);
  offer(agentId, 'answered', 3400);
  const waitMs = at - start;
  say(60, { type: 'contactConnected', contactId, agentId, campaignId, waitMs });
  say(25_000, { type: 'contactHeld', contactId, agentId });
  say(12_000, { type: 'contactRetrieved', contactId, agentId, heldMs: 12_000 });
  if (active) return facts;
  say(60_000 + index * 137, { type: 'contactMuted', contactId, agentId, muted: true });
  say(4000, { type: 'contactMuted', contactId, agentId, muted: false });
  say(2000, { type: 'digitsSent', contactId, agentId, count: 4 });
  say(5000, {
    type: 'noteChanged',
    contactId,
    agentId,
    note: 'Asks for the invoice of March <script>alert(1)</script>',
  });
  end('handled', index % 2 ? 'caller' : 'agent', agentId, waitMs, 96_000 + index * 137, 12_000);
  say(20, { type: 'wrapUpStarted', contactId, agentId, campaignId, untilAt: at + 30_000 });
  say(9000, { type: 'dispositionSet', contactId, agentId, dispositionId: id('Solved') });
  say(8000, {
    type: 'wrapUpEnded',
    contactId,
    agentId,
    campaignId,
    wrapUpMs: 17_000,
    dispositionId: id('Solved'),
    note: 'Asks for the invoice of March <script>alert(1)</script>',
    by: 'agent',
  });
  return facts;
}

const states: AgentState[] = [
  'talking',
  'ready',
  'talking',
  'wrapUp',
  'pause',
  'talking',
  'offered',
  'ready',
  'onHold',
  'loggedOut',
  'noAnswer',
  'unreachable',
];

/** A live picture of that centre. */
export function sampleLiveView(ids: Map<string, number>, at: number): LiveView {
  const id = (name: string): number => ids.get(name) ?? 0;
  const agents = people.map((name, index): LiveAgent => {
    const state = states[index % states.length] ?? 'ready';
    const busy = ['talking', 'onHold', 'offered', 'wrapUp'].includes(state);
    return {
      id: id(name),
      name,
      extension: String(201 + index),
      state,
      since: at - (index * 37 + 5) * 1000,
      pauseId: state === 'pause' ? id('Coffee') : null,
      phone: state === 'loggedOut' ? null : index % 4 === 3 ? 'sip' : 'browser',
      reachable: state !== 'unreachable' && state !== 'loggedOut',
      contactId: busy ? `phones-demo-${index + 1}` : null,
      caller: busy ? `+39333${1_000_000 + index * 7919}` : null,
      serviceId: busy ? id(served[index % 3]?.service ?? '') : null,
      campaignIds: index < 14 ? [id('Customer care')] : [id('Orders'), id('Technicians')],
    };
  });
  const stages: LiveContact['stage'][] = ['waiting', 'talking', 'flow', 'offered', 'held', 'waiting'];
  const contacts = Array.from({ length: 12 }, (_, index): LiveContact => {
    const stage = stages[index % stages.length] ?? 'talking';
    const withAgent = stage === 'talking' || stage === 'held' || stage === 'offered';
    return {
      id: `phones-demo-${index + 1}`,
      stage,
      caller: { number: `+39333${1_000_000 + index * 7919}`, name: index === 2 ? 'Mario <b>Rossi</b>' : '' },
      dialled: served[index % 3]?.dialled ?? '',
      serviceId: id(served[index % 3]?.service ?? ''),
      campaignId: id(served[index % 3]?.campaign ?? ''),
      agentId: withAgent ? id(people[index] ?? '') : null,
      arrivedAt: at - (200 - index * 9) * 1000,
      stageSince: at - (90 - index * 6) * 1000,
      position: stage === 'waiting' ? 1 + (index % 3) : null,
      callback: null,
    };
  });
  const campaign = (name: string, waiting: number, longest: number | null) => ({
    id: id(name),
    name,
    waiting,
    longestWaitSince: longest === null ? null : at - longest,
    loggedIn: 12,
    ready: 3,
    talking: 6,
    wrapUp: 2,
    pause: 1,
  });
  const service = (name: string, offered: number, handled: number, within: number, abandoned: number) => ({
    id: id(name),
    name,
    offered,
    handled,
    handledWithin: within,
    abandoned,
    short: 4,
    other: 2,
    waitMsHandled: handled * 14_200,
    longestWaitMs: 92_000,
    talkMs: handled * 184_000,
    holdMs: handled * 12_000,
    wrapUpMs: handled * 21_000,
    serviceLevel: handled + abandoned === 0 ? null : within / (handled + abandoned),
    active: 4,
    waiting: 1,
  });
  return {
    at,
    seq: 4711,
    agents,
    contacts,
    synthetic: [
      {
        id: id('Menu'),
        name: 'Menu',
        kind: 'ivr',
        flowId: id('Main menu'),
        version: 1,
        limit: 2,
        stopped: false,
        serving: 2,
        agents: ['+393331112233', '+390655443322'].map((number, index) => ({
          contactId: `n1-menu-${index}`,
          caller: { number, name: '' },
          serviceId: id('Customer service'),
          flowId: id('Main menu'),
          version: 1,
          block: 'start',
          startedAt: at - 60_000,
          blockSince: at - 12_000 * index,
        })),
        blocks: [
          {
            flowId: id('Main menu'),
            version: 1,
            block: 'start',
            contacts: 2,
            entered: 40,
            exits: { next: 31 },
          },
        ],
      },
    ],
    campaigns: [
      campaign('Customer care', 3, 47_000),
      campaign('Orders', 1, 12_000),
      campaign('Technicians', 0, null),
    ],
    services: [
      service('Customer service', 412, 371, 322, 21),
      service('Order line', 198, 180, 171, 6),
      service('Technical help', 0, 0, 0, 0),
    ],
    nodes: [{ node: 'n1', up: true, version: '22.10.1', roundTripMs: 1 }],
    refusals: [
      {
        at: at - 240_000,
        lineId: 1,
        line: 'Provider',
        number: '899123456',
        agent: 'Anna Bianchi',
        code: 'numberBlocked',
        went: false,
      },
    ],
    server: { loopLagMs: 21, journalOk: true, unjournalled: 0, unprojected: 3 },
  };
}

export const emptyLiveView = (at: number): LiveView => ({
  at,
  seq: 1,
  agents: [],
  campaigns: [],
  services: [],
  synthetic: [],
  contacts: [],
  nodes: [],
  refusals: [],
});
