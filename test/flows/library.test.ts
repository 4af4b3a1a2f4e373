import { expect } from 'chai';
import { blocks } from '../../ivr-flows/blocks/index.ts';
import { formOf } from '../../ivr-flows/parameters.ts';
import { z } from 'zod';

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
});
