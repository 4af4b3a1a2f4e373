import { z } from 'zod';
import { defineBlock } from '../block.ts';
import { checkExitNames, exit } from '../exits.ts';
import { exitName, label, number, rows } from '../parameters.ts';

const Parameters = z.strictObject({
  shares: rows(
    label('Quote', 'Shares'),
    z.strictObject({
      exit: exitName(label('Uscita', 'Exit')),
      percent: number(label('Per cento', 'Per cent'), {
        minimum: 0,
        maximum: 100,
        initial: 50,
        whole: false,
      }),
    }),
    { required: true, help: label('La somma deve essere 100.', 'They must sum to 100.') },
  ),
});

export const distributeCall = defineBlock({
  type: 'distribute-call',
  group: 'branch',
  title: label('Distribuisci', 'Distribute call'),
  help: label(
    'Divide le chiamate a caso secondo le percentuali.',
    'Divides calls by chance, by their percentages.',
  ),
  parameters: Parameters,
  needsCaller: false,
  exits: ({ shares }) =>
    shares.map(share =>
      exit(share.exit, label(`${share.exit} (${share.percent} %)`, `${share.exit} (${share.percent}%)`)),
    ),
  waits: () => false,
  check({ shares }, found) {
    checkExitNames(shares, found, true, 'shares');
    const sum = shares.reduce((total, { percent }) => total + percent, 0);
    if (shares.length > 0 && Math.abs(sum - 100) > 0.001)
      found.problem('shares', 'percentages', { sum: Number(sum.toFixed(3)) });
  },
  enter(turn, { shares }) {
    let drawn = turn.random() * 100;
    for (const { exit: name, percent } of shares) {
      if (drawn < percent) return { exit: name };
      drawn -= percent;
    }
    return { exit: shares.findLast(({ percent }) => percent > 0)?.exit ?? 'error' };
  },
});
