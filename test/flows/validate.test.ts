import { expect } from 'chai';
import type { References } from '../../ivr-flows/block.ts';
import { Flow } from '../../ivr-flows/document.ts';
import { problemTexts, wordsOf } from '../../ivr-flows/problems.ts';
import { usesOf } from '../../ivr-flows/uses.ts';
import { isPublishable, noReferences, validate } from '../../ivr-flows/validate.ts';
import { flowOf, say } from './scene.ts';

/** `block.exit-or-parameter code` */
function problems(flow: Flow, references: References = noReferences): string[] {
  return validate(flow, references).map(
    ({ block, exit, parameter, code }) => `${[block, exit ?? parameter].filter(Boolean).join(' ')}: ${code}`,
  );
}
const bye: [string] = ['hang-up'];
const choices = [{ digit: '1' }];

describe('flow validation', () => {
  it('finds nothing in a flow that is right', () => {
    const flow = flowOf({
      ask: ['menu', { prompts: say('press 1'), choices }, { '1': 'bye', invalid: 'bye', timeout: 'bye' }],
      bye,
    });
    expect(validate(flow)).to.deep.equal([]);
    expect(isPublishable(validate(flow))).to.equal(true);
  });

  it('tells the rest of a block too, when one of its parameters cannot be read', () => {
    const flow = flowOf({
      ask: [
        'http-request',
        { connection: 'crm', path: '/{nowhere}', timeoutSeconds: 'long', more: 1 },
        { next: 'gone', timeout: 'ask' },
      ],
    });
    expect(problems(flow)).to.include.members([
      'ask timeoutSeconds: parameter',
      'ask: parameter',
      'ask path: expression',
      'ask next: targetUnknown',
    ]);
  });

  it('finds all mistakes at once, each with its place', () => {
    const flow = flowOf(
      {
        check: ['if', { condition: 'x + 1 >' }, { yes: 'ask', no: 'gone', maybe: 'bye' }],
        ask: ['menu', { prompts: say('{wrong}'), choices: [] }, {}],
        lost: ['nonsense'],
        split: ['distribute-call', { shares: [{ exit: 'a', percent: 20 }] }],
        bad: ['hang-up', { reason: 'rage' }],
        bye,
      },
      [{ name: 'call' }, { name: 'n', type: 'number', initial: 'x' }, { name: 'n' }],
    );
    expect(problems(flow)).to.have.members([
      ': propertyName',
      ': propertyInitial',
      ': doubleProperty',
      'check condition: expression',
      'check no: targetUnknown',
      'check maybe: exitUnknown',
      'ask prompts.0.text: expression',
      'ask prompts.0.text: expression',
      'ask choices: parameterEmpty',
      'ask invalid: exitUnconnected',
      'ask timeout: exitUnconnected',
      'lost: unknownType',
      'split shares: percentages',
      'split a: exitUnconnected',
      'bad reason: parameter',
      'lost: unreachable',
      'split: unreachable',
      'bad: unreachable',
    ]);
  });

  it('says where in an expression the mistake is, and what does not fit', () => {
    const at = (condition: string) =>
      validate(
        flowOf({ check: ['if', { condition }, { yes: 'bye', no: 'bye' }], bye }, [{ name: 'name' }]),
      ).map(({ message }) => message);
    expect(at('1 + nome')).to.deep.equal(['condition: there is no property "nome" (character 5)']);
    expect(at('name * 2 > 1')).to.deep.equal(['condition: * does not work on text and number (character 1)']);
    expect(at('name.upper() == "X"')).to.deep.equal([]);
  });

  it('wants one start', () => {
    const flow = flowOf({ bye });
    const two = { ...flow, blocks: [...flow.blocks, { ...flow.blocks[0], id: 'again' }] };
    expect(problems(Flow.parse(two))).to.deep.equal([': start']);
    expect(problems(Flow.parse({ ...flow, blocks: flow.blocks.slice(1) }))).to.deep.equal([': start']);
  });

  it('takes no property that JavaScript would take for something else', () => {
    expect(() => flowOf({ bye }, [{ name: '__proto__' }])).to.throw();
    expect(problems(flowOf({ bye }, [{ name: 'constructor' }]))).to.deep.equal([': propertyName']);
  });

  it('refuses the same id twice', () => {
    const flow = flowOf({ bye });
    expect(
      problems(Flow.parse({ ...flow, blocks: [...flow.blocks, ...flow.blocks.slice(1)] })),
    ).to.deep.equal(['bye: doubleId']);
  });

  it('refuses circles that never wait, and lets those that wait', () => {
    const circle = (between: [string, Record<string, never>?]) =>
      flowOf(
        {
          count: ['set-property', { values: [{ property: 'n', value: 'n + 1' }] }, { next: 'b' }],
          b: [between[0], between[1] ?? {}, { next: 'count' }],
        },
        [{ name: 'n', type: 'number', initial: 0 }],
      );
    expect(problems(circle(['set-language']))).to.deep.equal(['count: circle']);
    expect(problems(circle(['play-message', { items: say('hello') } as never]))).to.deep.equal([]);
    expect(problems(circle(['play-message', { items: say('{n}') } as never]))).to.deep.equal([
      'count: circle',
    ]);
  });

  it('checks what the flow refers to', () => {
    const flow = flowOf({
      play: [
        'play-message',
        {
          items: [
            { play: 'prompt', prompt: 'a' },
            { play: 'prompt', prompt: 'b' },
          ],
        },
        { next: 'ask' },
      ],
      ask: ['http-request', { connection: 'crm' }, { next: 'hours', refused: 'hours', timeout: 'hours' }],
      hours: ['opening-hours', { calendarId: 4 }, { open: 'go', closed: 'leave', holiday: 'leave' }],
      go: ['transfer-to-campaign', { campaignId: 7 }],
      leave: ['voicemail', { agentId: 9 }, { next: 'forward', empty: 'forward' }],
      forward: [
        'call-forwarding',
        { number: '123', lineId: 3 },
        { next: 'set', busy: 'set', noAnswer: 'set', refused: 'set' },
      ],
      set: ['set-property', { values: [{ property: 'nowhere', value: '1' }] }, { next: 'skills' }],
      skills: ['set-skills', { skills: [{ skill: 'English' }, { skill: 'Klingon' }] }, { next: 'go' }],
    });
    const references: References = {
      campaigns: new Map(),
      agents: new Map(),
      calendars: new Map(),
      lines: new Map(),
      prompts: new Map([['a', ['it']]]),
      connections: new Map([['crm', 'sql']]),
      skills: new Map([[1, 'English']]),
    };
    expect(problems(flow, references)).to.have.members([
      'play items.0.prompt: promptLanguage',
      'play items.1.prompt: unknownPrompt',
      'ask connection: unknownConnection',
      'hours calendarId: unknownCalendar',
      'go campaignId: unknownCampaign',
      'leave agentId: unknownAgent',
      'forward lineId: unknownLine',
      'set values.0.property: unknownProperty',
      'skills skills.1.skill: unknownSkill',
    ]);
    expect(usesOf(flow)).to.deep.equal({
      prompts: ['a', 'b'],
      connections: ['crm'],
      campaigns: [7],
      agents: [9],
      calendars: [4],
      lines: [3],
      skills: ['English', 'Klingon'],
    });
  });

  it('lets expressions name what a block offers, there alone', () => {
    const flow = flowOf(
      {
        ask: [
          'get-digits',
          { prompts: say('{input}'), valid: 'input.size() == 4 && input != saved', saveTo: 'saved' },
          { next: 'bye', invalid: 'bye', timeout: 'bye' },
        ],
        bye,
      },
      [{ name: 'saved' }],
    );
    expect(new Set(problems(flow))).to.deep.equal(new Set(['ask prompts.0.text: expression']));
  });

  it('tells every problem in both languages', () => {
    for (const [code, { it: italian, en }] of Object.entries(problemTexts)) {
      expect(italian, code).to.not.equal('');
      const names = (text: string) =>
        [...text.matchAll(/\{(\w+)\}/g)].map(match => String(match[1])).toSorted();
      expect(names(italian), code).to.deep.equal(names(en));
    }
    expect(wordsOf({ code: 'percentages', values: { parameter: 'Quote', sum: 90 } }, 'it')).to.equal(
      'Quote: le percentuali sommano 90, non 100.',
    );
  });
});
