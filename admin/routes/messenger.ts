/** Messenger Configurator: every synthetic campaign with its flow, synthetic agents, languages and voices. */
import type { Request, Response, Router } from 'express';
import type { SyntheticCampaign } from '../../orchestrator/core/configuration/schemas.ts';
import { readConfiguration } from '../configuration.ts';
import { campaignKinds } from '../forms/forms.ts';
import { comingText, missingLanguages, publishedText } from '../list-more.ts';
import { namesOf } from '../names.ts';
import type { Site } from '../page.ts';

export function messengerRoutes(router: Router, site: Site): void {
  router.get('/admin/messenger', (req, res) => showMessenger(site, req, res));
}

async function showMessenger(site: Site, req: Request, res: Response): Promise<void> {
  const { store } = site.context;
  const { t, formats } = site.locale(req);
  const configuration = await readConfiguration(store.configuration, ['campaigns', 'flows', 'prompts']);
  const names = namesOf(configuration, t);
  const standings = await store.flows.standings(configuration.flows.map(({ id }) => id));
  const recordings = await store.prompts.current();
  const synthetic = configuration.campaigns
    .filter((campaign): campaign is SyntheticCampaign => campaign.kind !== 'human')
    .sort((one, other) => one.name.localeCompare(other.name));
  const shown = (campaign: SyntheticCampaign): object => {
    const standing = standings.find(({ flowId }) => flowId === campaign.flowId);
    return {
      id: campaign.id,
      name: campaign.name,
      kind: t(`campaignKinds.${campaign.kind}.name`),
      flowId: campaign.flowId,
      flow: names.of('flows', campaign.flowId),
      published: campaign.flowId === null ? '' : publishedText(standing, t, formats),
      coming: comingText(standing, t, formats),
      agents: campaign.syntheticAgents === 0 ? t('common.noLimit') : formats.number(campaign.syntheticAgents),
      excess: names.of('campaigns', campaign.excessCampaignId) || t('common.none'),
      languages: campaign.languages.map(language => ({
        name: t(`languages.${language}`),
        voice: campaign.voices[language],
      })),
    };
  };
  site.show(req, res, 'messenger/configurator', {
    title: t('nav.messenger'),
    campaigns: synthetic.map(shown),
    kinds: campaignKinds
      .filter(kind => kind !== 'human')
      .map(kind => ({ kind, name: t(`campaignKinds.${kind}.name`) })),
    incomplete: configuration.prompts.filter(({ id }) => missingLanguages(recordings, id).length > 0).length,
  });
}
