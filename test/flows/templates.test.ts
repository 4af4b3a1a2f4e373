import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { templates } from '../../ivr-flows/templates/index.ts';
import { validate } from '../../ivr-flows/validate.ts';
import { resultsOf } from '../../orchestrator/cli/flow/test.ts';

const folder = join(import.meta.dirname, '../../ivr-flows/templates');
const files = readdirSync(folder);

describe('flow templates', () => {
  it('are all listed, and each has its test', () => {
    const ids = files.filter(file => file.endsWith('.json')).map(file => file.replace('.json', ''));
    expect(templates.map(({ id }) => id)).to.have.members(ids);
    const tested = files
      .filter(file => file.endsWith('.test.yaml'))
      .map(file => file.replace('.test.yaml', ''));
    expect(tested).to.have.members(ids);
  });

  for (const { id, flow } of templates)
    it(`${id} leaves nothing to be done but to choose campaigns and calendars`, () => {
      const others = validate(flow).filter(
        ({ code }) => code !== 'parameterEmpty' && code !== 'voicemailBox',
      );
      expect(others).to.deep.equal([]);
    });

  for (const file of files.filter(name => name.endsWith('.test.yaml')))
    it(file, async () => {
      for (const { name, failures } of await resultsOf(join(folder, file)))
        expect(failures, name).to.deep.equal([]);
    });
});
