/** What the views of the Call Designer are made of: outline, comparison, picture, keys, checking after typing. */
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { compared } from '../../admin/designer/model/compare.ts';
import { outlineOf, unfolded } from '../../admin/designer/model/outline.ts';
import { pictureOf } from '../../admin/designer/model/picture.ts';
import { Session } from '../../admin/designer/session.ts';
import { actionOf } from '../../admin/designer/shortcuts.ts';
import { library } from '../../ivr-flows/blocks/index.ts';
import type { Flow } from '../../ivr-flows/document.ts';
import { validate } from '../../ivr-flows/validate.ts';
import { after, exits, largeFlow, menuFlow } from './flows.ts';

describe('outline of a flow', () => {
  const lines = (flow: Flow): string[] =>
    outlineOf(flow, library).map(row => {
      const what = row.kind === 'block' ? row.block.id : row.kind === 'jump' ? `^${row.to}` : '?';
      return `${'.'.repeat(row.level - 1)}${row.by ? `${row.by.exit} ` : ''}${what}`;
    });

  it('has each block once, and every way', () => {
    expect(lines(menuFlow())).to.deep.equal([
      'start',
      'next menu',
      '.1 care',
      '.2 bye',
      '.next end',
      '.invalid ^menu',
      '.timeout ^bye',
    ]);
  });

  it('names exits that lead nowhere, and blocks that nothing leads to', () => {
    const flow = after(
      menuFlow(),
      { do: 'connect', from: { block: 'menu', exit: '1' }, to: null },
      { do: 'connect', from: { block: 'bye', exit: 'next' }, to: null },
    ).present;
    expect(lines(flow)).to.include.members(['.1 ?', '.next ?', 'care', 'end']);
  });

  it('holds every block of a large flow, however deep', () => {
    const flow = largeFlow(1500);
    const rows = outlineOf(flow, library);
    expect(rows.filter(({ kind }) => kind === 'block')).to.have.length(1502);
    expect(new Set(rows.map(({ key }) => key)).size).to.equal(rows.length);
  });

  it('folds what is below a block', () => {
    const rows = unfolded(outlineOf(menuFlow(), library), new Set(['menu']));
    expect(rows.map(({ key }) => key)).to.deep.equal(['start', 'menu']);
  });
});

describe('comparison on the canvas', () => {
  it('knows what was added, changed and removed; a move is no change', () => {
    const older = menuFlow();
    const newer = after(
      older,
      { do: 'move', to: { care: { x: 900, y: 900 } } },
      { do: 'delete', blocks: ['bye'], join: true },
      {
        do: 'add',
        block: { id: 'new', type: 'hang-up', label: '', parameters: {}, exits: {} },
        at: { x: 0, y: 0 },
        after: null,
      },
    ).present;
    const { changes, removed } = compared(older, newer);
    expect(Object.fromEntries(changes)).to.deep.equal({ menu: 'changed', new: 'added', bye: 'removed' });
    expect(removed.map(({ block }) => block.id)).to.deep.equal(['bye']);
  });
});

describe('picture of a flow', () => {
  it('holds all blocks and lines, and takes names for text', () => {
    const flow = after({ ...menuFlow(), name: '<script>' }, { do: 'setLabel', block: 'bye', label: 'A & B' });
    const { svg, width } = pictureOf(flow.present, library, 'en');
    expect(svg).to.include('A &amp; B').and.include('&lt;script&gt;').and.not.include('<script');
    expect(svg.match(/<path/g)).to.have.length(6);
    expect(width).to.be.greaterThan(600);
  });
});

describe('keys', () => {
  const key = (text: string, more: object = {}) => ({
    key: text,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    altKey: false,
    ...more,
  });
  it('mean an action, but not while one types', () => {
    expect(actionOf(key('z', { ctrlKey: true }), false)).to.equal('undo');
    expect(actionOf(key('Z', { ctrlKey: true, shiftKey: true }), false)).to.equal('redo');
    expect(actionOf(key('z', { metaKey: true }), false)).to.equal('undo');
    expect(actionOf(key('?', { shiftKey: true }), false)).to.equal('shortcuts');
    expect(actionOf(key('a'), true)).to.equal(null);
    expect(actionOf(key('z', { ctrlKey: true }), true)).to.equal(null);
    expect(actionOf(key('f', { ctrlKey: true }), true)).to.equal('find');
  });
});

describe('session', () => {
  function open(flow: Flow) {
    const later: (() => void)[] = [];
    const session = new Session(flow, {
      library,
      now: () => 0,
      check: one => validate(one),
      later: (_ms, then) => later.push(then),
    });
    return { session, later };
  }

  it('puts a new block behind the chosen one, where its way is open', () => {
    const { session } = open(menuFlow());
    session.run({ do: 'connect', from: { block: 'menu', exit: 'invalid' }, to: null });
    session.select(['menu']);
    expect(session.insertionPoint()).to.deep.equal({ block: 'menu', exit: 'invalid' });
    const id = session.add('play-message', session.insertionPoint());
    expect(exits(session.flow, 'menu')).to.include({ invalid: id });
    expect(session.state.selection).to.deep.equal([id]);
    session.undo();
    expect(session.state.selection).to.deep.equal([]);
  });

  it('checks once after several changes', () => {
    const { session, later } = open(menuFlow());
    expect(session.state.problems).to.deep.equal([]);
    session.run({ do: 'connect', from: { block: 'menu', exit: '1' }, to: null });
    session.run({ do: 'connect', from: { block: 'menu', exit: '2' }, to: null });
    expect(session.state.problems).to.deep.equal([]);
    for (const then of later) then();
    expect(session.state.problems.map(({ code }) => code)).to.include.members([
      'exitUnconnected',
      'unreachable',
    ]);
  });

  it('deletes a chosen line, not the blocks', () => {
    const { session } = open(menuFlow());
    session.select(['bye']);
    session.set({ line: { block: 'menu', exit: '1' } });
    session.delete();
    expect(exits(session.flow, 'menu')).to.not.have.property('1');
    expect(session.flow.blocks).to.have.length(5);
  });
});
