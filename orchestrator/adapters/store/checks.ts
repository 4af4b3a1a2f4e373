/** Everything that can be wrong with an object at the moment it is written, found together. */
import type { Collection, ConfigurationObject } from '../../core/configuration/schemas.ts';
import { addressProblem, originOf } from '../../core/configuration/address-template.ts';
import { screenPopOrigins, type ScreenPop } from '../../core/configuration/screen-pop.ts';
import { Invalid } from '../../runtime/errors.ts';
import type { Dependent, Problem } from '../../runtime/ports/store.ts';
import { checkConsistency } from './consistency.ts';
import type { Transaction } from './database.ts';
import { flowsThatUse, isBinding } from './flow-uses.ts';
import { objectOf } from './objects.ts';
import {
  checkReferences,
  memberPath,
  referencesOf,
  referrers,
  type Kind,
  type Reference,
} from './references.ts';
import { checkUnique } from './uniqueness.ts';

/** Throws Invalid with every problem of `object`; its id is 0 when it is not created yet. */
export async function refuseProblems<C extends Collection>(
  trx: Transaction,
  collection: C,
  object: ConfigurationObject<C>,
): Promise<void> {
  const problems = [
    ...checkConsistency(collection, object),
    ...(await checkReferences(trx, referencesOf(collection, object))),
    ...(await checkUnique(trx, collection, object)),
  ];
  if ((collection === 'campaigns' || collection === 'flows') && 'kind' in object)
    problems.push(...(await checkKind(trx, collection, object.id, object.kind as Kind)));
  if (collection === 'prompts' || collection === 'connections' || collection === 'skills')
    problems.push(...(await checkRename(trx, collection, object)));
  if (collection === 'campaigns' && 'nextCampaignId' in object)
    problems.push(...(await checkWelcomeLoop(trx, object.id, object.nextCampaignId)));
  if ('screenPop' in object) problems.push(...(await checkOrigin(trx, object.screenPop)));
  if (problems.length > 0) throw new Invalid(problems);
}

/** Operators are led only to pages that administrators allow. */
async function checkOrigin(trx: Transaction, screenPop: ScreenPop | null): Promise<Problem[]> {
  if (!screenPop || addressProblem(screenPop.url)) return [];
  const row = await trx('settings').where({ name: screenPopOrigins }).first('value');
  const allowed: unknown = JSON.parse(row?.value ?? '[]');
  const origin = originOf(screenPop.url);
  if (Array.isArray(allowed) && allowed.includes(origin)) return [];
  return [
    {
      path: ['screenPop', 'url'],
      code: 'originNotAllowed',
      message: `${origin} is not among the origins that administrators allow`,
      values: { origin },
    },
  ];
}

/** What refers to an object. */
export async function findDependents(
  trx: Transaction,
  collection: Collection,
  id: number,
): Promise<Dependent[]> {
  const row = await trx(collection).where({ id }).first('id', 'name');
  const flows = row ? await flowsThatUse(trx, collection, row) : [];
  return [...(await findReferrers(trx, collection, id)).map(({ dependent }) => dependent), ...flows];
}

async function findReferrers(
  trx: Transaction,
  collection: Collection,
  id: number,
): Promise<{ dependent: Dependent; reference: Reference }[]> {
  const found = new Map<string, { dependent: Dependent; reference: Reference }>();
  for (const referrer of referrers[collection])
    for (const row of await trx(referrer).orderBy(['sort_name', 'id']))
      for (const reference of referencesOf(referrer, objectOf(referrer, row))) {
        if (reference.to !== collection || reference.id !== id) continue;
        const path = memberPath(reference.path);
        found.set(`${referrer}/${row.id}/${path}`, {
          dependent: { collection: referrer, id: row.id, name: row.name, path },
          reference,
        });
      }
  return [...found.values()];
}

/** A campaign that others use as a queue must stay one, and a flow that campaigns run stays of their kind. */
async function checkKind(
  trx: Transaction,
  collection: 'campaigns' | 'flows',
  id: number,
  kind: Kind,
): Promise<Problem[]> {
  const before = await trx(collection).where({ id }).first('kind');
  if (!before || before.kind === kind) return [];
  const needed = (await findReferrers(trx, collection, id)).filter(
    ({ reference, dependent }) =>
      reference.kind &&
      reference.kind !== kind &&
      !(dependent.collection === collection && dependent.id === id),
  );
  return needed.map(({ dependent, reference }) => ({
    path: ['kind'],
    code: 'inUse',
    message: `"${dependent.name}" uses it as one of kind ${reference.kind}`,
    values: { name: dependent.name },
  }));
}

/** Flows name prompts, connections and skills by their names. */
async function checkRename(
  trx: Transaction,
  collection: 'prompts' | 'connections' | 'skills',
  { id, name }: { id: number; name: string },
): Promise<Problem[]> {
  const before = await trx(collection).where({ id }).first('id', 'name');
  if (!before || before.name === name) return [];
  const flows = (await flowsThatUse(trx, collection, before)).filter(isBinding);
  return flows.map(({ name: flow, path }) => {
    const planned = path === 'schedule';
    return {
      path: ['name'],
      code: 'inUse',
      message: `${planned ? 'the planned publication of ' : ''}the flow "${flow}" uses it by its name`,
      values: {
        name: planned ? { it: `${flow}, pubblicazione prevista`, en: `${flow}, planned publication` } : flow,
      },
    };
  });
}

/** Welcomes that lead to one another in a circle would greet the caller for ever. */
async function checkWelcomeLoop(
  trx: Transaction,
  id: number,
  nextCampaignId: number | null,
): Promise<Problem[]> {
  const rows = await trx('campaigns').whereIn('kind', ['welcome', 'ivr', 'voicemail']).whereNot({ id });
  const next = new Map<number, number | null>();
  for (const row of rows) {
    const campaign = objectOf('campaigns', row);
    if ('nextCampaignId' in campaign) next.set(row.id, campaign.nextCampaignId);
  }
  const passed = new Set<number>();
  let at = nextCampaignId;
  while (at !== null && at !== id && !passed.has(at)) {
    passed.add(at);
    at = next.get(at) ?? null;
  }
  return at === null
    ? []
    : [
        {
          path: ['nextCampaignId'],
          code: 'loop',
          message: 'leads back here without reaching a human campaign or a queue',
        },
      ];
}
