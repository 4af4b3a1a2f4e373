import { expect } from 'chai';
import { describe, it } from 'mocha';
import type { Destination } from '../../../orchestrator/core/commands.ts';
import { Agent, Line } from '../../../orchestrator/core/configuration/schemas.ts';
import { AriError } from '../../../orchestrator/adapters/ari/ari-error.ts';
import { callerId, outboundNumber, routeTo } from '../../../orchestrator/adapters/ari/destination.ts';
import { Directory } from '../../../orchestrator/adapters/ari/directory.ts';
import { LineUse } from '../../../orchestrator/adapters/ari/line-use.ts';

const line = (id: number, more: object): Line =>
  Line.parse({ id, name: `Line ${id}`, kind: 'address', ...more });
const from = { number: '061', name: 'Ada' };

async function directoryOf(lines: Line[]): Promise<Directory> {
  const agent = Agent.parse({ id: 1, name: 'Ada', username: 'ada', extension: '201' });
  const directory = new Directory({
    agents: () => Promise.resolve([{ agent, sipSecret: '' }]),
    lines: () => Promise.resolve(lines.map(each => ({ line: each, password: '' }))),
  });
  await directory.readAll();
  return directory;
}

const toLine = (lineId: number, number: string): Destination => ({ kind: 'line', lineId, number });

/** Status of the refusal. */
function refusal(act: () => unknown): number {
  try {
    act();
  } catch (error) {
    if (error instanceof AriError) return error.status;
    throw error;
  }
  throw new Error('was not refused');
}

describe('ARI destinations', () => {
  it('are endpoints of agents and lines', async () => {
    const directory = await directoryOf([
      line(1, { host: 'example.org' }),
      line(2, { kind: 'dialplan', context: 'out', callerId: '800' }),
      line(3, { kind: 'dialplan', context: 'out' }),
    ]);
    const route = (destination: Destination): unknown => routeTo(destination, from, directory, new LineUse());
    expect(route({ kind: 'agentPhone', agentId: 1, phone: 'browser' })).to.deep.equal({
      endpoint: 'PJSIP/browser-201',
      callerId: '"Ada" <061>',
      formats: 'opus,ulaw',
      lineId: null,
    });
    expect(route({ kind: 'agentPhone', agentId: 1, phone: 'sip' })).to.include({
      endpoint: 'PJSIP/agent-201',
    });
    expect(route(toLine(1, '+3906'))).to.deep.equal({
      endpoint: 'PJSIP/+3906@line-1',
      callerId: undefined,
      formats: undefined,
      lineId: 1,
    });
    expect(route(toLine(2, '06'))).to.deep.equal({
      endpoint: 'Local/06@out/n',
      callerId: '"" <800>',
      formats: undefined,
      lineId: 2,
    });
    expect(route(toLine(3, '06'))).to.include({ callerId: '"Ada" <061>' });
  });

  it('follow the first rule of the line that fits', () => {
    const numberRules = [
      { direction: 'inbound', prefix: '', replaceWith: '1' },
      { direction: 'outbound', prefix: '+39', replaceWith: '0' },
      { direction: 'outbound', prefix: '+', replaceWith: '00' },
    ];
    const ruled = line(1, { numberRules });
    expect(outboundNumber(ruled, '+3906')).to.equal('006');
    expect(outboundNumber(ruled, '+4406')).to.equal('004406');
    expect(outboundNumber(ruled, '06')).to.equal('06');
  });

  it('are refused when they are no number, whatever it tries to be', async () => {
    const directory = await directoryOf([line(1, {})]);
    for (const number of [
      '1&PJSIP/line-2',
      '1@evil',
      'Local/1@x',
      '${SHELL(id)}',
      '1,2',
      '',
      '1\r\n2',
      '１２',
    ])
      expect(refusal(() => routeTo(toLine(1, number), from, directory, new LineUse()))).to.equal(400);
  });

  it('are refused when line or agent is unknown, for inbound only, or full', async () => {
    const directory = await directoryOf([line(1, { direction: 'inbound' }), line(2, { channels: 2 })]);
    const use = new LineUse();
    const agent: Destination = { kind: 'agentPhone', agentId: 9, phone: 'sip' };
    expect(refusal(() => routeTo(agent, from, directory, use))).to.equal(404);
    expect(refusal(() => routeTo(toLine(9, '1'), from, directory, use))).to.equal(404);
    expect(refusal(() => routeTo(toLine(1, '1'), from, directory, use))).to.equal(403);
    use.add('n1', 'a', 2);
    use.add('n2', 'b', 2);
    expect(refusal(() => routeTo(toLine(2, '1'), from, directory, use))).to.equal(503);
    use.correct('n1', new Set());
    expect(routeTo(toLine(2, '1'), from, directory, use)).to.include({ lineId: 2 });
  });

  it('present a caller without what could end a header line or a string', () => {
    expect(callerId({ name: 'A"\r\nX-Evil: 1\\', number: '06<1>' })).to.equal('"AX-Evil: 1" <061>');
    expect(callerId({ name: '', number: '' })).to.equal('"" <>');
  });
});
