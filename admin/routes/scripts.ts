/** One script: its pages and fields, its versions. Writing goes through the REST API. */
import type { Request, Response, Router } from 'express';
import type { Site } from '../page.ts';
import { numberIn } from '../query.ts';

/** Before the routes of the resources: a script has a page of its own instead of their form. */
export function scriptRoutes(router: Router, site: Site): void {
  router.get('/admin/scripts/new', (req, res) => {
    const { t } = site.locale(req);
    showScript(site, { title: t('resources.scripts.new'), id: null, from: numberIn(req, 'from') }, req, res);
  });
  router.get('/admin/scripts/:id', async (req, res) => {
    const id = Number(req.params.id);
    const { store } = site.context;
    const script = Number.isSafeInteger(id) && id > 0 ? await store.configuration.get('scripts', id) : null;
    const { t, formats } = site.locale(req);
    if (!script)
      return site.show(req, res, 'message', {
        title: t('errors.missing.title'),
        text: t('errors.missing.text'),
        status: 404,
        back: { href: '/admin/scripts', label: t('nav.scripts') },
      });
    const versions = (await store.scripts.versions(id)).map(({ number, note, at, by }) => ({
      number,
      note,
      title: t('scripts.version', { number }),
      current: number === script.version,
      about: t('scripts.versionAbout', { by, at: formats.dateTime(at) }),
    }));
    return showScript(site, { title: script.name, id, from: null, versions }, req, res);
  });
}

function showScript(
  site: Site,
  about: { title: string; id: number | null; from: number | null; versions?: object[] },
  req: Request,
  res: Response,
): void {
  const { t } = site.locale(req);
  site.show(req, res, 'scripts/script', {
    versions: [],
    ...about,
    script: 'script',
    about: t('resources.scripts.about'),
    back: { href: '/admin/scripts', label: t('nav.scripts') },
  });
}
