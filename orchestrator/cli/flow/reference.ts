/** phones flow reference: blocks and functions as a document, made from their definitions. */
import type { BlockDefinition, BlockGroup } from '../../../ivr-flows/block.ts';
import { blocks } from '../../../ivr-flows/blocks/index.ts';
import { functionGroups, type FunctionGroup } from '../../../ivr-flows/expressions/index.ts';
import { formOf } from '../../../ivr-flows/parameters.ts';
import type { Localized } from '../../../ivr-flows/values.ts';
import { z } from 'zod';

const groups: readonly [BlockGroup, string][] = [
  ['start', 'Start'],
  ['play', 'Play'],
  ['input', 'Input'],
  ['branch', 'Branch'],
  ['data', 'Data'],
  ['contact', 'Contact'],
  ['custom', 'Custom'],
];

/** What docs/flow-reference.md holds. */
export function referenceText(): string {
  const parts = groups.flatMap(([group, title]) => {
    const members = blocks.filter(block => block.group === group);
    return members.length === 0 ? [] : [`## ${title}`, ...members.map(blockText)];
  });
  return [
    '# Blocks and functions of call flows',
    'Made from the definitions by `phones flow reference`; see [flows.md](flows.md) for how flows work.',
    ...parts,
    '## Functions of expressions',
    ...functionGroups.map(functionTable),
    '',
  ].join('\n\n');
}

function blockText(block: BlockDefinition): string {
  const exits = block.exits(block.parameters.parse({}));
  const names = exits.map(({ name, required }) =>
    required ? `\`${name}\`` : `\`${name}\` (may lead nowhere)`,
  );
  return [
    `### ${both(block.title)}: \`${block.type}\``,
    both(block.help),
    parameterTable(block.parameters),
    exits.length > 0 ? `Exits: ${names.join(', ')}` : 'No exits: it ends the flow.',
  ]
    .filter(part => part !== '')
    .join('\n\n');
}

function parameterTable(schema: z.ZodType): string {
  const rows = members(schema).map(([name, form]) => {
    const help = form.help.en ? ` ${both(form.help)}` : '';
    return `| \`${name}\` | ${both(form.title)}${form.required ? ', required' : ''}.${help} |`;
  });
  return rows.length === 0
    ? ''
    : ['| Parameter | |', '|---|---|', ...rows].join('\n').replaceAll('||', '| |');
}

function members(schema: z.ZodType, prefix = '') {
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape).flatMap(
    ([name, member]): [string, NonNullable<ReturnType<typeof formOf>>][] => {
      const form = member instanceof z.ZodType ? formOf(member) : null;
      if (!form || !(member instanceof z.ZodType)) return [];
      const bare = member instanceof z.ZodDefault ? member.unwrap() : member;
      const row = form.widget === 'rows' && bare instanceof z.ZodArray ? bare.element : null;
      const inner = row instanceof z.ZodType ? members(row, `${prefix}${name}[].`) : [];
      return [[`${prefix}${name}`, form], ...inner];
    },
  );
}

function functionTable({ title, functions }: FunctionGroup): string {
  const rows = functions.map(({ name, parameters, optional, result, help, example }) => {
    const given = parameters.map((type, index) =>
      index >= parameters.length - optional ? `[${type}]` : type,
    );
    return `| \`${name}(${given.join(', ')})\` | ${result} | ${both(help)} | \`${example.replaceAll('|', '\\|')}\` |`;
  });
  const head = ['| Function | Gives | | Example, always true |', '|---|---|---|---|'];
  return [`### ${both(title)}`, [...head, ...rows].join('\n')].join('\n\n');
}

function both({ it, en }: Localized): string {
  const cell = (text: string) => text.replaceAll('|', '\\|');
  return it === en ? cell(en) : `${cell(en)} (*${cell(it)}*)`;
}
