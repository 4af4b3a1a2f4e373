/**
 * A small contact centre driven by hand: agents with SIP phones, campaigns with what a test sets, a service for
 * each. After every step the invariants are checked.
 */
import { expect } from 'chai';
import type { AgentRequest } from '../../orchestrator/core/agents/requests.ts';
import {
  Agent,
  HumanCampaign,
  Line,
  Pause,
  QueueCampaign,
  Service,
  Skill,
  type Configuration,
} from '../../orchestrator/core/configuration/schemas.ts';
import type { Contact } from '../../orchestrator/core/contacts/contact.ts';
import type { Event } from '../../orchestrator/core/events.ts';
import type { Fact } from '../../orchestrator/core/facts.ts';
import { step, type StepResult } from '../../orchestrator/core/step.ts';
import { createWorld, decodeWorld, encodeWorld, type World } from '../../orchestrator/core/world.ts';
import { emptyConfiguration } from '../../orchestrator/core/configuration/lookup.ts';
import { checkInvariants } from '../support/invariants.ts';

export const node = 'n1';
/** 2026-03-02 09:00 UTC, a Monday. */
const START = Date.UTC(2026, 2, 2, 9);

type CampaignSettings = Partial<typeof HumanCampaign._input> & { servicePriority?: number };

export interface SceneSettings {
  /** Skills of each agent, agents being numbered from 1. */
  agents: { skills?: { skillId: number; level: number }[] }[];
  skills?: string[];
  /** Human campaigns, from 1: each has the number 800<n>, all agents as members unless said, and a queue. */
  campaigns: CampaignSettings[];
}

export function configurationOf({ agents, skills = [], campaigns }: SceneSettings): Configuration {
  const members = agents.map((_, i) => ({ agentId: i + 1 }));
  return {
    ...emptyConfiguration(),
    pauses: [Pause.parse({ id: 1, name: 'Coffee' })],
    lines: [Line.parse({ id: 1, name: 'Provider', kind: 'address', host: '127.0.0.1' })],
    skills: skills.map((name, i) => Skill.parse({ id: i + 1, name })),
    agents: agents.map(({ skills: levels = [] }, i) =>
      Agent.parse({
        id: i + 1,
        name: `Agent ${i + 1}`,
        username: `agent${i + 1}`,
        extension: String(200 + i),
        defaultPhone: 'sip',
        sipPhone: {},
        skills: levels,
      }),
    ),
    campaigns: campaigns.flatMap(({ servicePriority: _, ...settings }, i) => [
      HumanCampaign.parse({
        members,
        queueCampaignId: 101 + i,
        wrapUp: { defaultSeconds: 0, minimumSeconds: 0, maximumSeconds: 0 },
        ...settings,
        id: i + 1,
        name: `Campaign ${i + 1}`,
        kind: 'human',
      }),
      QueueCampaign.parse({ id: 101 + i, name: `Queue ${i + 1}`, kind: 'queue', announcePosition: false }),
    ]),
    services: campaigns.map(({ servicePriority = 0 }, i) =>
      Service.parse({
        id: i + 1,
        name: `Service ${i + 1}`,
        entryCampaignId: i + 1,
        numbers: [`800${i + 1}`],
        priority: servicePriority,
      }),
    ),
  };
}

export class Scene {
  world: World = createWorld();
  at = START;
  readonly facts: Fact[] = [];
  #calls = 0;

  constructor(settings: SceneSettings) {
    const configuration = configurationOf(settings);
    this.submit({ type: 'started', instance: 'phones', timeZone: 'Europe/Rome' });
    this.submit({ type: 'configurationLoaded', configuration });
    this.submit({ type: 'nodeConnected', node, version: '22', bootId: 'b1' });
    const phonesOnline = configuration.agents.map(({ id }) => ({ agentId: id, kind: 'sip' as const }));
    this.submit({ type: 'nodeObserved', node, legs: [], channels: [], bridges: [], phonesOnline });
  }

  submit(event: Event): StepResult {
    const result = step(this.world, { seq: this.world.seq + 1, at: this.at, event });
    if (result.error) throw result.error;
    checkInvariants(this.world);
    this.facts.push(...result.facts);
    return result;
  }

  ask(agentId: number, ...requests: AgentRequest[]): void {
    for (const request of requests)
      this.submit({ type: 'agentRequested', requestId: 'r', agentId, request, by: 'test' });
  }

  /** Log in and be ready, one after another. */
  ready(...agentIds: number[]): void {
    for (const agentId of agentIds) {
      if (!this.world.sessions.has(agentId)) this.ask(agentId, { type: 'login' });
      this.ask(agentId, { type: 'ready' });
    }
  }

  /** Time passes; timers that fall due fire. */
  wait(seconds: number): void {
    const until = this.at + seconds * 1000;
    for (;;) {
      const [due] = [...this.world.timers].filter(([, at]) => at <= until).sort((a, b) => a[1] - b[1]);
      if (!due) break;
      [, this.at] = due;
      this.submit({ type: 'timerFired', timerId: due[0], dueAt: due[1] });
    }
    this.at = until;
  }

  /** A call to the campaign, from 1. */
  call(campaign = 1, caller = '0612345'): Contact {
    this.#calls += 1;
    const leg = `in${this.#calls}`;
    const number = { number: caller, name: '' };
    this.submit({ type: 'callArrived', node, leg, lineId: 1, dialled: `800${campaign}`, caller: number });
    return this.with(leg);
  }

  with(callerLeg: string): Contact {
    return (
      [...this.world.contacts.values()].find(each => each.callerLeg === callerLeg) ?? expect.fail(callerLeg)
    );
  }

  /** The present state of a contact, also after a restart. */
  now({ id }: Contact): Contact {
    return this.world.contacts.get(id) ?? expect.fail(`${id} has ended`);
  }

  /** The agent at whom the contact rings. */
  agentOf(contact: Contact): number | null {
    return this.world.contacts.get(contact.id)?.offer?.agentId ?? null;
  }

  answer(contact: Contact): void {
    const { offer } = this.now(contact);
    if (!offer) throw new Error(`${contact.id} rings nowhere`);
    this.submit({ type: 'legAnswered', node, leg: offer.leg });
  }

  hangUp(contact: Contact): void {
    this.submit({ type: 'legEnded', node, leg: this.now(contact).callerLeg, cause: 16 });
  }

  /** Called, answered, over: the agent who had it. */
  served(campaign = 1, caller?: string): number | null {
    const contact = this.call(campaign, caller);
    const agent = this.agentOf(contact);
    this.answer(contact);
    this.hangUp(contact);
    return agent;
  }

  /** As after a kill and a start: the world out of its snapshot. */
  restart(): void {
    this.world = decodeWorld(encodeWorld(this.world));
    checkInvariants(this.world);
  }
}
