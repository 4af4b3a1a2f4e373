/**
 * A small contact centre for tests of the core: service 1 (800100) welcome 11 -> human 12 with queue 13;
 * service 2 (800200) straight into human 14, no queue; agents 1, 2 in 12, agent 2 also in 14, agent 3 in 14.
 */
import {
  Agent,
  Calendar,
  Disposition,
  HumanCampaign,
  Line,
  Pause,
  QueueCampaign,
  Service,
  Skill,
  WelcomeCampaign,
  type Configuration,
} from '../../orchestrator/core/configuration/schemas.ts';
import { sampleFlows } from './sample-flows.ts';
import { sampleScript } from './sample-script.ts';

export function sampleConfiguration(): Configuration {
  const agent = (id: number) =>
    Agent.parse({
      id,
      name: `Agent ${id}`,
      username: `agent${id}`,
      extension: `20${id}`,
      defaultPhone: 'sip',
      sipPhone: {},
      outsidePhone: { number: `+39333000${id}`, lineId: 1 },
    });
  return {
    pauses: [Pause.parse({ id: 1, name: 'Coffee' }), Pause.parse({ id: 2, name: 'Lunch', paid: false })],
    dispositions: [
      Disposition.parse({ id: 1, name: 'Sold', positive: true }),
      Disposition.parse({ id: 2, name: 'Not now' }),
    ],
    calendars: [
      Calendar.parse({ id: 1, name: 'Office', hours: [{ weekday: 1, from: '09:00', to: '18:00' }] }),
    ],
    lines: [
      Line.parse({
        id: 1,
        name: 'Provider',
        kind: 'address',
        host: '127.0.0.1',
        callerIds: ['800100'],
        blockedPrefixes: ['899'],
      }),
    ],
    skills: [Skill.parse({ id: 1, name: 'english' })],
    agents: [agent(1), agent(2), agent(3)],
    prompts: [],
    connections: [],
    flows: sampleFlows(),
    scripts: [sampleScript()],
    campaigns: [
      WelcomeCampaign.parse({
        id: 11,
        name: 'Welcome',
        kind: 'welcome',
        message: { it: 'Benvenuti', en: 'Welcome' },
        nextCampaignId: 12,
      }),
      HumanCampaign.parse({
        id: 12,
        name: 'Sales',
        kind: 'human',
        members: [{ agentId: 1 }, { agentId: 2 }],
        queueCampaignId: 13,
        dispositionIds: [1, 2],
      }),
      QueueCampaign.parse({ id: 13, name: 'Queue', kind: 'queue' }),
      HumanCampaign.parse({
        id: 14,
        name: 'Help desk',
        kind: 'human',
        global: true,
        members: [{ agentId: 2, priority: 2 }, { agentId: 3 }],
        wrapUp: { defaultSeconds: 0, minimumSeconds: 0, maximumSeconds: 0 },
      }),
    ],
    services: [
      Service.parse({
        id: 1,
        name: 'Sales',
        entryCampaignId: 11,
        numbers: ['800100'],
        virtualExtension: '700',
        outboundCampaignId: 12,
      }),
      Service.parse({ id: 2, name: 'Help', entryCampaignId: 14, numbers: ['+39800200'], language: 'en' }),
    ],
  };
}
