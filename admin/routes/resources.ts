/** Lists and forms of the configured resources. Reading only: the forms write through the REST API. */
import type { Request, Response, Router } from 'express';
import type { Collection } from '../../orchestrator/core/configuration/schemas.ts';
import type { Stored } from '../../orchestrator/runtime/ports/store.ts';
import { collectionNames, icons, listColumns, namedInLists, type Shown } from '../collections.ts';
import { readConfiguration } from '../configuration.ts';
import { collectionsIn, type Form } from '../forms/fields.ts';
import {
  campaignForms,
  campaignKinds,
  connectionForms,
  connectionKinds,
  forms,
  type FormCollection,
} from '../forms/forms.ts';
import { presentForm } from '../forms/present.ts';
import { readMore } from '../list-more.ts';
import { namesOf } from '../names.ts';
import type { Site } from '../page.ts';
import { numberIn, pathWith, textIn } from '../query.ts';

export function resourceRoutes(router: Router, site: Site): void {
  for (const collection of collectionNames) {
    router.get(`/admin/${collection}`, (req, res) => showList(site, collection, req, res));
    if (collection === 'scripts') continue;
    router.get(`/admin/${collection}/new`, (req, res) => showNew(site, collection, req, res));
    // The address of a flow opens the Call Designer, that of a prompt its sound.
    const form = collection === 'flows' || collection === 'prompts' ? '/settings' : '';
    router.get(`/admin/${collection}/:id${form}`, (req, res) => showEdit(site, collection, req, res));
  }
}

async function showList<C extends Collection>(
  site: Site,
  collection: C,
  req: Request,
  res: Response,
): Promise<void> {
  const { configuration } = site.context.store;
  const { t, formats } = site.locale(req);
  const columns = listColumns[collection];
  const sortable = ['name', ...columns.flatMap(column => column.sort ?? [])];
  const asked = textIn(req, 'sort');
  const sort = sortable.includes(asked.replace(/^-/, '')) ? asked : 'name';
  const search = textIn(req, 'search').trim();
  const cursor = textIn(req, 'cursor');
  const page = await configuration.list(collection, { search, sort, ...(cursor && { cursor }) });
  const named = await readConfiguration(configuration, namedInLists[collection]);
  const ids = page.items.map(({ id }) => id);
  const more = await readMore(site.context.store, collection, ids);
  const shown: Shown = { t, formats, names: namesOf(named, t), configuration: named, more };
  site.show(req, res, 'resources/list', {
    title: t(`nav.${collection}`),
    script: 'list',
    collection,
    icon: icons[collection],
    search,
    sort,
    columns: [{ name: 'name', sort: 'name' }, ...columns].map(column => ({
      label: t(`lists.${collection}.${column.name}`),
      number: 'number' in column && column.number,
      ...('sort' in column && column.sort ? sortLink(req, sort, column.sort) : {}),
    })),
    rows: page.items.map(object => ({
      id: object.id,
      name: object.name,
      cells: columns.map(column => ({ text: column.text(object, shown), number: column.number })),
    })),
    firstPage: cursor && pathWith(req, { cursor: null }),
    nextPage: page.nextCursor && pathWith(req, { cursor: page.nextCursor }),
    filtered: search !== '' || cursor !== '',
  });
}

/** Where a click on the heading leads, and what it shows now. */
function sortLink(
  req: Request,
  sort: string,
  member: string,
): { href: string; direction: 'ascending' | 'descending' | null } {
  const direction = sort === member ? 'ascending' : sort === `-${member}` ? 'descending' : null;
  return { href: pathWith(req, { sort: sort === member ? `-${member}` : member, cursor: null }), direction };
}

async function showNew(site: Site, collection: FormCollection, req: Request, res: Response): Promise<void> {
  const from = numberIn(req, 'from');
  const pattern = from === null ? null : await site.context.store.configuration.get(collection, from);
  await showForm(site, collection, pattern, pattern !== null, req, res);
}

async function showEdit(site: Site, collection: FormCollection, req: Request, res: Response): Promise<void> {
  const id = Number(req.params.id);
  const object =
    Number.isSafeInteger(id) && id > 0 ? await site.context.store.configuration.get(collection, id) : null;
  if (object) return showForm(site, collection, object, false, req, res);
  const { t } = site.locale(req);
  return site.show(req, res, 'message', {
    title: t('errors.missing.title'),
    text: t('errors.missing.text'),
    status: 404,
    back: { href: `/admin/${collection}`, label: t(`nav.${collection}`) },
  });
}

async function showForm(
  site: Site,
  collection: FormCollection,
  object: Stored<FormCollection> | null,
  duplicate: boolean,
  req: Request,
  res: Response,
): Promise<void> {
  const { t } = site.locale(req);
  const isNew = object === null || duplicate;
  const { form, kinds } = formOf(collection, object, req);
  const configuration = await readConfiguration(site.context.store.configuration, collectionsIn(form));
  site.show(req, res, 'resources/form', {
    title: isNew ? t(`resources.${collection}.new`) : object.name,
    script: 'form',
    collection,
    back: { href: `/admin/${collection}`, label: t(`nav.${collection}`) },
    about: kinds ? t(`${kinds.words}.${kinds.kind}.help`) : t(`resources.${collection}.about`),
    id: isNew ? null : object.id,
    revision: isNew ? null : object.revision,
    updatedAt: isNew ? null : object.updatedAt,
    kinds:
      kinds && object === null
        ? kinds.names.map(name => ({
            name: t(`${kinds.words}.${name}.name`),
            href: `?kind=${name}`,
            current: name === kinds.kind,
          }))
        : null,
    form: presentForm(form, { t, collection, object, configuration, duplicate }),
  });
}

interface Kinds {
  /** Where their words stand: `<words>.<kind>.name`. */
  words: string;
  names: readonly string[];
  kind: string;
}

/** The form of an object; collections whose objects are of several kinds have one for each. */
function formOf(
  collection: FormCollection,
  object: Stored<FormCollection> | null,
  req: Request,
): { form: Form; kinds: Kinds | null } {
  const asked = object && 'kind' in object ? object.kind : textIn(req, 'kind');
  if (collection === 'campaigns') {
    const kind = campaignKinds.find(name => name === asked) ?? 'human';
    return { form: campaignForms[kind], kinds: { words: 'campaignKinds', names: campaignKinds, kind } };
  }
  if (collection === 'connections') {
    const kind = connectionKinds.find(name => name === asked) ?? 'http';
    return { form: connectionForms[kind], kinds: { words: 'connectionKinds', names: connectionKinds, kind } };
  }
  return { form: forms[collection], kinds: null };
}
