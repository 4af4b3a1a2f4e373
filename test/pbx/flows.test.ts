/** Flows on real calls: every block, many callers at once, a restart and a new version in mid-flow. */
import { appendFile, mkdir, readdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, afterEach, before, describe, it } from 'mocha';
import { foldersOf } from '../../asterisk-config/folders.ts';
import { library } from '../../ivr-flows/blocks/index.ts';
import { createKnex, sqliteConfig } from '../../orchestrator/adapters/store/connection.ts';
import { toneShare } from '../support/audio.ts';
import { blocksPassed } from '../support/blocks-passed.ts';
import { agentAt, createCentre, makeReady, newAgentPhone, newCaller } from '../support/contact-centre.ts';
import {
  createFlowCentre,
  createTonePrompt,
  flowDocument,
  publish,
  type Step,
} from '../support/flow-centre.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { hears, hearsSpeechOrMusic } from '../support/listening.ts';
import { type MailServer, startMailServer } from '../support/mail-server.ts';
import { type Call, MediaPeer } from '../support/media-peer.ts';
import { type RecogniserServer, startRecogniserServer } from '../support/recogniser-server.ts';
import { until } from '../support/until.ts';

/** Prompts of the library are tones here. */
const greeting = 700;
const question = 900;
const message = 1200;

const start = (next: string): Step => ({ id: 'start', type: 'start', exits: { next } });
type Json = NonNullable<Step['parameters']>[string];
const away: Step = { id: 'away', type: 'hang-up' };
const prompt = (name: string): Json => ({ play: 'prompt', prompt: name });

describe('flows on real calls', function () {
  this.timeout(120_000);
  let instance: Instance;
  let recogniser: RecogniserServer;
  let mail: MailServer;
  let web: Server;
  let webPort = 0;
  const asked: string[] = [];
  const open: MediaPeer[] = [];

  before(async function () {
    this.timeout(600_000);
    [recogniser, mail] = await Promise.all([startRecogniserServer('billing'), startMailServer()]);
    instance = await startInstance({
      env: { PHONES_RECOGNISER: `en=ws://127.0.0.1:${recogniser.port}` },
    });
    web = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.setHeader('content-type', 'application/json').end('{"order":"ready"}');
    });
    web.listen(0, '127.0.0.1');
    await once(web, 'listening');
    const address = web.address();
    if (address !== null && typeof address === 'object') webPort = address.port;
    for (const [name, hz, ms] of [
      ['greeting', greeting, 1500],
      ['question', question, 4000],
      ['message', message, 1500],
    ] as const)
      await createTonePrompt(instance, name, hz, ms);
  });
  after(async function () {
    this.timeout(60_000);
    web?.close();
    mail?.close();
    recogniser?.close();
    await instance?.stop();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') console.error(await instance.explain());
    await Promise.all(open.splice(0).map(peer => peer.close()));
    await instance.expectClean();
  });

  const caller = async (): Promise<MediaPeer> => {
    const peer = await newCaller(instance);
    open.push(peer);
    return peer;
  };
  /** Waits until the caller's contact stands in a block of its flow. */
  const standsIn = (peer: MediaPeer, block: string) =>
    until(
      `${peer.user} stands in ${block}`,
      async () =>
        (await instance.api.live()).synthetic
          .flatMap(({ agents }) => agents)
          .find(agent => agent.caller.number === peer.user && agent.block === block),
      { timeoutMs: 15_000, explain: async () => (await instance.api.live()).synthetic },
    );
  const menu = (exits: Record<string, string>, more: object = {}): Step => ({
    id: 'menu',
    type: 'menu',
    parameters: {
      prompts: [prompt('question')],
      choices: Object.keys(exits).map(digit => ({ digit, title: digit })),
      ...more,
    },
    exits,
  });

  let outsides = 0;
  /** Somebody outside, who answers, and the line that leads there. */
  async function outsideParty(): Promise<{ outside: MediaPeer; lineId: number }> {
    outsides += 1;
    const outside = await MediaPeer.open({
      server: instance.sip,
      user: 'outside',
      tone: 1500,
      onCall: 'answer',
    });
    open.push(outside);
    const line = await instance.api.create('lines', {
      name: `Outside ${outsides}`,
      kind: 'address',
      host: '127.0.0.1',
      port: outside.port,
      direction: 'outbound',
    });
    return { outside, lineId: line.id };
  }

  it('hear recorded prompts, cut them short by digits of RFC 4733, and end where the digits lead', async () => {
    const centre = await createFlowCentre(
      instance,
      [
        start('greet'),
        {
          id: 'greet',
          type: 'play-message',
          parameters: { items: [prompt('greeting')] },
          exits: { next: 'menu' },
        },
        menu({ 1: 'away', 2: 'code' }),
        {
          id: 'code',
          type: 'get-digits',
          parameters: { prompts: [prompt('question')], minimum: 4, maximum: 4, secret: true, saveTo: 'code' },
          exits: { next: 'right' },
        },
        {
          id: 'right',
          type: 'if',
          parameters: { condition: 'code == "1234"' },
          exits: { yes: 'said', no: 'away' },
        },
        {
          id: 'said',
          type: 'play-message',
          parameters: { items: [prompt('message')] },
          exits: { next: 'away' },
        },
        away,
      ],
      { properties: ['code'] },
    );
    const peer = await caller();
    const call = await peer.call(centre.number);
    await call.whenAnswered();
    await hears(call, greeting);
    await hears(call, question);
    call.audio.sendDigits('2');
    await standsIn(peer, 'code');
    await hears(call, question);
    call.audio.sendDigits('1234');
    await hears(call, message);
    await call.whenEnded();
    const contact = await instance.api.endedContact(peer.user);
    expect(contact.outcome).to.equal('served');
    expect(contact.steps.filter(step => step.type === 'digitsPressed').map(step => step.data)).to.deep.equal([
      { block: 'menu', digits: '2' },
      { block: 'code', digits: '****' },
    ]);
    expect(contact.steps.filter(step => step.type === 'blockLeft').map(step => step.data.exit)).to.deep.equal(
      ['next', 'next', '2', 'next', 'yes', 'next'],
    );
  });

  it('go through every block that computes, asks, listens and answers', async () => {
    const { api } = instance;
    const human = await createCentre(instance);
    await api.create('calendars', { name: 'Always', hours: everyDay });
    const { items: calendars } = await api.request<{ items: { id: number }[] }>('GET', '/calendars');
    const calendarId = calendars[0]?.id ?? 0;
    await api.create('connections', {
      kind: 'http',
      name: 'orders',
      baseUrl: `http://127.0.0.1:${webPort}/api`,
      allowInternal: true,
    });
    await api.create('connections', {
      kind: 'sql',
      name: 'customers',
      engine: 'sqlite',
      database: 'customers.db',
    });
    await api.create('connections', {
      kind: 'mail',
      name: 'office',
      host: '127.0.0.1',
      port: mail.port,
      from: 'a@b.it',
    });
    const databases = join(instance.home, 'databases');
    await mkdir(databases, { recursive: true });
    const knex = createKnex(sqliteConfig(join(databases, 'customers.db')));
    await knex.schema.createTable('customers', table => table.string('name'));
    await knex('customers').insert({ name: 'Rossi' });
    await knex.destroy();
    const custom = join(foldersOf(instance.pbxHome).custom, 'extensions_custom.conf');
    await appendFile(custom, '\n[flow-balance]\nexten => 1,1,Set(BALANCE=42)\n same => n,Return()\n');
    await instance.pbx('dialplan reload');

    // Whoever calls back must have what the flow asks for.
    const skill = await api.create('skills', { name: 'english' });
    await api.patch('agents', agentAt(human, 0).id, { skills: [{ skillId: skill.id, level: 3 }] });
    const campaignId = human.human.id;
    const blocks: Step[] = [
      start('set'),
      { id: 'set', type: 'set-property', parameters: { values: [{ property: 'a', value: '"7"' }] } },
      { id: 'words', type: 'properties-manager', parameters: { property: 'b', template: 'order {a}' } },
      { id: 'sum', type: 'calculator', parameters: { calculations: [{ property: 'a', value: '3 + 4' }] } },
      { id: 'data', type: 'set-call-data', parameters: { values: [{ name: 'said', value: '"greeting"' }] } },
      { id: 'custom', type: 'custom-message', parameters: { name: 'said', as: 'prompt' } },
      { id: 'language', type: 'set-language', parameters: { language: 'en' } },
      { id: 'priority', type: 'set-priority', parameters: { priority: '9' } },
      { id: 'skills', type: 'set-skills', parameters: { skills: [{ skill: 'english', level: 3 }] } },
      {
        id: 'case',
        type: 'switch',
        parameters: { value: 'b', cases: [{ equals: 'order 7', exit: 'seven' }] },
      },
      { id: 'share', type: 'distribute-call', parameters: { shares: [{ exit: 'all', percent: 100 }] } },
      { id: 'hours', type: 'opening-hours', parameters: { calendarId } },
      { id: 'staff', type: 'agents-available', parameters: { campaignId } },
      { id: 'length', type: 'queue-length', parameters: { campaignId } },
      { id: 'wait', type: 'estimated-wait', parameters: { campaignId } },
      { id: 'http', type: 'http-request', parameters: { connection: 'orders', path: '/orders/7' } },
      {
        id: 'sql',
        type: 'sql-query',
        parameters: {
          connection: 'customers',
          statement: 'select name from customers',
          results: [{ column: 'name', property: 'b' }],
        },
      },
      {
        id: 'mail',
        type: 'send-email',
        parameters: { connection: 'office', to: 'desk@b.it', subject: 'Order 7', text: 'T' },
      },
      {
        id: 'run',
        type: 'dialplan',
        parameters: {
          context: 'flow-balance',
          extension: '1',
          results: [{ variable: 'BALANCE', property: 'a' }],
        },
      },
      { id: 'alpha', type: 'get-alpha-num-code', parameters: { prompts: [prompt('question')], saveTo: 'b' } },
      {
        id: 'survey',
        type: 'survey',
        parameters: { questions: [{ name: 'service', prompts: [prompt('question')] }] },
      },
      {
        id: 'speech',
        type: 'speech-to-text',
        parameters: { prompts: [prompt('greeting')], saveTo: 'b', maximumSeconds: 1, attempts: 1 },
      },
      // Nobody can write in a phone call: the question is heard, and the wait is over.
      {
        id: 'text',
        type: 'read-text-message',
        parameters: { prompts: [prompt('message')], timeoutSeconds: 2, saveTo: 'b' },
      },
      { id: 'loop', type: 'loop-counter', parameters: { limit: 1 } },
      {
        id: 'callback',
        type: 'offer-callback',
        parameters: { campaignId, offerPrompts: [prompt('question')], thanksPrompts: [prompt('message')] },
      },
      { id: 'record', type: 'record-message', parameters: { prompts: [prompt('greeting')], saveTo: 'b' } },
      {
        id: 'voicemail',
        type: 'voicemail',
        parameters: { campaignId, prompts: [prompt('greeting')], terminator: '#' },
      },
      away,
    ];
    const centre = await createFlowCentre(instance, inLine(blocks), { properties: ['a', 'b'] });
    // A callback is only offered where a line calls out.
    const { outside } = await outsideParty();
    const peer = await caller();
    const call = await peer.call(centre.number);
    await call.whenAnswered();
    await hears(call, greeting);
    await standsIn(peer, 'alpha');
    await hears(call, question);
    // E.161: 2 twice is B.
    call.audio.sendDigits('22#');
    await standsIn(peer, 'survey');
    await hears(call, question);
    const answered = performance.now();
    call.audio.sendDigits('4');
    await standsIn(peer, 'callback');
    // The questions of the two blocks between, which go by without a digit.
    for (const hz of [greeting, message])
      expect(toneShare(call.audio.recording(answered), hz), `${hz} Hz`).to.be.greaterThan(0.05);
    await hears(call, question);
    call.audio.sendDigits('1');
    await hears(call, message);
    await standsIn(peer, 'record');
    await hears(call, greeting);
    await speaksFor(call, 2500);
    call.audio.sendDigits('#');
    await standsIn(peer, 'voicemail');
    await hears(call, greeting);
    await speaksFor(call, 2500);
    call.hangup();
    // The place in the queue was kept: an operator is reserved, then the caller is called back.
    const agent = agentAt(human, 0);
    const phone = await newAgentPhone(instance, agent);
    open.push(phone);
    await makeReady(instance, agent);
    const atAgent = await phone.nextCall();
    atAgent.answer();
    const atOutside = await outside.nextCall();
    await Promise.all([hears(atAgent, 1500), hears(atOutside, 1000)]);
    atOutside.hangup();
    await atAgent.whenEnded();
    const contact = await api.endedContact(peer.user, 10_000);
    const entered = contact.steps.filter(step => step.type === 'blockEntered').map(step => step.data.block);
    expect(entered).to.deep.equal(blocks.map(block => block.id).filter(id => id !== 'away'));
    expect(contact.outcome).to.equal('handled');
    expect(asked).to.include('GET /api/orders/7');
    // The message lies with us now, and what was only to be recognised or heard in the call is gone with it.
    const recorded = join(foldersOf(instance.pbxHome).spool, 'recording');
    let left: string[] = [];
    await until(
      'Asterisk keeps nothing that was recorded',
      async () => (left = await readdir(recorded)).length === 0,
      { timeoutMs: 30_000, everyMs: 300, explain: () => left.join(' ') },
    );
    const exits = Object.fromEntries(
      contact.steps.filter(step => step.type === 'blockLeft').map(step => [step.data.block, step.data.exit]),
    );
    expect(exits).to.include({
      case: 'seven',
      hours: 'open',
      http: 'next',
      sql: 'next',
      mail: 'next',
      speech: 'next',
      text: 'timeout',
      run: 'next',
      alpha: 'next',
      survey: 'next',
      callback: 'accepted',
      record: 'next',
      voicemail: 'hangup',
    });
    const types = contact.steps.map(step => step.type);
    expect(types).to.include.members([
      'surveyAnswered',
      'callbackRequested',
      'recordingMade',
      'voicemailLeft',
      'dialplanReturned',
    ]);
    expect(mail.lines).to.include('RCPT TO:<desk@b.it>').and.include('Subject: Order 7');
  });

  it('queue for operators, let go by digit, forward outside, and reach one operator', async () => {
    const { api } = instance;
    const centre = await createCentre(instance, { agents: 1 });
    const agent = agentAt(centre, 0);
    const { outside, lineId } = await outsideParty();
    const queueing = flowDocument(
      'queue',
      'Announced',
      [
        start('wait'),
        { id: 'wait', type: 'promo-queue', parameters: { leaveDigits: '1' }, exits: { digit: 'forward' } },
        {
          id: 'forward',
          type: 'call-forwarding',
          parameters: { number: '0699', lineId, confirmDigit: '5', ringSeconds: 10 },
          exits: { next: 'away' },
        },
        away,
      ],
      [],
    );
    const flow = await api.request<{ id: number }>('POST', '/flows', {
      name: 'Announced',
      kind: 'queue',
      document: queueing,
    });
    await publish(instance, flow.id);
    await api.patch('campaigns', centre.queue.id, { flowId: flow.id });
    const front = await createFlowCentre(instance, [
      start('menu'),
      menu({ 1: 'queue', 2: 'agent' }),
      {
        id: 'queue',
        type: 'queue',
        parameters: {
          campaignId: centre.human.id,
          leaveDigits: '9',
          messages: [prompt('message')],
          musicSeconds: 1,
          order: 'random',
        },
        exits: { digit: 'on', noAgents: 'on' },
      },
      { id: 'on', type: 'transfer-to-campaign', parameters: { campaignId: centre.human.id } },
      {
        id: 'agent',
        type: 'transfer-to-agent',
        parameters: { agentId: agent.id, messages: [prompt('message')], musicSeconds: 1 },
      },
      away,
    ]);
    const phone = await newAgentPhone(instance, agent);
    open.push(phone);
    const peer = await caller();
    const call = await peer.call(front.number);
    await call.whenAnswered();
    await hears(call, question);
    const pause = await api.create('pauses', { name: 'Lunch' });
    await api.setState(agent.id, 'pause', pause.id);
    call.audio.sendDigits('1');
    await hears(call, message);
    call.audio.sendDigits('9');
    await standsIn(peer, 'wait');
    call.audio.sendDigits('1');
    const atOutside = await outside.nextCall();
    await hearsSpeechOrMusic(atOutside);
    atOutside.audio.sendDigits('5');
    await hears(call, 1500);
    await hears(atOutside, 440);
    atOutside.hangup();
    await call.whenEnded();
    const contact = await api.endedContact(peer.user);
    expect(
      contact.steps.filter(step => step.type === 'forwardEnded').map(step => step.data.result),
    ).to.deep.equal(['talked']);

    await makeReady(instance, agent);
    const other = await caller();
    const second = await other.call(front.number);
    await hears(second, question);
    second.audio.sendDigits('2');
    const atAgent = await phone.nextCall();
    atAgent.answer();
    await hears(second, 1000);
    // A third one waits for the same operator, with messages and music, and is put through when it is free.
    const waiting = await caller();
    const third = await waiting.call(front.number);
    await hears(third, question);
    third.audio.sendDigits('2');
    await hears(third, message);
    expect((await api.agent(agent.id)).state).to.equal('talking');
    second.hangup();
    await atAgent.whenEnded();
    const again = await phone.nextCall();
    again.answer();
    await hears(third, 1000);
    third.hangup();
    await again.whenEnded();
    const waited = await api.endedContact(waiting.user);
    expect(waited).to.include({ outcome: 'handled', agentId: agent.id });
    // In pause it is not waited for.
    await api.setState(agent.id, 'pause', pause.id);
    const late = await caller();
    const fourth = await late.call(front.number);
    await hears(fourth, question);
    fourth.audio.sendDigits('2');
    await fourth.whenEnded();
    const refused = await api.endedContact(late.user);
    const exits = refused.steps.filter(({ type }) => type === 'blockLeft').map(({ data }) => data.exit);
    expect(exits).to.include('busy');
  });

  /** A menu that asks for ever. */
  const patient = (name: string): Step[] => [
    start('menu'),
    menu({ 1: 'said', 2: 'away' }, { attempts: 10, timeoutSeconds: 30 }),
    {
      id: 'said',
      type: 'play-message',
      parameters: { items: [prompt(name)], stopDigits: '' },
      exits: { next: 'away' },
    },
    away,
  ];

  it('go on after a restart of the orchestrator: the prompt counts as heard, the question stands', async () => {
    const centre = await createFlowCentre(instance, patient('message'));
    const peer = await caller();
    const call = await peer.call(centre.number);
    await hears(call, question);
    await instance.kill();
    await instance.start();
    await standsIn(peer, 'menu');
    call.audio.sendDigits('1');
    await hears(call, message);
    await call.whenEnded();
    const contact = await instance.api.endedContact(peer.user, 10_000);
    expect(contact.outcome).to.equal('served');
    expect(contact.steps.filter(step => step.type === 'contactEnded')).to.have.length(1);
  });

  it('serve fifty callers at once, and no more than there are synthetic agents', async () => {
    const callers = 50;
    const centre = await createFlowCentre(instance, patient('message'), { syntheticAgents: callers });
    const peers = await Promise.all(Array.from({ length: callers }, caller));
    const calls = await Promise.all(peers.map(peer => peer.call(centre.number)));
    await Promise.all(calls.map(call => call.whenAnswered()));
    const serving = async () =>
      (await instance.api.live()).synthetic.find(({ id }) => id === centre.campaignId)?.serving;
    await until('all are served', async () => (await serving()) === callers, { explain: serving });
    const excess = await (await caller()).call(centre.number);
    await excess.whenEnded();
    for (const call of calls) call.audio.sendDigits('1');
    await Promise.all(calls.map(call => call.whenEnded()));
    for (const peer of peers) {
      const contact = await instance.api.endedContact(peer.user, 10_000);
      expect(contact.outcome).to.equal('served');
      expect(contact.steps.filter(step => step.type === 'digitsPressed')).to.have.length(1);
    }
    expect(await serving()).to.equal(0);
  });

  it('have gone through every block that there is, as the steps of the contacts tell', async () => {
    const passed = await blocksPassed(instance);
    expect([...library.keys()].filter(type => !passed.has(type))).to.deep.equal([]);
  });
});

const everyDay = [1, 2, 3, 4, 5, 6, 7].map(weekday => ({ weekday, from: '00:00', to: '24:00' }));

/** Each block's exits lead to the next one, whatever comes of it. */
function inLine(blocks: Step[]): Step[] {
  return blocks.map((block, index) => {
    const next = blocks[index + 1]?.id;
    const definition = library.get(block.type);
    if (!definition || next === undefined) return block;
    const names = definition
      .exits(definition.parameters.parse(block.parameters ?? {}))
      .map(exit => exit.name);
    const exits = Object.fromEntries(names.filter(name => name !== 'hangup').map(name => [name, next]));
    return { ...block, exits: { ...exits, ...block.exits } };
  });
}

/** The caller's tone goes on for so long. */
async function speaksFor(call: Call, ms: number): Promise<void> {
  const from = performance.now();
  await until('the caller has spoken', () => performance.now() - from > ms);
  expect(call.audio.statistics.packets).to.be.at.least(1);
}
