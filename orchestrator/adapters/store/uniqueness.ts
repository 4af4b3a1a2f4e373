/**
 * What may exist only once: names within a collection, extensions of agents and services together, numbers
 * of services, sign-in names. The checks find every problem for the form; the unique indexes hold whatever
 * happens.
 */
import type { Collection, ConfigurationObject } from '../../core/configuration/schemas.ts';
import type { Problem } from '../../runtime/ports/store.ts';
import type { Transaction } from './database.ts';
import type { ObjectRecord } from './tables.ts';
import { nameKey } from './text.ts';

type Check<C extends Collection> = (trx: Transaction, object: ConfigurationObject<C>) => Promise<Problem[]>;

const none = async (): Promise<Problem[]> => [];

const checks: { readonly [C in Collection]: Check<C> } = {
  pauses: none,
  dispositions: none,
  calendars: none,
  lines: none,
  skills: none,
  agents: async (trx, agent) => {
    const extension = await trx('extensions').where({ extension: agent.extension }).first();
    const account = await trx('accounts').where({ username: agent.username }).first();
    return [
      ...(extension && extension.agent_id !== agent.id ? [taken(['extension'])] : []),
      ...(account && account.agent_id !== agent.id ? [taken(['username'])] : []),
    ];
  },
  prompts: none,
  connections: none,
  flows: none,
  scripts: none,
  campaigns: none,
  services: async (trx, service) => {
    const problems: Problem[] = [];
    if (service.virtualExtension !== null) {
      const extension = await trx('extensions').where({ extension: service.virtualExtension }).first();
      if (extension && extension.service_id !== service.id) problems.push(taken(['virtualExtension']));
    }
    const others: string[] = await trx('service_numbers')
      .whereIn('number', service.numbers)
      .whereNot({ service_id: service.id })
      .pluck('number');
    for (const [index, number] of service.numbers.entries())
      if (others.includes(number)) problems.push(taken(['numbers', index]));
    return problems;
  },
};

/** `object.id` 0 = not created yet. */
export async function checkUnique<C extends Collection>(
  trx: Transaction,
  collection: C,
  object: ConfigurationObject<C>,
): Promise<Problem[]> {
  const sameName = await trx<ObjectRecord>(collection)
    .where({ name_key: nameKey(object.name) })
    .whereNot({ id: object.id })
    .first('id');
  return [...(sameName ? [taken(['name'])] : []), ...(await checks[collection](trx, object))];
}

function taken(path: (string | number)[]): Problem {
  return { path, code: 'duplicate', message: 'is already in use' };
}

type Claim<C extends Collection> = (trx: Transaction, object: ConfigurationObject<C>) => Promise<void>;

const claimNothing = async (): Promise<void> => undefined;

const claims: { readonly [C in Collection]: Claim<C> } = {
  pauses: claimNothing,
  dispositions: claimNothing,
  calendars: claimNothing,
  lines: claimNothing,
  skills: claimNothing,
  agents: async (trx, agent) => {
    await trx('extensions').where({ agent_id: agent.id }).delete();
    await trx('extensions').insert({ extension: agent.extension, agent_id: agent.id });
  },
  prompts: claimNothing,
  connections: claimNothing,
  flows: claimNothing,
  scripts: claimNothing,
  campaigns: claimNothing,
  services: async (trx, service) => {
    await trx('extensions').where({ service_id: service.id }).delete();
    if (service.virtualExtension !== null)
      await trx('extensions').insert({ extension: service.virtualExtension, service_id: service.id });
    await trx('service_numbers').where({ service_id: service.id }).delete();
    await trx.batchInsert(
      'service_numbers',
      service.numbers.map(number => ({ number, service_id: service.id })),
      200,
    );
  },
};

/** Writes what the object now holds of the shared numbers; what it held before is free. */
export async function claimUnique<C extends Collection>(
  trx: Transaction,
  collection: C,
  object: ConfigurationObject<C>,
): Promise<void> {
  await claims[collection](trx, object);
}
