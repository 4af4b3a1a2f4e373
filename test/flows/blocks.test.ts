/** Each block in a run of its own: inputs in, effects and exits out. */
import { expect } from 'chai';
import type { Environment } from '../../ivr-flows/environment.ts';
import type { FlowProperty } from '../../ivr-flows/document.ts';
import type { Value } from '../../ivr-flows/values.ts';
import { blocks as library } from '../../ivr-flows/blocks/index.ts';
import { faultOf, faultWords, type Fault } from '../../ivr-flows/faults.ts';
import { lettersOf } from '../../ivr-flows/blocks/get-alpha-num-code.ts';
import { flowOf, say, Scene } from './scene.ts';

const properties: Partial<FlowProperty>[] = [
  { name: 'a', type: 'text' },
  { name: 'n', type: 'number' },
  { name: 'list', type: 'list' },
  { name: 'flag', type: 'boolean' },
];

/** One block whose every exit leads to its own end: `end-next`. */
function run(
  type: string,
  parameters: Record<string, Value>,
  changes: Partial<Environment> = {},
  callData: Record<string, Value> = {},
): Scene {
  const definition = library.find(block => block.type === type);
  if (!definition) throw new Error(`no block ${type}`);
  const exits = definition.exits(definition.parameters.parse(parameters));
  const ends = exits.map(
    ({ name }) => [`end-${name.toLowerCase().replace(/[^a-z0-9]/g, 'x')}`, name] as const,
  );
  const flow = flowOf(
    {
      it: [type, parameters, Object.fromEntries(ends.map(([id, name]) => [name, id]))],
      ...Object.fromEntries(ends.map(([id]) => [id, ['hang-up'] as [string]])),
    },
    properties,
  );
  return new Scene(flow, changes, { seed: 1, callData });
}
/** The exit by which the block was left; null = it waits. */
function exitOf(scene: Scene): string | null {
  const left = scene.trace.find(line => line.type === 'left' && line.block === 'it');
  return left?.type === 'left' ? left.exit : null;
}
const failed = (scene: Scene) =>
  scene.trace.flatMap(line => (line.type === 'failed' ? [faultWords(line.fault, 'en')] : []));

describe('blocks: play', () => {
  it('play-message plays prompts, texts, values and silence; a digit cuts it and is kept', () => {
    const items: Value[] = [
      { play: 'prompt', prompt: 'welcome' },
      { play: 'text', text: { it: 'ciao {call.caller}', en: 'hello {call.caller}' } },
      { play: 'say', as: 'digits', value: '"12"' },
      { play: 'silence', seconds: 0.5 },
    ];
    const scene = run('play-message', { items });
    const { media } = scene.last('play');
    expect(media.slice(0, 2)).to.deep.equal([{ prompt: 'welcome' }, { speech: 'hello +390612345678' }]);
    expect(media.at(-1)).to.deep.equal({ silenceMs: 500 });
    expect(media).to.deep.include({ sound: 'digits/1' });
    scene.press('5');
    expect(exitOf(scene)).to.equal('next');
    expect(scene.run.typedAhead).to.equal('5');
    expect(exitOf(run('play-message', { items }).played())).to.equal('next');
    expect(exitOf(run('play-message', { items, stopDigits: '9' }).press('5'))).to.equal(null);
    expect(exitOf(run('play-message', { items: [] }))).to.equal('next');
    const lost = run('play-message', { items });
    expect(exitOf(lost.bring({ type: 'played', id: lost.last('play').id, failed: true }))).to.equal('error');
  });

  it('custom-message plays what the call data holds', () => {
    expect(run('custom-message', { name: 'm' }, {}, { m: 'hi' }).heard).to.deep.equal(['hi']);
    expect(
      run('custom-message', { name: 'm', as: 'prompt' }, {}, { m: 'p1' }).last('play').media,
    ).to.deep.equal([{ prompt: 'p1' }]);
    expect(run('custom-message', { name: 'm', as: 'digits' }, {}, { m: '7' }).heard).to.deep.equal([
      'digits/7',
    ]);
    expect(exitOf(run('custom-message', { name: 'none' }))).to.equal('next');
  });

  it('promo-queue plays messages by turns with music, and is left by a digit', () => {
    const messages = [...say('one'), ...say('two')];
    const scene = run('promo-queue', {
      messages,
      musicSeconds: 10,
      announceSeconds: 0,
      leaveDigits: '*',
      digitTo: 'a',
    });
    expect(scene.last('music')).to.deep.equal({ do: 'music', music: 'default' });
    scene.at += 10_000;
    scene.timeUp().played();
    scene.at += 10_000;
    scene.timeUp();
    expect(scene.heard).to.deep.equal(['one', 'two']);
    scene.press('*');
    expect(exitOf(scene)).to.equal('digit');
    expect(scene.run.properties['a']).to.equal('*');
  });

  it('promo-queue draws messages by chance, none twice in a round', () => {
    const messages = ['one', 'two', 'three'].flatMap(say);
    const scene = run('promo-queue', { messages, order: 'random', musicSeconds: 5, announceSeconds: 0 });
    for (let round = 0; round < 6; round++) {
      scene.at += 5000;
      scene.timeUp().played();
    }
    expect(new Set(scene.heard.slice(0, 3)).size).to.equal(3);
    expect(new Set(scene.heard.slice(3)).size).to.equal(3);
  });

  it('promo-queue says one minute in the singular', () => {
    const scene = run('promo-queue', { announceSeconds: 10 }, { position: () => 1, waitMs: () => 20_000 });
    scene.at += 10_000;
    scene.timeUp();
    expect(scene.heard.slice(-3)).to.deep.equal(['Expected wait:', 'digits/1', 'minute']);
  });

  it('promo-queue says place and wait, skips a message, raises the priority, announces the operator', () => {
    const scene = run(
      'promo-queue',
      {
        messages: say('promo'),
        musicSeconds: 30,
        announceSeconds: 10,
        skipDigits: '#',
        raiseSeconds: 10,
        announceAgent: say('{agent} will answer'),
        whisper: say('an order'),
      },
      { position: () => 3, waitMs: () => 90_000 },
    );
    scene.at += 10_000;
    scene.timeUp();
    expect(scene.last('setPriority').priority).to.equal(6);
    expect(scene.heard).to.deep.equal([
      'Your place in the queue is',
      'digits/3',
      'Expected wait:',
      'digits/2',
      'minutes',
    ]);
    scene.press('#');
    expect(scene.has('stopPlaying')).to.equal(true);
    scene.bring({ type: 'queued', news: 'reserved', agent: 'Rossi' });
    expect(scene.heard.at(-1)).to.equal('Rossi will answer');
    expect(scene.has('connect')).to.equal(false);
    scene.bring({ type: 'played', id: scene.last('whisper').id, failed: false });
    expect(scene.has('connect')).to.equal(false);
    scene.played();
    expect(scene.has('connect')).to.equal(true);
    scene.bring({ type: 'queued', news: 'connected', agent: 'Rossi' });
    expect(exitOf(scene)).to.equal('connected');
    expect(scene.end).to.deep.equal({ to: 'talk' });
  });
});

describe('blocks: input', () => {
  it('get-digits takes digits up to the length or the final digit, and checks them', () => {
    const parameters = {
      prompts: say('pin'),
      minimum: 2,
      maximum: 4,
      saveTo: 'a',
      valid: 'input != "99"',
      attempts: 2,
    };
    expect(exitOf(run('get-digits', parameters).press('1', '2', '3', '4'))).to.equal('next');
    const scene = run('get-digits', parameters).press('1', '2', '#');
    expect(exitOf(scene)).to.equal('next');
    expect(scene.run.properties['a']).to.equal('12');
    expect(exitOf(run('get-digits', parameters).press('1', '2').timeUp())).to.equal('next');
    expect(exitOf(run('get-digits', parameters).press('9', '9', '#', '9', '9', '#'))).to.equal('invalid');
    expect(exitOf(run('get-digits', parameters).press('1', '#').played().timeUp())).to.equal('timeout');
  });

  it('get-alpha-num-code reads letters by the keypad', () => {
    expect(lettersOf('2')).to.equal('A');
    expect(lettersOf('22*2')).to.equal('BA');
    expect(lettersOf('3444')).to.equal('DI');
    expect(lettersOf('2222')).to.equal('2');
    expect(lettersOf('1100')).to.equal('1100');
    expect(lettersOf('77777')).to.equal('7');
    expect(lettersOf('22222')).to.equal(null);
    const scene = run('get-alpha-num-code', { prompts: say('code'), saveTo: 'a' }).press(
      '2',
      '*',
      '2',
      '2',
      '#',
    );
    expect(exitOf(scene)).to.equal('next');
    expect(scene.run.properties['a']).to.equal('AB');
    const chat = run('get-alpha-num-code', { prompts: say('code'), saveTo: 'a' }).bring({
      type: 'text',
      text: 'ab-12',
    });
    expect(chat.run.properties['a']).to.equal('AB12');
  });

  it('record-message records after the message, and keeps what a caller who hangs up has said', () => {
    const parameters = { prompts: say('speak'), saveTo: 'a', secondsTo: 'n', minimumSeconds: 2 };
    const scene = run('record-message', parameters).played();
    const { id, beep } = scene.last('record');
    expect(beep).to.equal(true);
    scene.press('#');
    scene.bring({ type: 'recorded', id, recording: 'r1', ms: 4000, endedBy: 'digit' });
    expect(exitOf(scene)).to.equal('next');
    expect(scene.run.properties).to.include({ a: 'r1', n: 4 });
    const short = run('record-message', parameters).played();
    short.bring({ type: 'recorded', id: short.last('record').id, recording: 'r', ms: 500, endedBy: 'digit' });
    expect(exitOf(short)).to.equal('empty');
    const gone = run('record-message', parameters).played().hangUp();
    expect(exitOf(gone)).to.equal(null);
    gone.bring({
      type: 'recorded',
      id: gone.last('record').id,
      recording: 'r2',
      ms: 9000,
      endedBy: 'hangup',
    });
    expect(exitOf(gone)).to.equal('hangup');
    expect(gone.run.properties['a']).to.equal('r2');
    expect(exitOf(run('record-message', parameters).hangUp())).to.equal('hangup');
  });

  it('speech-to-text listens, and asks again when it was not sure', () => {
    const parameters = {
      prompts: say('yes or no?'),
      phrases: [{ phrase: 'yes' }],
      saveTo: 'a',
      confidenceTo: 'n',
    };
    const scene = run('speech-to-text', parameters).played();
    expect(scene.last('recognise').phrases).to.deep.equal(['yes']);
    scene
      .bring({ type: 'recognised', id: scene.last('recognise').id, text: 'yes', confidence: 0.2 })
      .played();
    expect(exitOf(scene)).to.equal(null);
    scene.bring({ type: 'recognised', id: scene.last('recognise').id, text: 'yes', confidence: 0.9 });
    expect(exitOf(scene)).to.equal('next');
    expect(scene.run.properties).to.include({ a: 'yes', n: 0.9 });
  });

  it('read-text-message waits for a text', () => {
    const scene = run('read-text-message', { prompts: say('name?'), saveTo: 'a' }).bring({
      type: 'text',
      text: ' Ann ',
    });
    expect(scene.run.properties['a']).to.equal('Ann');
    expect(exitOf(run('read-text-message', { saveTo: 'a' }).timeUp())).to.equal('timeout');
  });
});

describe('blocks: branch', () => {
  it('if takes what is missing as not true, and refuses what is neither', () => {
    expect(exitOf(run('if', { condition: 'data.vip' }, {}, { vip: true }))).to.equal('yes');
    expect(exitOf(run('if', { condition: 'data.vip' }))).to.equal('no');
    expect(exitOf(run('if', { condition: '3' }))).to.equal('error');
  });

  it('switch leaves by the value', () => {
    const cases = [
      { equals: '1', exit: 'one' },
      { equals: 'x', exit: 'one' },
    ];
    expect(exitOf(run('switch', { value: 'data.v', cases }, {}, { v: 1 }))).to.equal('one');
    expect(exitOf(run('switch', { value: 'data.v', cases }, {}, { v: 'y' }))).to.equal('otherwise');
  });

  it('distribute-call keeps the percentages', () => {
    const shares = [
      { exit: 'a', percent: 30 },
      { exit: 'b', percent: 70 },
      { exit: 'c', percent: 0 },
    ];
    const count = { a: 0, b: 0 };
    for (let seed = 0; seed < 2000; seed++) {
      const flow = flowOf({ it: ['distribute-call', { shares }] });
      const exit = exitOf(new Scene(flow, {}, { seed }));
      if (exit === 'a' || exit === 'b') count[exit] += 1;
    }
    expect(count.a + count.b).to.equal(2000);
    expect(count.a).to.be.within(500, 700);
  });

  it('loop-counter counts, ends and begins anew', () => {
    const flow = flowOf(
      {
        count: [
          'loop-counter',
          { property: 'n', from: 1, step: 1, limit: 3 },
          { again: 'play', done: 'menu' },
        ],
        play: ['play-message', { items: say('{n}') }, { next: 'count' }],
        menu: ['menu', { prompts: say('?'), choices: [{ digit: '1' }] }, { '1': 'count' }],
      },
      properties,
    );
    const scene = new Scene(flow).played().played().played().press('1');
    expect(scene.heard).to.deep.equal(['1', '2', '3', '?', '1']);
  });

  it('opening-hours asks the calendar', () => {
    for (const hours of ['open', 'closed', 'holiday'] as const)
      expect(exitOf(run('opening-hours', { calendarId: 1 }, { hours: () => hours }))).to.equal(hours);
    expect(exitOf(run('opening-hours', { calendarId: 1 }, { hours: () => null }))).to.equal('error');
    expect(failed(run('opening-hours', {}))).to.deep.equal(['there is no such calendar']);
  });

  it('agents-available, queue-length and estimated-wait ask the campaign', () => {
    const available = run('agents-available', { campaignId: 1, which: 'loggedIn', minimum: 2, saveTo: 'n' });
    expect(exitOf(available)).to.equal('yes');
    expect(available.run.properties['n']).to.equal(2);
    expect(exitOf(run('agents-available', { campaignId: 1, minimum: 2 }))).to.equal('no');
    expect(exitOf(run('queue-length', { campaignId: 1, most: 5 }, { queueLength: () => 6 }))).to.equal(
      'above',
    );
    expect(exitOf(run('queue-length', { campaignId: 1, most: 5 }, { queueLength: () => 5 }))).to.equal(
      'within',
    );
    const wait = (ms: number | null) =>
      run('estimated-wait', { campaignId: 1, saveTo: 'n' }, { estimatedWaitMs: () => ms });
    expect(exitOf(wait(null))).to.equal('unknown');
    expect(exitOf(wait(500_000))).to.equal('above');
    expect(wait(61_000).run.properties['n']).to.equal(61);
  });
});

describe('blocks: data', () => {
  const set = (property: string, value: string) => run('set-property', { values: [{ property, value }] });

  it('set-property converts to the type of the property, or fails', () => {
    expect(set('n', '"012"').run.properties['n']).to.equal(12);
    expect(set('a', '12').run.properties['a']).to.equal('12');
    expect(set('flag', '"1"').run.properties['flag']).to.equal(true);
    expect(exitOf(set('n', '"x"'))).to.equal('error');
    expect(exitOf(set('list', '"x"'))).to.equal('error');
  });

  it('properties-manager formats, concatenates, pads, parses, tests and draws', () => {
    const result = (property: string, operation: string, more: Record<string, Value>) =>
      run('properties-manager', { property, operation, ...more }).run.properties[property];
    const values = (...all: string[]) => ({ values: all.map(value => ({ value })) });
    expect(result('a', 'format', { template: 'n. {1 + 1}' })).to.equal('n. 2');
    expect(result('a', 'concatenate', { ...values('"a"', '1'), separator: '-' })).to.equal('a-1');
    expect(result('a', 'pad', { ...values('7'), length: 3 })).to.equal('007');
    expect(result('list', 'parse', values("'[1,2]'"))).to.deep.equal([1, 2]);
    expect(result('flag', 'isNumeric', values('"1.5"'))).to.equal(true);
    expect(result('n', 'random', { lowest: 3, highest: 4 })).to.be.within(3, 4);
    expect(
      exitOf(run('properties-manager', { property: 'list', operation: 'parse', ...values('"{"') })),
    ).to.equal('error');
  });

  it('calculator rounds', () => {
    const calculations = [{ property: 'n', value: '10 / 3', decimals: 1 }];
    expect(run('calculator', { calculations }).run.properties['n']).to.equal(3.3);
  });

  it('http-request encodes values, reads the answer and its status', () => {
    const parameters = {
      connection: 'crm',
      path: '/orders/{data.code}',
      query: [{ name: 'q', value: '{data.code}' }],
      body: '{"code": data.code}',
      results: [
        { property: 'a', value: 'answer.customer.name' },
        { property: 'n', value: 'status' },
      ],
    };
    const ask = () => run('http-request', parameters, {}, { code: '../x y' });
    const scene = ask();
    expect(scene.last('httpRequest')).to.deep.include({
      path: '/orders/..%2Fx%20y',
      query: { q: '../x y' },
      body: { code: '../x y' },
      timeoutMs: 5000,
    });
    const value = { status: 200, headers: {}, body: { customer: { name: 'Ann' } } };
    scene.bring({ type: 'answered', id: scene.last('httpRequest').id, value });
    expect(exitOf(scene)).to.equal('next');
    expect(scene.run.properties).to.include({ a: 'Ann', n: 200 });
    const after = (
      input: { type: 'failed'; code: string; why: Fault } | { type: 'answered'; value: Value },
    ) => {
      const other = ask();
      return exitOf(other.bring({ ...input, id: other.last('httpRequest').id }));
    };
    expect(after({ type: 'answered', value: { ...value, status: 404 } })).to.equal('refused');
    expect(after({ type: 'failed', code: 'timeout', why: faultOf('noAnswer', { ms: 5000 }) })).to.equal(
      'timeout',
    );
    expect(
      after({ type: 'failed', code: 'unreachable', why: faultOf('unknownHost', { host: 'x' }) }),
    ).to.equal('error');
  });

  it('http-request goes on when the caller hangs up meanwhile', () => {
    const scene = run('http-request', { connection: 'crm' }).hangUp();
    expect(exitOf(scene)).to.equal(null);
    scene.bring({
      type: 'answered',
      id: scene.last('httpRequest').id,
      value: { status: 200, headers: {}, body: null },
    });
    expect(exitOf(scene)).to.equal('next');
  });

  it('sql-query binds values and takes the first row', () => {
    const parameters = {
      connection: 'erp',
      statement: 'select name from t where code = ?',
      parameters: [{ value: 'data.code' }],
      results: [{ column: 'name', property: 'a' }],
      rowsTo: 'list',
    };
    const scene = run('sql-query', parameters, {}, { code: "x' or 1" });
    expect(scene.last('sqlQuery')).to.deep.include({ parameters: ["x' or 1"], maximumRows: 10 });
    scene.bring({
      type: 'answered',
      id: scene.last('sqlQuery').id,
      value: [{ name: 'Ann' }, { name: 'Bob' }],
    });
    expect(exitOf(scene)).to.equal('next');
    expect(scene.run.properties['a']).to.equal('Ann');
    const empty = run('sql-query', parameters);
    empty.bring({ type: 'answered', id: empty.last('sqlQuery').id, value: [] });
    expect(exitOf(empty)).to.equal('empty');
  });

  it('set-call-data, set-language, set-priority and set-skills tell the world', () => {
    const data = run('set-call-data', { values: [{ name: 'order', value: '7' }] });
    expect(data.last('setCallData').values).to.deep.equal({ order: 7 });
    expect(data.run.callData).to.deep.equal({ order: 7 });
    expect(run('set-language', { language: 'it' }).last('setLanguage').language).to.equal('it');
    expect(run('set-priority', { priority: '9' }).last('setPriority').priority).to.equal(9);
    expect(exitOf(run('set-priority', { priority: '900' }))).to.equal('error');
    expect(
      run('set-skills', { skills: [{ skill: 'sales', level: 3 }] }).last('setSkills').skills,
    ).to.deep.equal([{ skill: 'sales', level: 3, seconds: 0 }]);
  });
});

describe('blocks: contact', () => {
  it('queue has an exit for whatever becomes of the wait', () => {
    const queue = (more: Record<string, Value> = {}) =>
      run('queue', { campaignId: 12, longestWaitSeconds: 60, ...more });
    expect(queue().last('queue')).to.deep.equal({ do: 'queue', campaignId: 12, longestWaitMs: 60_000 });
    for (const news of ['noAgents', 'full', 'timeout'] as const)
      expect(exitOf(queue().bring({ type: 'queued', news, agent: '' }))).to.equal(news);
    const left = queue({ leaveDigits: '0' }).press('0');
    expect(exitOf(left)).to.equal('digit');
    expect(left.has('leaveQueue')).to.equal(true);
    expect(queue({ leaveDigits: '0', stay: true }).press('0').has('leaveQueue')).to.equal(false);
    expect(queue().bring({ type: 'queued', news: 'reserved', agent: 'R' }).has('connect')).to.equal(true);
    expect(queue().bring({ type: 'queued', news: 'connected', agent: 'R' }).end).to.deep.equal({
      to: 'talk',
    });
    expect(exitOf(queue().hangUp())).to.equal('hangup');
  });

  it('transfer-to-agent waits for one agent, with an exit for whatever becomes of it', () => {
    const transfer = (more: Record<string, Value> = {}) => run('transfer-to-agent', { agentId: 4, ...more });
    expect(transfer().last('queueForAgent')).to.deep.equal({
      do: 'queueForAgent',
      agentId: 4,
      longestWaitMs: 60_000,
    });
    expect(transfer().last('music').music, 'music as in a queue').to.equal('default');
    for (const news of ['busy', 'unknown', 'timeout'] as const) {
      const over = transfer().bring({ type: 'queued', news, agent: '' });
      expect(exitOf(over)).to.equal(news);
      expect(over.last('music').music).to.equal(null);
    }
    const left = transfer({ leaveDigits: '0' }).press('0');
    expect(exitOf(left)).to.equal('digit');
    expect(left.has('leaveQueue')).to.equal(true);
    expect(transfer().bring({ type: 'queued', news: 'reserved', agent: 'R' }).has('connect')).to.equal(true);
    expect(transfer().bring({ type: 'queued', news: 'connected', agent: 'R' }).end).to.deep.equal({
      to: 'talk',
    });
    expect(exitOf(transfer().hangUp())).to.equal('hangup');
    expect(transfer({ agentId: null }).end, 'without an agent').to.not.equal(null);
  });

  it('offer-callback takes the number of the caller or another', () => {
    const same = run('offer-callback', { campaignId: 12 }).press('1');
    expect(same.last('requestCallback')).to.deep.equal({
      do: 'requestCallback',
      campaignId: 12,
      number: '+390612345678',
    });
    expect(exitOf(same.played())).to.equal('accepted');
    const other = run('offer-callback', { campaignId: 12 }).press('2', '0', '6', '1', '2', '3', '4', '#');
    expect(other.last('requestCallback').number).to.equal('061234');
    expect(exitOf(run('offer-callback', { campaignId: 12 }).press('5'))).to.equal('declined');
  });

  it('transfers end the flow', () => {
    expect(run('transfer-to-campaign', { campaignId: 12 }).end).to.deep.equal({
      to: 'campaign',
      campaignId: 12,
    });
    expect(run('transfer-to-campaign', { name: '{data.c}' }, {}, { c: 'Sales' }).end).to.deep.equal({
      to: 'campaign',
      campaignId: 12,
    });
    expect(exitOf(run('transfer-to-campaign', { name: 'Nowhere' }))).to.equal('error');
    expect(run('hang-up', { reason: 'busy' }).end).to.deep.equal({ to: 'hangup', reason: 'busy' });
  });

  it('call-forwarding calls a clean number, and comes back', () => {
    const scene = run('call-forwarding', { number: '{call.dialled} 1', confirmDigit: '1' });
    expect(scene.last('forward')).to.deep.include({ number: '8001001', confirmDigit: '1', ringMs: 30_000 });
    scene.press('1').bring({ type: 'forwarded', id: scene.last('forward').id, result: 'noAnswer', ms: 0 });
    expect(exitOf(scene)).to.equal('noAnswer');
    expect(
      failed(run('call-forwarding', { number: '899123', blockedPrefixes: [{ prefix: '899' }] })),
    ).to.deep.equal(['numbers that begin with 899 are blocked']);
    expect(
      failed(run('call-forwarding', { number: '0039899', blockedPrefixes: [{ prefix: '+39899' }] })),
    ).to.deep.equal(['numbers that begin with +39899 are blocked']);
    expect(exitOf(run('call-forwarding', { number: '1&2' }))).to.equal('error');
  });

  it('voicemail leaves the message in its box, also of a caller who hangs up', () => {
    const scene = run('voicemail', { campaignId: 12, prompts: say('speak') })
      .played()
      .hangUp();
    scene.bring({
      type: 'recorded',
      id: scene.last('record').id,
      recording: 'v',
      ms: 5000,
      endedBy: 'hangup',
    });
    expect(scene.last('leaveVoicemail')).to.deep.equal({
      do: 'leaveVoicemail',
      recording: 'v',
      box: { campaignId: 12 },
    });
    expect(exitOf(scene)).to.equal('hangup');
  });

  it('send-email fills the text and refuses what is no address', () => {
    const scene = run('send-email', {
      connection: 'm',
      to: 'a@b.example',
      subject: 'x\r\nBcc: {call.caller}',
      text: 'from {call.caller}',
      attach: [{ recording: 'a' }],
    });
    expect(scene.last('sendEmail')).to.deep.include({ subject: 'x Bcc: +390612345678', attach: [] });
    scene.bring({ type: 'answered', id: scene.last('sendEmail').id, value: null });
    expect(exitOf(scene)).to.equal('next');
    expect(exitOf(run('send-email', { connection: 'm', to: 'a@b, c@d', subject: 's' }))).to.equal('error');
  });

  it('survey asks each question, and gives the answers away', () => {
    const questions: Value[] = [
      { name: 'kind', prompts: say('1 to 5?') },
      { name: 'again', prompts: say('0 or 1?'), lowest: 0, highest: 1 },
    ];
    const scene = run('survey', { questions }).press('4').press('7').press('1');
    const answers = scene.effects.flatMap(effect =>
      effect.do === 'answerSurvey' ? [[effect.question, effect.answer]] : [],
    );
    expect(answers).to.deep.equal([
      ['kind', 4],
      ['again', 1],
    ]);
    expect(exitOf(scene)).to.equal('next');
    expect(exitOf(run('survey', { questions }).press('9').press('9'))).to.equal('incomplete');
  });

  it('dialplan gives and reads variables, and lets nothing be reckoned', () => {
    const scene = run(
      'dialplan',
      {
        context: 'payments',
        variables: [{ name: 'CODE', value: '{data.code}' }],
        results: [{ variable: 'PAID', property: 'a' }],
      },
      {},
      { code: '${SHELL(x)}' },
    );
    expect(scene.last('dialplan')).to.deep.include({
      context: 'payments',
      extension: 's',
      variables: { CODE: '{SHELL(x)}' },
    });
    scene.bring({ type: 'dialplanReturned', id: scene.last('dialplan').id, variables: { PAID: 'yes' } });
    expect(exitOf(scene)).to.equal('next');
    expect(scene.run.properties['a']).to.equal('yes');
  });
});
