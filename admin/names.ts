/** Names of configured objects by id, for pages that show facts and contacts. */
import type { Collection, Configuration } from '../orchestrator/core/configuration/schemas.ts';
import type { Translate } from './shared/words.ts';

export interface Names {
  /** Name of an object; of one that was deleted, a text that says so. '' for null. */
  of(collection: Collection, id: number | null): string;
  /** Names by id, per collection, for the browser. */
  toJSON(): NameLists;
}
export type NameLists = Partial<Record<Collection, Record<string, string>>>;

export function namesOf(configuration: Configuration, t: Translate): Names {
  const lists = new Map(
    Object.entries(configuration).map(([collection, objects]) => [
      collection,
      new Map(objects.map(object => [object.id, object.name])),
    ]),
  );
  return {
    of: (collection, id) =>
      id === null ? '' : (lists.get(collection)?.get(id) ?? t('common.deleted', { id })),
    toJSON: () =>
      Object.fromEntries([...lists].map(([collection, list]) => [collection, Object.fromEntries(list)])),
  };
}
