/** Rules between members of one object, which its schema cannot say member by member. */
import { IANAZone } from 'luxon';
import { addressProblem } from '../../core/configuration/address-template.ts';
import type { Collection, ConfigurationObject } from '../../core/configuration/schemas.ts';
import type { ScreenPop } from '../../core/configuration/screen-pop.ts';
import { scriptContradictions } from '../../core/configuration/script-rules.ts';
import type { Problem } from '../../runtime/ports/store.ts';

const rules: { readonly [C in Collection]: (object: ConfigurationObject<C>) => Problem[] } = {
  pauses: () => [],
  dispositions: () => [],
  calendars: calendar => [
    ...(IANAZone.isValidZone(calendar.timeZone)
      ? []
      : [{ path: ['timeZone'], code: 'timeZone', message: 'is no IANA time zone' }]),
    ...calendar.hours.flatMap(({ from, to }, index): Problem[] =>
      from < to && to <= '24:00'
        ? []
        : [{ path: ['hours', index, 'to'], code: 'order', message: 'must be after the beginning' }],
    ),
  ],
  lines: line => {
    const missing = (member: string): Problem => ({
      path: [member],
      code: 'required',
      message: `a line of kind ${line.kind} needs it`,
    });
    if (line.kind === 'dialplan')
      return line.context || line.direction === 'inbound' ? [] : [missing('context')];
    if (line.kind === 'address') return line.host || line.addresses.length > 0 ? [] : [missing('host')];
    return [...(line.host ? [] : [missing('host')]), ...(line.username ? [] : [missing('username')])];
  },
  skills: () => [],
  agents: agent =>
    repeated(agent.skills.map(({ skillId }) => skillId)).map(index => twice(['skills', index, 'skillId'])),
  prompts: () => [],
  connections: connection => {
    const missing = (member: string): Problem => ({
      path: [member],
      code: 'required',
      message: 'this connection needs it',
    });
    if (connection.kind === 'http')
      return (connection.auth === 'basic' || connection.auth === 'header') && !connection.authName
        ? [missing('authName')]
        : [];
    return connection.kind === 'sql' && connection.engine === 'mysql' && !connection.host
      ? [missing('host')]
      : [];
  },
  flows: () => [],
  scripts: ({ pages }) =>
    scriptContradictions(pages).map(({ path, ...problem }) => ({ ...problem, path: ['pages', ...path] })),
  campaigns: campaign => {
    if (campaign.kind !== 'human')
      return repeated(campaign.languages).map(index => twice(['languages', index]));
    const { defaultSeconds, minimumSeconds, maximumSeconds } = campaign.wrapUp;
    return [
      ...repeated(campaign.members.map(member => member.agentId)).map(index =>
        twice(['members', index, 'agentId']),
      ),
      ...afterTheLast(campaign.skills).map(
        (index): Problem => ({
          path: ['skills', index, 'skillId'],
          code: 'neverHolds',
          message: 'never holds: a step before it has no end',
        }),
      ),
      ...repeated(campaign.dispositionIds).map(index => twice(['dispositionIds', index])),
      ...(minimumSeconds <= defaultSeconds && defaultSeconds <= maximumSeconds
        ? []
        : [
            {
              path: ['wrapUp', 'defaultSeconds'],
              code: 'between',
              message: 'must be between the minimum and the maximum',
            },
          ]),
      ...ofScreenPop(campaign.screenPop),
    ];
  },
  services: service => [
    ...repeated(service.numbers).map(index => twice(['numbers', index])),
    ...ofScreenPop(service.screenPop),
  ],
};

export function checkConsistency<C extends Collection>(
  collection: C,
  object: ConfigurationObject<C>,
): Problem[] {
  return rules[collection](object);
}

const addressMessages = {
  address: 'is no address that begins with https:// or http:// and its host',
  brace: 'has a { or } without the other',
  unknownPlace: 'has a place of an unknown name',
} as const;

function ofScreenPop(screenPop: ScreenPop | null): Problem[] {
  const found = screenPop && addressProblem(screenPop.url);
  if (!found) return [];
  const { code } = found;
  return [
    {
      path: ['screenPop', 'url'],
      code,
      message: addressMessages[code],
      ...(code === 'unknownPlace' && { values: { name: found.name } }),
    },
  ];
}

/** Positions of values that stood in the list before. */
function repeated(values: (string | number)[]): number[] {
  const seen = new Set<string | number>();
  return values.flatMap((value, index) => {
    if (seen.has(value)) return [index];
    seen.add(value);
    return [];
  });
}

/** Positions of steps behind one of the same skill that has no end. */
function afterTheLast(steps: { skillId: number; seconds: number }[]): number[] {
  const ended = new Set<number>();
  return steps.flatMap(({ skillId, seconds }, index) => {
    if (ended.has(skillId)) return [index];
    if (seconds === 0) ended.add(skillId);
    return [];
  });
}

function twice(path: (string | number)[]): Problem {
  return { path, code: 'duplicate', message: 'is in the list twice' };
}
