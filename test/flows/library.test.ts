import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { defineBlock } from '../../ivr-flows/block.ts';
import { blocks, libraryOf } from '../../ivr-flows/blocks/index.ts';
import { compile } from '../../ivr-flows/compile.ts';
import { Flow } from '../../ivr-flows/document.ts';
import { advance, start } from '../../ivr-flows/engine.ts';
import { error, next } from '../../ivr-flows/exits.ts';
import { FlowTest, runFlowTest } from '../../ivr-flows/simulation/flow-test.ts';
import { formOf, label, text } from '../../ivr-flows/parameters.ts';
import { noReferences, validate } from '../../ivr-flows/validate.ts';
import { environmentOf, flowOf } from './scene.ts';

/** The block types of the product, as flows name them. */
const types = `start play-message custom-message promo-queue menu get-digits get-alpha-num-code record-message
  speech-to-text read-text-message if switch distribute-call loop-counter opening-hours agents-available
  queue-length estimated-wait set-property properties-manager calculator http-request sql-query set-call-data
  set-language set-priority set-skills queue offer-callback transfer-to-campaign transfer-to-agent
  call-forwarding voicemail send-email survey dialplan hang-up`.split(/\s+/);

describe('block library', () => {
  it('has every block of the product', () => {
    expect(blocks.map(({ type }) => type).toSorted()).to.deep.equal(types.toSorted());
  });

  for (const block of blocks) {
    it(`${block.type}: begins with {}, and is told in both languages`, () => {
      const parameters = block.parameters.parse({});
      for (const text of [block.title, block.help]) {
        expect(text.it).to.not.equal('');
        expect(text.en).to.not.equal('');
      }
      const exits = block.exits(parameters);
      expect(new Set(exits.map(({ name }) => name)).size).to.equal(exits.length);
      if (!(block.parameters instanceof z.ZodObject)) throw new Error('parameters are an object');
      for (const [name, member] of Object.entries(block.parameters.shape)) {
        const form = member instanceof z.ZodType ? formOf(member) : null;
        expect(form?.title.it, name).to.be.a('string').that.is.not.empty;
        expect(form?.title.en, name).to.be.a('string').that.is.not.empty;
      }
    });
  }

  it('takes a block of one’s own, as the handbook shows it', () => {
    const beep = defineBlock<{ prompt: string }, { id: string }>({
      type: 'beep',
      group: 'custom',
      title: label('Segnale', 'Beep'),
      help: label('Un breve segnale.', 'A short signal.'),
      parameters: z.strictObject({ prompt: text(label('Suono', 'Sound'), { initial: 'beep' }) }),
      needsCaller: true,
      exits: () => [next, error],
      waits: () => true,
      enter(turn, { prompt }) {
        const id = turn.nextId();
        turn.do({ do: 'play', id, media: [{ sound: prompt }] });
        return { wait: { id } };
      },
      resume: (_turn, _parameters, input, state) =>
        input.type === 'played' && input.id === state.id ? { exit: input.failed ? 'error' : 'next' } : null,
    });
    const own = libraryOf([...blocks, beep]);
    const flow = flowOf({ sound: ['beep', {}, { next: 'bye' }], bye: ['hang-up'] });
    expect(validate(flow).map(({ code }) => code)).to.deep.equal(['unknownType']);
    expect(validate(flow, noReferences, own)).to.deep.equal([]);
    const compiled = compile(flow, own);
    const { run, effects } = start(compiled, { seed: 1 }, environmentOf());
    expect(effects).to.deep.equal([{ do: 'play', id: '1', media: [{ sound: 'beep' }] }]);
    const { end } = advance(compiled, run, environmentOf(), { type: 'played', id: '1', failed: false });
    expect(end).to.deep.equal({ to: 'hangup', reason: 'normal' });
  });
});

describe('handbook of flows', () => {
  it('shows a flow and a test that are right', () => {
    const handbook = readFileSync(join(import.meta.dirname, '../../docs/flows.md'), 'utf8');
    const [flow, test] = [...handbook.matchAll(/```yaml\n([^]*?)```/g)].map(match =>
      parseYaml(match[1] ?? ''),
    );
    const document = Flow.parse(flow);
    expect(validate(document)).to.deep.equal([]);
    for (const { failures } of runFlowTest(document, FlowTest.parse(test)))
      expect(failures).to.deep.equal([]);
  });
});
