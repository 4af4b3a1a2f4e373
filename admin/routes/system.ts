/** Accounts and tokens (administrators only), the audit log, and help. */
import type { Router } from 'express';
import type { AuditRow } from '../../orchestrator/runtime/ports/store.ts';
import type { Site } from '../page.ts';
import { pathWith, textIn } from '../query.ts';
import { dayFigures, headFigures } from '../shared/figures.ts';

/** Figures that the help page defines, in reading order. */
export const definedFigures = [
  ...new Set([...headFigures, ...dayFigures, 'abandonment', 'active', 'occupancy', 'utilisation']),
];
/** Words of the product that the help page explains. */
export const explainedWords = [
  'service',
  'campaign',
  'humanCampaign',
  'syntheticCampaign',
  'agent',
  'line',
  'extension',
  'virtualExtension',
  'contact',
  'wrapUp',
  'pause',
  'disposition',
  'calendar',
] as const;

/** More changes than these are folded up. */
const mostOpenChanges = 4;

export function systemRoutes(router: Router, site: Site): void {
  const { auth, store } = site.context;

  router.get('/admin/accounts', auth.require('administrator'), async (req, res) => {
    const { t } = site.locale(req);
    const [accounts, tokens] = await Promise.all([store.accounts.list(), store.accounts.listTokens()]);
    const own = auth.account(req)?.id;
    site.show(req, res, 'accounts', {
      title: t('nav.accounts'),
      script: 'accounts',
      // Operators' accounts belong to the forms of their agents.
      accounts: accounts
        .filter(account => account.agentId === null)
        .map(account => ({ ...account, own: account.id === own, roleName: t(`roles.${account.role}`) })),
      tokens: tokens.map(token => ({ ...token, roleName: t(`roles.${token.role}`) })),
    });
  });

  router.get('/admin/driver', auth.require('administrator'), async (req, res) => {
    const { t } = site.locale(req);
    const [drive, open] = await Promise.all([site.context.driverOrigins(), site.context.screenPopOrigins()]);
    site.show(req, res, 'driver', {
      title: t('nav.driver'),
      script: 'driver',
      origins: drive.join('\n'),
      popOrigins: open.join('\n'),
    });
  });

  router.get('/admin/audit', auth.require('administrator'), async (req, res) => {
    const { t } = site.locale(req);
    const object = textIn(req, 'object').trim();
    const cursor = textIn(req, 'cursor');
    const page = await store.audit.list({ ...(object && { object }), ...(cursor && { cursor }) });
    site.show(req, res, 'audit', {
      title: t('nav.audit'),
      object,
      rows: page.items.map(row => ({
        many: Object.keys(row.detail).length > mostOpenChanges,
        at: row.at,
        by: row.by,
        action: t(`audit.actions.${row.action}`, { defaultValue: row.action }),
        object: row.object,
        changes: changesOf(row),
      })),
      filtered: object !== '' || cursor !== '',
      firstPage: cursor && pathWith(req, { cursor: null }),
      nextPage: page.nextCursor && pathWith(req, { cursor: page.nextCursor }),
    });
  });

  router.get('/admin/help', (req, res) => {
    const { t } = site.locale(req);
    site.show(req, res, 'help', {
      title: t('nav.help'),
      figures: definedFigures.map(id => ({
        id,
        name: t(`figures.${id}.name`),
        text: t(`figures.${id}.definition`),
      })),
      words: explainedWords.map(id => ({ id, name: t(`words.${id}.name`), text: t(`words.${id}.text`) })),
    });
  });
}

/** Each changed member with its value before and after; values that are no pair are shown as they are. */
function changesOf(row: AuditRow): object[] {
  const show = (value: unknown): string =>
    typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);
  return Object.entries(row.detail).map(([member, value]) =>
    Array.isArray(value) && value.length === 2
      ? { member, before: show(value[0]), after: show(value[1]), pair: true }
      : { member, after: show(value), pair: false },
  );
}
