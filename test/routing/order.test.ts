/** The order of those who wait: what the lists find is what the rule says, and nobody waits for ever. */
import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { AgentSession } from '../../orchestrator/core/agents/session.ts';
import type { Contact } from '../../orchestrator/core/contacts/contact.ts';
import { nextFor, setPriority } from '../../orchestrator/core/routing/waiting.ts';
import type { World } from '../../orchestrator/core/world.ts';
import { Scene, type SceneSettings } from './scene.ts';

/** docs/routing.md, "Which of the waiting contacts", word by word: a scan over all. */
function bySpecification(world: World, session: AgentSession): Contact | null {
  const { campaigns, agents, skillByName } = world.configuration;
  const levels = new Map(agents.get(session.agentId)?.skills.map(({ skillId, level }) => [skillId, level]));
  const ranked = [...world.contacts.values()].flatMap(contact => {
    const campaign = contact.stage === 'waiting' ? campaigns.get(contact.distributedBy ?? 0) : undefined;
    if (campaign?.kind !== 'human') return [];
    const member = campaign.members.find(({ agentId }) => agentId === session.agentId);
    const since = contact.waitingSince ?? 0;
    const asks = campaign.skills.filter(({ skillId }, index) => {
      const before = campaign.skills.slice(0, index).filter(step => step.skillId === skillId);
      const from = (contact.clock?.since ?? 0) + 1000 * before.reduce((sum, { seconds }) => sum + seconds, 0);
      const { seconds } = campaign.skills[index] ?? { seconds: 0 };
      return world.at >= from && (seconds === 0 || world.at < from + seconds * 1000);
    });
    if (!member || asks.some(({ skillId, level }) => (levels.get(skillId) ?? 0) < level)) return [];
    expect(skillByName.size).to.equal(2);
    const urgent = contact.returned || world.at - since >= campaign.firstAfterSeconds * 1000;
    const { serviceLevelSeconds, priorityPointSeconds } = campaign;
    const due = since + (serviceLevelSeconds - contact.priority * priorityPointSeconds) * 1000;
    const kind = `${campaign.id}/${asks.map(({ skillId, level }) => `${skillId}:${level}`).join()}`;
    return [{ contact, kind, rank: urgent ? 0 : member.priority, due, since }];
  });
  type Ranked = (typeof ranked)[number];
  const inLine = (a: Ranked, b: Ranked): number =>
    Number(b.contact.returned) - Number(a.contact.returned) ||
    a.due - b.due ||
    a.since - b.since ||
    Number(a.contact.id.split('-')[2]) - Number(b.contact.id.split('-')[2]);
  // Of those who wait for the same, the one whose turn it is.
  const first = ranked.filter(one =>
    ranked.every(other => other.kind !== one.kind || inLine(one, other) <= 0),
  );
  first.sort((a, b) => a.rank - b.rank || inLine(a, b));
  return first[0]?.contact ?? null;
}

const number = (min: number, max: number) => fc.integer({ min, max });
const campaign = fc.record({
  serviceLevelSeconds: number(0, 60),
  servicePriority: number(0, 5),
  priorityPointSeconds: fc.constantFrom(0, 10, 60),
  firstAfterSeconds: number(1, 200),
  skills: fc.array(
    fc.record({ skillId: number(1, 2), level: number(1, 10), seconds: fc.constantFrom(5, 20, 60) }),
    { maxLength: 3 },
  ),
  priorities: fc.tuple(number(1, 3), number(1, 3)),
});
const agent = fc.record({
  skills: fc.tuple(number(1, 10), number(1, 10)).map(([one, other]) => [
    { skillId: 1, level: one },
    { skillId: 2, level: other },
  ]),
});

describe('the contact that an agent takes', () => {
  it('is the one that the rule names, whatever waits for whatever', () => {
    const happenings = fc.array(
      fc.record({ campaign: number(1, 3), wait: number(0, 40), priority: fc.option(number(0, 9)) }),
      {
        maxLength: 25,
      },
    );
    fc.assert(
      fc.property(
        fc.tuple(agent, agent),
        fc.tuple(campaign, campaign, campaign),
        happenings,
        (agents, campaigns, calls) => {
          const scene = new Scene({
            skills: ['one', 'other'],
            agents,
            campaigns: campaigns.map(({ priorities, ...settings }) => ({
              ...settings,
              members: priorities.map((priority, i) => ({ agentId: i + 1, priority })),
            })),
          });
          // Logged in and in a pause: the queues fill.
          scene.ask(1, { type: 'login' });
          scene.ask(2, { type: 'login' });
          for (const { campaign: to, wait, priority } of calls) {
            const contact = scene.call(to);
            if (priority !== null) setPriority(scene.world, contact, priority);
            scene.wait(wait);
            for (const session of scene.world.sessions.values())
              expect(nextFor(scene.world, session)?.contact.id).to.equal(
                bySpecification(scene.world, session)?.id,
              );
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('nobody waits for ever', () => {
  it('beside a campaign that comes first, has higher priority, and more contacts than can be served', () => {
    fc.assert(
      fc.property(
        fc.record({
          priority: number(0, 8),
          point: fc.constantFrom(0, 30, 60),
          after: number(10, 300),
          target: number(0, 60),
        }),
        ({ priority, point, after, target }) => {
          const members = (own: number) => [{ agentId: 1, priority: own }];
          const rest = { priorityPointSeconds: point, firstAfterSeconds: after };
          const settings: SceneSettings = {
            agents: [{}],
            campaigns: [
              { ...rest, members: members(1), servicePriority: priority, serviceLevelSeconds: 0 },
              { ...rest, members: members(2), serviceLevelSeconds: target },
            ],
          };
          const scene = new Scene(settings);
          const patient = scene.call(2);
          scene.call(1);
          scene.ready(1);
          const began = scene.at;
          /** Of the other campaign: those who came no later than this are due before, at the most. */
          const head = (priority * point + target) * 1000;
          let mayGoBefore = 1;
          let wentBefore = 0;
          while (scene.agentOf(patient) === null) {
            const ringing = [...scene.world.contacts.values()].find(({ offer }) => offer);
            if (!ringing) throw new Error('somebody should be offered');
            wentBefore += 1;
            scene.answer(ringing);
            scene.wait(10);
            // Two come for each that is served.
            for (const _ of [1, 2]) {
              scene.call(1);
              if (scene.at - began <= Math.max(head, after * 1000)) mayGoBefore += 1;
            }
            scene.hangUp(ringing);
            expect(wentBefore).to.be.at.most(mayGoBefore);
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
