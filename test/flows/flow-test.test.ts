import { expect } from 'chai';
import { FlowTest, runFlowTest } from '../../ivr-flows/simulation/flow-test.ts';
import { FlowFault } from '../../ivr-flows/faults.ts';
import { flowOf, say } from './scene.ts';

const flow = flowOf(
  {
    ask: [
      'menu',
      { prompts: say('press 1'), choices: [{ digit: '1' }], saveTo: 'digit' },
      { '1': 'look', invalid: 'bye', timeout: 'bye' },
    ],
    look: [
      'http-request',
      { connection: 'crm', path: '/x' },
      { next: 'bye', refused: 'bye', error: 'bye', timeout: 'bye' },
    ],
    bye: ['hang-up'],
  },
  [{ name: 'digit' }],
);

function failures(steps: unknown[], world = {}): string[] {
  const file = FlowTest.parse({ flow: 'x.json', tests: [{ name: 'it', world, steps }] });
  return runFlowTest(flow, file).flatMap(result => result.failures);
}

describe('flow tests', () => {
  it('change only blocks that are there', () => {
    const file = FlowTest.parse({
      flow: 'x.json',
      with: { look: { path: '/y' }, lok: { path: '/z' } },
      tests: [{ name: 'it', steps: [{ ends: 'no' }] }],
    });
    expect(() => runFlowTest(flow, file)).to.throw(FlowFault, 'there is no block "lok"');
  });

  it('pass when all is as expected', () => {
    expect(
      failures(
        [
          { hears: 'press 1' },
          { at: 'ask' },
          { press: '1' },
          { blocks: ['look', 'bye'] },
          { exits: { ask: '1', look: 'next' } },
          { properties: { digit: 1 } },
          { asks: { do: 'httpRequest', path: '/x' } },
          { ends: 'hangup' },
        ],
        { language: 'en', answers: [{ connection: 'crm' }] },
      ),
    ).to.deep.equal([]);
  });

  it('say what is not as expected, and at which step', () => {
    expect(
      failures([
        { hears: ['press 1', 'more'] },
        { hearsNothingOf: 'press' },
        { at: 'bye' },
        { press: '1' },
        { blocks: ['bye'] },
        { exits: { look: 'next', bye: 'x' } },
        { properties: { digit: '2' } },
        { callData: { a: 1 } },
        { ends: 'campaign 12' },
      ]),
    ).to.deep.equal([
      'step 1: expected to hear "more"; heard "press 1"',
      'step 2: heard "press", which was not expected',
      'step 3: expected to stand at bye, it stands at ask',
      'step 5: expected the blocks bye; they were look, bye',
      'step 6: expected look to be left by next; it was left by error',
      'step 6: expected bye to be left by x; it was not left',
      'step 7: expected property digit to be "2", it is "1"',
      'step 8: expected call data a to be 1, it is null',
      'step 9: expected the end "campaign 12", it is "hangup"',
    ]);
    expect(failures([{ asks: { do: 'forward' } }])[0]).to.match(
      /^step 1: expected .*forward.*asked was\n.*play/s,
    );
    expect(failures([{ ends: 'hangup' }], { caller: 7 })).to.have.length(1);
  });

  it('let time pass: messages end, waits run out', () => {
    expect(failures([{ wait: 60 }, { exits: { ask: 'timeout' } }, { ends: 'hangup' }])).to.deep.equal([]);
  });
});
