/** phones flow export and import, on a database of their own: there and back nothing changes. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { templates } from '../../ivr-flows/templates/index.ts';
import { runPhones } from './run-phones.ts';

describe('phones flow export, import', function () {
  this.timeout(60_000);
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'phones-flow-'));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));
  const phones = (...args: string[]) => runPhones(['flow', ...args], { home });

  it('gives back what it took, to the letter', async () => {
    const files = await Promise.all(
      templates.map(async ({ id, flow }) => {
        const file = join(home, `${id}.json`);
        await writeFile(file, `${JSON.stringify(flow, null, 2)}\n`);
        return { file, flow };
      }),
    );
    const taken = await phones('import', ...files.map(({ file }) => file));
    expect(taken.status, taken.stderr).to.equal(0);
    for (const { file, flow } of files.slice(0, 3)) {
      const given = await phones('export', flow.name);
      expect(given.stdout, flow.name).to.equal(await readFile(file, 'utf8'));
    }
    const [first] = files;
    if (!first) throw new Error('there are no templates');
    const changed = { ...first.flow, description: 'Other words' };
    await writeFile(first.file, JSON.stringify(changed));
    expect((await phones('import', first.file)).stdout).to.include('has revision 2 now');
    const to = join(home, 'out.json');
    expect((await phones('export', first.flow.name, '--draft', '--to', to)).status).to.equal(0);
    expect(JSON.parse(await readFile(to, 'utf8'))).to.deep.equal(changed);
    const unwritten = await phones('export', first.flow.name, '--draft', '--to', '/nowhere/flow.json');
    expect(unwritten.stderr).to.equal('/nowhere/flow.json: is not there\n');
    expect(unwritten.status).to.equal(1);
  });

  it('says what cannot be done', async () => {
    await writeFile(join(home, 'bad.json'), '{"format": 1, "name": ""}');
    const bad = await phones('import', join(home, 'bad.json'), join(home, 'none.json'));
    expect(bad.status).to.equal(1);
    expect(bad.stderr)
      .to.match(/bad\.json: name: /)
      .and.match(/none\.json: /);
    const none = await phones('export', 'No such flow');
    expect([none.status, none.stderr.trim()]).to.deep.equal([1, 'there is no flow "No such flow"']);
    expect((await phones('export')).status).to.equal(2);
    expect((await phones('export', 'x', '--draft', '--version', '1')).status).to.equal(2);
  });
});
