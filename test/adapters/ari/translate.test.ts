import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Event } from '../../../orchestrator/core/events.ts';
import { type AriEvent, readMessage } from '../../../orchestrator/adapters/ari/envelope.ts';
import { unneededEvents } from '../../../orchestrator/adapters/ari/filter.ts';
import { LegBook } from '../../../orchestrator/adapters/ari/legs.ts';
import { clean, translate } from '../../../orchestrator/adapters/ari/translate.ts';

const node = 'n1';

/** Messages of Asterisk 22.10.1, as they came over the event socket, one a line. */
const recorded = (name: string): string[] =>
  readFileSync(new URL(`./recorded/${name}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n');

/** What the core is told, one word for each event with what matters; a question is `look`. */
function toldBy(name: string, book = new LegBook()): string[] {
  return recorded(name).flatMap(text => {
    const read = readMessage(text);
    if (read.kind !== 'event') throw new Error(`${name}: ${read.kind}`);
    const { events, look } = translate(node, read.event, book);
    return [...events.map(inWords), ...(look === undefined ? [] : ['look'])];
  });
}

function inWords(event: Event): string {
  switch (event.type) {
    case 'callArrived':
      return `callArrived line ${event.lineId} ${event.dialled} from ${event.caller.name} ${event.caller.number}`;
    case 'agentCallArrived':
      return `agentCallArrived agent ${event.agentId} ${event.dialled} from ${event.caller.number}`;
    case 'legEnded':
      return `legEnded ${event.cause}`;
    case 'digitReceived':
      return `digitReceived ${event.digit}`;
    case 'phoneHeld':
      return `phoneHeld ${event.held}`;
    case 'playbackFinished':
      return `playbackFinished${event.failed ? ' failed' : ''}`;
    default:
      return event.type;
  }
}

const channel = (id: string, more: object = {}): object => ({
  id,
  state: 'Up',
  caller: { name: '', number: '' },
  dialplan: { exten: '800100', app_name: 'Stasis', app_data: '' },
  ...more,
});

function event(members: object): AriEvent {
  const read = readMessage(JSON.stringify(members));
  if (read.kind !== 'event') throw new Error(read.kind);
  return read.event;
}

const start = (id: string, args: string[], more: object = {}): AriEvent =>
  event({ type: 'StasisStart', args, channel: channel(id, more) });

const played = (id: string, leg: string, state = 'done'): AriEvent =>
  event({ type: 'PlaybackFinished', playback: { id, state, target_uri: `channel:${leg}` } });

describe('ARI events', () => {
  for (const [name, told] of [
    [
      'inbound-call',
      [
        'callArrived line 1 800100 from Mario Rossi 0612345678',
        'playbackFinished',
        'digitReceived 5',
        'legEnded 16',
      ],
    ],
    ['inbound-cancelled', ['callArrived line 1 800100 from Mario Rossi 0612345678', 'legEnded 16']],
    ['inbound-refused', ['callArrived line 1 800100 from Mario Rossi 0612345678', 'legEnded 16']],
    ['given-to-fallback', ['callArrived line 1 800100 from Mario Rossi 0612345678', 'look']],
    [
      'agent-answers',
      ['legRinging', 'legAnswered', 'phoneHeld true', 'phoneHeld false', 'look', 'legEnded 16'],
    ],
    ['agent-rejects', ['legRinging', 'legEnded 17']],
    ['offer-withdrawn', ['legRinging', 'legEnded 16']],
    ['agent-dials', ['agentCallArrived agent 1 202 from 201', 'legEnded 16']],
    ['line-busy', ['legEnded 17']],
    ['line-answers', ['legRinging', 'legAnswered', 'look', 'legEnded 16']],
  ] as const)
    it(`as recorded: ${name}`, () => {
      expect(toldBy(name)).to.deep.equal(told);
    });

  it('say nothing twice when they come twice', () => {
    const book = new LegBook();
    const twice = recorded('agent-answers').flatMap(text => [text, text]);
    const told = twice.flatMap(text => {
      const read = readMessage(text);
      return read.kind === 'event' ? translate(node, read.event, book).events.map(inWords) : [];
    });
    expect(told.filter(word => word === 'legRinging')).to.have.length(1);
  });

  it('of channels that are not ours say nothing', () => {
    const book = new LegBook();
    const foreign = channel('1795402000.7');
    for (const each of [
      event({ type: 'ChannelDestroyed', cause: 16, channel: foreign }),
      event({ type: 'ChannelDtmfReceived', digit: '1', channel: foreign }),
      event({ type: 'ChannelHold', channel: foreign }),
      event({ type: 'StasisEnd', channel: foreign }),
      event({ type: 'Dial', dialstatus: 'RINGING', peer: foreign }),
      event({ type: 'ChannelDestroyed', cause: 16, channel: channel('phones-k3x-7.1;2') }),
      played('engineers-own', '1795402000.7'),
    ])
      expect(translate(node, each, book)).to.deep.equal({ events: [] });
  });

  it('are understood after a restart, when only the observation knows the legs', () => {
    const book = new LegBook();
    book.correct(['1795402000.7'], new Set(['1795402000.7']));
    const digit = event({ type: 'ChannelDtmfReceived', digit: '1', channel: channel('1795402000.7') });
    expect(translate(node, digit, book).events.map(inWords)).to.deep.equal(['digitReceived 1']);
    // The list of channels is ahead of the events: once missed is not yet gone.
    book.correct([], new Set());
    expect(translate(node, digit, book).events).to.have.length(1);
    book.correct([], new Set());
    expect(translate(node, digit, book).events).to.deep.equal([]);
  });

  it('say that a prompt is over, but not when a hang-up broke it off', () => {
    const book = new LegBook();
    const finish = (): string[] => translate(node, played('phones-k3x-1.1', '1.1'), book).events.map(inWords);
    translate(node, start('1.1', ['inbound', '1', '800']), book);
    expect(finish()).to.deep.equal(['playbackFinished']);
    const failed = translate(node, played('phones-k3x-1.2', '1.1', 'failed'), book).events;
    expect(failed.map(inWords)).to.deep.equal(['playbackFinished failed']);
    translate(node, event({ type: 'ChannelHangupRequest', channel: channel('1.1') }), book);
    expect(finish()).to.deep.equal([]);
  });

  it('of legs that the core made are known by their names: of contacts, and standing ones', () => {
    for (const leg of ['phones-k3x-7.1', 'phones-k3x-s12']) {
      const gone = event({ type: 'ChannelDestroyed', cause: 19, channel: channel(leg) });
      expect(translate(node, gone, new LegBook()).events).to.deep.equal([
        { type: 'legEnded', node, leg, cause: 19 },
      ]);
    }
  });

  it('name line and agent by the arguments of the dialplan, whatever these are', () => {
    const ways: [string[], string][] = [
      [['inbound', '7', '+39061'], 'callArrived line 7 +39061 from  '],
      [['inbound', '', '800'], 'callArrived line null 800 from  '],
      [['inbound', 'x', '800'], 'callArrived line null 800 from  '],
      [[], 'callArrived line null 800100 from  '],
      [['agent', '3', '0'], 'agentCallArrived agent 3 0 from '],
      [['agent', '', '0'], 'callArrived line null 0 from  '],
    ];
    for (const [args, told] of ways)
      expect(translate(node, start('1.1', args), new LegBook()).events.map(inWords)).to.deep.equal([told]);
  });

  it('carry nothing invisible of what a caller sends, and not too much of it', () => {
    const name = `\u202eA\u0000\u200f\r\nB${'x'.repeat(500)}`;
    const [told] = translate(
      node,
      start('1.1', ['inbound', '1', '800'], { caller: { name, number: '06\u0007\u2066 12' } }),
      new LegBook(),
    ).events;
    if (told?.type !== 'callArrived') throw new Error(told?.type);
    expect(told.caller).to.deep.equal({ name: `AB${'x'.repeat(78)}`, number: '06 12' });
    expect(clean('😀😀😀', 2)).to.equal('😀😀');
  });

  it('that are malformed or unknown are told apart and never throw', () => {
    expect(readMessage('{').kind).to.equal('malformed');
    expect(readMessage('null').kind).to.equal('malformed');
    expect(readMessage('[]').kind).to.equal('malformed');
    expect(readMessage('{"type":"StasisStart","args":"leg"}').kind).to.equal('malformed');
    expect(readMessage('{"type":"ChannelDestroyed","cause":"16"}').kind).to.equal('malformed');
    expect(readMessage('{"type":"SomethingNew"}')).to.deep.equal({ kind: 'unknown', type: 'SomethingNew' });
    expect(readMessage('{"type":"__proto__"}').kind).to.equal('unknown');
    expect(readMessage('{"type":"ChannelVarset"}').kind).to.equal('ignored');
    expect(readMessage('{"type":"RESTResponse","request_id":"1"}').kind).to.equal('answer');
  });

  it('that the filter keeps away are none that we need', () => {
    for (const type of unneededEvents) expect(readMessage(JSON.stringify({ type })).kind).to.equal('ignored');
    expect(unneededEvents).not.to.include('RESTResponse');
  });
});
