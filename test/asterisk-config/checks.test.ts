import { mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { checkCustomFiles } from '../../asterisk-config/checks/custom-files.ts';
import { checkLog } from '../../asterisk-config/checks/log.ts';
import { writeCustomFiles } from '../../asterisk-config/custom-files.ts';
import { type Folders, foldersOf } from '../../asterisk-config/folders.ts';
import { tempFolder } from '../support/ports.ts';

describe('checks of the engineers’ configuration', () => {
  let home: string;
  let folders: Folders;
  const applications = new Set(['dial', 'noop', 'return', 'set']);

  beforeEach(async () => {
    home = await tempFolder('checks');
    folders = foldersOf(home);
    await mkdir(folders.log, { recursive: true });
    await writeCustomFiles(folders.custom);
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  /** `line: message` for each problem of the file with this text. */
  async function problems(name: string, text: string): Promise<string[]> {
    await writeFile(join(folders.custom, name), text);
    const found = await checkCustomFiles(folders, applications);
    for (const { file } of found) expect(basename(file)).to.equal(name);
    return found.map(({ line, message }) => `${line}: ${message}`);
  }

  it('finds nothing in the files as they are made, nor in a healthy dialplan', async () => {
    expect(await checkCustomFiles(folders, applications)).to.deep.equal([]);
    const text = `[globals]
NAME = value ; comment
[a](!)
exten => _[0-9,a]X.,1,NoOp(a\\;b ${'$'}{EXTEN:1}) ; comment
 same => n(again),Dial(PJSIP/x&PJSIP/y,30,g)
;-- a comment
exten => broken --;
 same => n+2,Return
exten => 7,hint,PJSIP/7
include => b
[b](a)
exten = s,1,${'$'}{APP}(x)
`;
    expect(await problems('extensions_custom.conf', text)).to.deep.equal([]);
  });

  it('names the line of each mistake in a dialplan', async () => {
    const text = `exten => 1,1,NoOp()
[a]
same => n,NoOp()
exten => 1,x,NoOp()
exten => 2
exten => 3,1,Dail(PJSIP/x)
 same => n,Dial(PJSIP/x
 same => n,NoOp(${'$'}{X)
 same => n,Set(A=${'$'}[1+2)
 sane => n,NoOp()
 same > n
[b
#inclode "x"
#include "/nonexistent.conf"
;-- open
`;
    expect(await problems('extensions_custom.conf', text)).to.deep.equal([
      '1: this line stands before any [context]',
      '3: "same" without an "exten" before it',
      '4: "x" is no priority: exten => extension,priority,application',
      '5: "" is no priority: exten => extension,priority,application',
      '6: there is no application "Dail", or its module is not loaded (modules_custom.conf)',
      '7: the parenthesis of the application is not closed',
      '8: the brace of a variable ${...} is not closed',
      '9: the bracket of an expression $[...] is not closed',
      '10: "sane" is unknown here; exten, same, include are known',
      '11: there is no = or => in this line',
      '12: the bracket of this [section] is not closed',
      '13: #inclode is unknown; is it a comment? Those begin with ;',
      '14: the included file /nonexistent.conf does not exist',
      '15: the comment that begins with ;-- is not ended by --;',
    ]);
  });

  it('names SIP objects without a type, or with one that there is not', async () => {
    const text =
      '[t](!)\nallow = ulaw\n[a](t)\n[phones-udp](+)\nexternal_media_address = 1.2.3.4\n[b]\naors = b\n[c]\ntype = endpont\n';
    expect(await problems('pjsip_custom.conf', text)).to.deep.equal([
      '6: [b] has no type and is ignored',
      '9: "endpont" is no type of SIP object',
    ]);
  });

  it('takes from the log of Asterisk what it said since the last edit', async () => {
    const file = join(folders.custom, 'pjsip_custom.conf');
    const edited = new Date('2026-11-23T02:22:00');
    await utimes(file, edited, edited);
    await writeFile(
      join(folders.log, 'messages.log'),
      `[2026-11-23 02:21:59.000] ERROR[1] config_options.c: Could not find option 'old' at line 3 of ${file}
[2026-11-23 02:22:18.955] ERROR[781] config_options.c: Could not find option suitable for category 't' named 'foo' at line 28 of ${file}
[2026-11-23 02:22:18.956] WARNING[781] config.c: parse error: no closing ']', line 30 of ${file}
[2026-11-23 02:22:19.000] WARNING[781] x.c: at line 5 of /elsewhere/pjsip.conf
`,
    );
    expect(await checkLog(folders)).to.deep.equal([
      { file, line: 28, message: "Could not find option suitable for category 't' named 'foo'" },
      { file, line: 30, message: "parse error: no closing ']'" },
    ]);
  });
});
