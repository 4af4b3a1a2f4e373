/** A new flow: from nothing, a template, a file or another flow. */
import { templates } from '../../ivr-flows/templates/index.ts';
import type { Request, Response, Router } from 'express';
import { flowKinds } from '../forms/forms.ts';
import type { Site } from '../page.ts';
import { numberIn } from '../query.ts';

/** Before the routes of the resources: a flow begins with a draft, which their form does not make. */
export function flowRoutes(router: Router, site: Site): void {
  router.get('/admin/flows/new', (req, res) => showNew(site, req, res));
}

async function showNew(site: Site, req: Request, res: Response): Promise<void> {
  const { store } = site.context;
  const { t, language } = site.locale(req);
  const from = numberIn(req, 'from');
  const pattern = from === null ? null : await store.configuration.get('flows', from);
  site.show(req, res, 'flows/new', {
    title: t('resources.flows.new'),
    script: 'flow-new',
    back: { href: '/admin/flows', label: t('nav.flows') },
    pattern: pattern && { id: pattern.id, name: pattern.name },
    copyName: pattern && t('form.copyOf', { name: pattern.name }),
    description: pattern?.description ?? '',
    templates: templates.map(({ id, title, flow }) => ({
      id,
      name: title[language],
      kind: flow.kind,
      kindName: t(`campaignKinds.${flow.kind}.name`),
    })),
    kinds: flowKinds.map(kind => ({
      value: kind,
      name: t(`campaignKinds.${kind}.name`),
      help: t(`campaignKinds.${kind}.help`),
      selected: kind === (pattern?.kind ?? 'welcome'),
    })),
  });
}
