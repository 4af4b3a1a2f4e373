/** Drafts save themselves, and never over somebody else's. */
import { expect } from 'chai';
import { beforeEach, describe, it } from 'mocha';
import { Saving, type SaveReply } from '../../admin/designer/saving.ts';
import type { Flow } from '../../ivr-flows/document.ts';
import { menuFlow } from './flows.ts';

describe('saving of drafts', () => {
  let first: Flow;
  let saving: Saving;
  let sent: { revision: number; name: string; answer(reply: SaveReply): void }[];
  let waits: (() => void)[];
  let states: string[];

  const named = (name: string): Flow => ({ ...first, name });
  const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve));
  const pass = async (): Promise<void> => {
    for (const then of waits.splice(0)) then();
    await settled();
  };
  const answer = async (reply: SaveReply): Promise<void> => {
    sent.at(-1)?.answer(reply);
    await settled();
  };
  const saved = (revision: number): SaveReply => ({
    ok: true,
    draft: { revision, document: first, at: 5, by: 'sara' },
  });

  beforeEach(() => {
    first = menuFlow();
    sent = [];
    waits = [];
    states = [];
    saving = new Saving(
      { revision: 1, document: first, at: 1, by: 'boss' },
      {
        save: (revision, { name }) =>
          new Promise(answer => {
            sent.push({ revision, name, answer });
          }),
        later: (_ms, then) => waits.push(then),
      },
    );
    saving.onChange = ({ state }) => void states.push(state);
  });

  it('sends the last of quick changes, once', async () => {
    saving.want(named('a'));
    saving.want(named('ab'));
    expect(sent).to.have.length(0);
    await pass();
    await answer(saved(2));
    expect(sent.map(({ name, revision }) => `${name} ${revision}`)).to.deep.equal(['ab 1']);
    expect(saving.state).to.deep.equal({ state: 'saved', at: 5, by: 'sara' });
    expect(saving.unsaved).to.equal(false);
  });

  it('one request at a time: what changes meanwhile follows with the new revision', async () => {
    saving.want(named('a'));
    await pass();
    saving.want(named('b'));
    await pass();
    expect(sent).to.have.length(1);
    await answer(saved(2));
    expect(saving.unsaved).to.equal(true);
    await pass();
    expect(sent.map(({ name, revision }) => `${name} ${revision}`)).to.deep.equal(['a 1', 'b 2']);
  });

  it('a conflict stops saving until one decides to keep what stands here', async () => {
    saving.want(named('a'));
    await pass();
    await answer({ ok: false, conflict: { by: 'boss', at: 9, revision: 4 } });
    saving.want(named('b'));
    await pass();
    expect(sent).to.have.length(1);
    expect(saving.state).to.deep.include({ state: 'conflict', by: 'boss' });
    void saving.keepMine();
    await answer(saved(5));
    expect(sent.map(({ name, revision }) => `${name} ${revision}`)).to.deep.equal(['a 1', 'b 4']);
    expect(saving.unsaved).to.equal(false);
  });

  it('or to take what the other has saved', async () => {
    saving.want(named('a'));
    await pass();
    await answer({ ok: false, conflict: { by: 'boss', at: 9, revision: 4 } });
    saving.take({ revision: 4, document: named('theirs'), at: 9, by: 'boss' });
    await pass();
    expect(sent).to.have.length(1);
    expect(saving.unsaved).to.equal(false);
  });

  it('tries again when the server does not answer, and says so meanwhile', async () => {
    saving.want(named('a'));
    await pass();
    await answer({ ok: false, conflict: null, why: 'offline' });
    expect(saving.unsaved).to.equal(true);
    await pass();
    await answer(saved(2));
    expect(states).to.deep.equal(['waiting', 'saving', 'failed', 'saving', 'saved']);
  });

  it('flushes before publishing', async () => {
    saving.want(named('a'));
    const flushed = saving.flush();
    await answer(saved(2));
    expect(await flushed).to.equal(true);
    expect(saving.revision).to.equal(2);
  });
});
