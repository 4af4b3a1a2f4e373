import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { recordedPrompts } from '../../../ivr-flows/speech/recorded-prompts.ts';
import { asteriskRoot, rootTimeoutMs } from '../../support/asterisk-root.ts';

describe('the list of recorded prompts', () => {
  let sounds: string;
  before(async function () {
    this.timeout(rootTimeoutMs);
    sounds = join(await asteriskRoot(), 'usr/share/asterisk/sounds');
  });

  const folders = { en: 'en_US_f_Allison', it: 'it_IT_m_Carlo' };

  for (const language of ['en', 'it'] as const)
    it(`names what Debian's packages hold in ${language}`, async () => {
      const folder = join(sounds, folders[language]);
      expect(existsSync(folder)).to.equal(true);
      const files = await readdir(folder, { recursive: true });
      const installed = files.filter(file => file.endsWith('.wav')).map(file => file.slice(0, -4));
      expect([...recordedPrompts[language]].sort()).to.deep.equal(installed.sort());
    });
});
