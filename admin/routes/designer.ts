/** The Call Designer of one flow. The page itself is admin/designer/; it reads and writes through the REST API. */
import type { Router } from 'express';
import type { Site } from '../page.ts';

/** Before the routes of the resources: the address of a flow opens its drawing, not its form. */
export function designerRoutes(router: Router, site: Site): void {
  router.get('/admin/flows/:id', async (req, res, next) => {
    const id = Number(req.params.id);
    const flow =
      Number.isSafeInteger(id) && id > 0 ? await site.context.store.configuration.get('flows', id) : null;
    // The form of a new one, or "not found", are the resources' affair.
    if (!flow) return next();
    const { t } = site.locale(req);
    return site.show(req, res, 'designer', {
      title: flow.name,
      script: 'designer',
      flowId: flow.id,
      kind: t(`campaignKinds.${flow.kind}.name`),
      settings: `/admin/flows/${flow.id}/settings`,
      back: { href: '/admin/flows', label: t('nav.flows') },
    });
  });
}
