/** What the Call Designer does to a flow: commands, undo, clipboard, arranging. */
import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { arranged, arrangements } from '../../admin/designer/model/arrange.ts';
import { boxOf, exitsOf, freeId } from '../../admin/designer/model/blocks.ts';
import { copied, fragmentIn } from '../../admin/designer/model/clipboard.ts';
import { deletable, pastedIds, type Command } from '../../admin/designer/model/commands.ts';
import { begin, MERGE_WITHIN, perform, redo, undo } from '../../admin/designer/model/history.ts';
import { laidOut } from '../../admin/designer/model/layout.ts';
import { found } from '../../admin/designer/model/search.ts';
import { library } from '../../ivr-flows/blocks/index.ts';
import { Flow } from '../../ivr-flows/document.ts';
import { after, exits, largeFlow, menuFlow } from './flows.ts';

const block = (id: string, type: string) => ({ id, type, label: '', parameters: {}, exits: {} });
const changed = (command: Command, flow = menuFlow()): Flow => after(flow, command).present;

describe('commands of the Call Designer', () => {
  it('a block added behind an exit leads on to where the exit led', () => {
    const flow = changed({
      do: 'add',
      block: block('hello', 'play-message'),
      at: { x: 5, y: 6 },
      after: { block: 'start', exit: 'next' },
    });
    expect(exits(flow, 'start')).to.deep.equal({ next: 'hello' });
    expect(exits(flow, 'hello')).to.deep.equal({ next: 'menu' });
    expect(flow.layout['hello']).to.deep.equal({ x: 5, y: 6 });
  });

  it('connects an exit and disconnects it', () => {
    const flow = changed({ do: 'connect', from: { block: 'menu', exit: 'hangup' }, to: 'end' });
    expect(exits(flow, 'menu')).to.include({ hangup: 'end' });
    const without = changed({ do: 'connect', from: { block: 'menu', exit: '1' }, to: null });
    expect(exits(without, 'menu')).to.not.have.property('1');
  });

  it('deletes blocks with their lines and places, but never the start', () => {
    const flow = changed({ do: 'delete', blocks: ['start', 'bye'], join: false });
    expect(flow.blocks.map(({ id }) => id)).to.deep.equal(['start', 'menu', 'care', 'end']);
    expect(exits(flow, 'menu')).to.deep.equal({ 1: 'care', invalid: 'menu' });
    expect(deletable(flow, ['start', 'care'])).to.deep.equal(['care']);
  });

  it('closes the gap that a deleted block leaves, where it had one way out', () => {
    const flow = changed({ do: 'delete', blocks: ['bye'], join: true });
    expect(exits(flow, 'menu')).to.deep.equal({ 1: 'care', 2: 'end', invalid: 'menu', timeout: 'end' });
    const wider = changed({ do: 'delete', blocks: ['menu', 'bye'], join: true });
    expect(exits(wider, 'start')).to.deep.equal({});
  });

  it('sets a parameter at any depth and leaves the other blocks as they are', () => {
    const before = menuFlow();
    const flow = changed(
      { do: 'setParameter', block: 'bye', path: ['items', 0, 'text', 'en'], value: 'So long' },
      before,
    );
    expect(flow.blocks.find(({ id }) => id === 'bye')?.parameters).to.deep.equal({
      items: [{ play: 'text', text: { it: 'Goodbye', en: 'So long' } }],
    });
    expect(flow.blocks[1]).to.equal(before.blocks[1]);
    expect(before).to.deep.equal(menuFlow());
  });

  it('a line follows the digit of its choice, and goes with the choice', () => {
    const renamed = changed({ do: 'setParameter', block: 'menu', path: ['choices', 0, 'digit'], value: '7' });
    expect(exits(renamed, 'menu')).to.include({ 7: 'care', 2: 'bye' }).and.not.have.property('1');
    const removed = changed({
      do: 'setParameter',
      block: 'menu',
      path: ['choices'],
      value: [{ digit: '2', title: '' }],
    });
    expect(exits(removed, 'menu')).to.include({ 2: 'bye' }).and.not.have.property('1');
  });

  it('a parameter that is wrong for the moment costs no line', () => {
    const wrong = changed({ do: 'setParameter', block: 'menu', path: ['choices', 0, 'digit'], value: 'x' });
    expect(exits(wrong, 'menu')).to.deep.equal(exits(menuFlow(), 'menu'));
    const menu = wrong.blocks.find(({ id }) => id === 'menu');
    expect(menu && exitsOf(menu, library).map(({ name }) => name)).to.include('1');
  });
});

describe('undo and redo in the Call Designer', () => {
  it('goes back and forth over any commands', () => {
    const commands: Command[] = [
      { do: 'add', block: block('hello', 'play-message'), at: { x: 0, y: 0 }, after: null },
      { do: 'move', to: { menu: { x: 1, y: 2 } } },
      { do: 'setLabel', block: 'menu', label: 'Main menu' },
      { do: 'connect', from: { block: 'menu', exit: 'error' }, to: 'hello' },
      { do: 'delete', blocks: ['care', 'bye'], join: true },
      { do: 'setLanguages', languages: ['en'] },
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(commands), fc.array(fc.boolean()), (chosen, backs) => {
        const all = after(menuFlow(), ...chosen);
        let history = all;
        for (const back of backs) history = back ? undo(history) : redo(history);
        while (history.past.length > 0) history = undo(history);
        expect(history.present).to.deep.equal(menuFlow());
        while (history.future.length > 0) history = redo(history);
        expect(history.present).to.deep.equal(all.present);
        Flow.parse(history.present);
      }),
    );
  });

  it('a new change forgets what was undone', () => {
    const undone = undo(after(menuFlow(), { do: 'setLabel', block: 'menu', label: 'A' }));
    const then = perform(undone, { do: 'setLabel', block: 'bye', label: 'B' }, library, 0);
    expect(redo(then)).to.equal(then);
  });

  it('typing in a row is one step, a pause begins another', () => {
    let history = begin(menuFlow());
    const type = (label: string, at: number): void => {
      history = perform(history, { do: 'setLabel', block: 'menu', label }, library, at);
    };
    type('M', 0);
    type('Ma', 300);
    type('Mai', 600);
    type('Main', 601 + MERGE_WITHIN);
    expect(history.past).to.have.length(2);
    expect(undo(history).present.blocks[1]?.label).to.equal('Mai');
    expect(undo(undo(history)).present.blocks[1]?.label).to.equal('');
  });
});

describe('clipboard of the Call Designer', () => {
  it('copies blocks with the lines among them and the properties that they name', () => {
    const fragment = copied(menuFlow(), ['start', 'menu', 'care']);
    expect(fragment?.blocks.map(({ id }) => id)).to.deep.equal(['menu', 'care']);
    expect(fragment?.blocks[0]?.exits).to.deep.equal({ 1: 'care', invalid: 'menu' });
    expect(fragment?.properties.map(({ name }) => name)).to.deep.equal(['choice']);
    expect(copied(menuFlow(), ['start'])).to.equal(null);
  });

  it('pastes into the same flow under new ids, and into another with its properties', () => {
    const fragment = fragmentIn(JSON.stringify(copied(menuFlow(), ['menu', 'care'])));
    if (!fragment) throw new Error('nothing was copied');
    const ids = pastedIds(menuFlow(), fragment);
    expect(ids).to.deep.equal(['menu-2', 'care-2']);
    const same = changed({ do: 'paste', fragment, ids, by: { x: 40, y: 40 } });
    expect(exits(same, 'menu-2')).to.deep.equal({ 1: 'care-2', invalid: 'menu-2' });
    expect(same.layout['menu-2']).to.deep.equal({ x: 340, y: 50 });
    expect(same.properties).to.deep.equal(menuFlow().properties);
    const other = largeFlow(3);
    const pasted = changed(
      { do: 'paste', fragment, ids: pastedIds(other, fragment), by: { x: 0, y: 0 } },
      other,
    );
    expect(pasted.properties.map(({ name }) => name)).to.deep.equal(['choice']);
  });

  it('takes no other text for blocks', () => {
    for (const text of ['', 'hello', '{}', '[1]', JSON.stringify({ kind: 'phones-flow-blocks', blocks: [] })])
      expect(fragmentIn(text), text).to.equal(null);
  });

  it('gives free ids that the document takes', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.uniqueArray(fc.constantFrom('menu', 'menu-2', 'block')),
        (wanted, taken) => {
          const id = freeId(wanted, new Set(taken));
          expect(id).to.match(/^[a-z][a-z0-9-]{0,39}$/);
          expect(taken).to.not.include(id);
        },
      ),
    );
  });
});

describe('arranging in the Call Designer', () => {
  it('aligns edges and middles', () => {
    const flow = menuFlow();
    expect(arranged(flow, ['menu', 'care'], 'top', library)).to.deep.equal({
      menu: { x: 300, y: 0 },
      care: { x: 600, y: 0 },
    });
    expect(arranged(flow, ['menu', 'care'], 'right', library)['menu']).to.deep.equal({ x: 600, y: 10 });
    for (const how of arrangements) expect(arranged(flow, ['menu'], how, library)).to.deep.equal({});
  });

  it('distributes with equal gaps', () => {
    const places = arranged(menuFlow(), ['start', 'menu', 'care'], 'distributeAcross', library);
    expect(Object.values(places).map(({ x }) => x)).to.deep.equal([0, 300, 600]);
  });

  it('lays a flow out from left to right with no block on another', () => {
    const flow = largeFlow(300);
    const layout = laidOut(flow, library);
    const placed = { ...flow, layout };
    const boxes = flow.blocks.map(one => boxOf(placed, one, library));
    for (const [index, one] of boxes.entries())
      for (const other of boxes.slice(index + 1))
        expect(
          one.x + one.width <= other.x ||
            other.x + other.width <= one.x ||
            one.y + one.height <= other.y ||
            other.y + other.height <= one.y,
        ).to.equal(true);
    expect(layout['start']?.x).to.equal(0);
    expect(laidOut(flow, library)).to.deep.equal(layout);
  });

  it('lays out circles and what nothing leads to', () => {
    const flow = changed({ do: 'add', block: block('alone', 'hang-up'), at: { x: 0, y: 0 }, after: null });
    expect(Object.keys(laidOut(flow, library)).sort()).to.deep.equal([
      'alone',
      'bye',
      'care',
      'end',
      'menu',
      'start',
    ]);
  });
});

describe('finding blocks', () => {
  it('by label, type in the language, and words in the parameters', () => {
    const flow = changed({ do: 'setLabel', block: 'bye', label: 'Saluto è finito' });
    const ids = (query: string): string[] => found(flow, query, library, 'it').map(({ id }) => id);
    expect(ids('SALUTO e')).to.deep.equal(['bye']);
    expect(ids('riaggancia')).to.deep.equal(['end']);
    expect(ids('press 1')).to.deep.equal(['menu']);
    expect(ids('  ')).to.deep.equal([]);
  });
});
