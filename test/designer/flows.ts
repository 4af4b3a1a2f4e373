/** Flows for tests of the Call Designer. */
import { library } from '../../ivr-flows/blocks/index.ts';
import type { BlockId, Flow } from '../../ivr-flows/document.ts';
import { begin, perform, type History } from '../../admin/designer/model/history.ts';
import type { Command } from '../../admin/designer/model/commands.ts';
import { flowOf, say } from '../flows/scene.ts';

/** start -> menu (1 care, 2 bye) -> ...; invalid and timeout lead back to the menu. */
export function menuFlow(): Flow {
  const flow = flowOf(
    {
      menu: [
        'menu',
        {
          prompts: say('Press 1 or 2'),
          choices: [{ digit: '1', title: 'Care' }, { digit: '2' }],
          saveTo: 'choice',
        },
        { 1: 'care', 2: 'bye', invalid: 'menu', timeout: 'bye' },
      ],
      care: ['transfer-to-campaign', { campaignId: 3 }],
      bye: ['play-message', { items: say('Goodbye') }, { next: 'end' }],
      end: ['hang-up'],
    },
    [{ name: 'choice' }, { name: 'unused' }],
  );
  return { ...flow, layout: { start: { x: 0, y: 0 }, menu: { x: 300, y: 10 }, care: { x: 600, y: 0 } } };
}

/** `count` menus, messages and conditions in a web of ways, with circles that go back to a menu. */
export function largeFlow(count: number): Flow {
  const id = (index: number): BlockId => (index < count ? `b${index}` : 'end');
  const blocks: Parameters<typeof flowOf>[0] = {};
  for (let index = 0; index < count; index++) {
    const next = id(index + 1);
    if (index % 5 === 0)
      blocks[id(index)] = [
        'menu',
        { prompts: say(`Menu ${index}`), choices: [{ digit: '1' }, { digit: '2' }, { digit: '3' }] },
        { 1: next, 2: id(index + 2), 3: id(index + 3), invalid: id(index), timeout: 'end' },
      ];
    else if (index % 5 === 4)
      blocks[id(index)] = ['if', { condition: 'call.waited > 3' }, { yes: next, no: id(index - 4) }];
    else blocks[id(index)] = ['play-message', { items: say(`Message ${index}`) }, { next }];
  }
  return flowOf({ ...blocks, end: ['hang-up'] });
}

/** The history after commands that came each ten seconds. */
export function after(flow: Flow, ...commands: Command[]): History {
  return commands.reduce(
    (history, command, index) => perform(history, command, library, index * 10_000),
    begin(flow),
  );
}

export const exits = (flow: Flow, id: BlockId): Record<string, BlockId> | undefined =>
  flow.blocks.find(block => block.id === id)?.exits;
