/** What the record of a contact must say. */
import { expect } from 'chai';
import type { Fact } from '../../orchestrator/core/facts.ts';
import type { Contact } from './api.ts';

export type StepType = Extract<Fact, { contactId: unknown }>['type'];

/**
 * Checks that the steps contain `wanted` in this order (others may stand between them) and what holds for
 * every contact: steps in order, one end (I1), no negative duration (I5).
 */
export function expectSteps(contact: Contact, wanted: StepType[]): void {
  const types = contact.steps.map(step => step.type);
  let from = 0;
  for (const type of wanted) {
    const at = types.indexOf(type, from);
    if (at < 0) expect.fail(`no ${type} after the first ${from} steps of ${contact.id}: ${types.join(', ')}`);
    from = at + 1;
  }
  const places = contact.steps.map(step => step.seq * 1000 + step.index);
  expect(places, 'order of the steps').to.deep.equal([...places].sort((a, b) => a - b));
  const times = contact.steps.map(step => step.at);
  expect(times, 'times of the steps').to.deep.equal([...times].sort((a, b) => a - b));
  expect(
    types.filter(type => type === 'contactEnded'),
    'ends',
  ).to.have.length(1);
  for (const name of ['waitMs', 'talkMs', 'holdMs', 'wrapUpMs'] as const)
    expect(contact[name], name).to.be.at.least(0);
}

/** Checks members of the contact; says its steps when they differ. */
export function expectContact(contact: Contact, wanted: Partial<Contact>): void {
  const steps = contact.steps.map(({ at, type, data }) => `${at} ${type} ${JSON.stringify(data)}`).join('\n');
  expect(contact, `steps:\n${steps}\n`).to.include(wanted);
}

/** The member `name` of the first step of a type. */
export function stepValue(contact: Contact, type: StepType, name: string): unknown {
  return contact.steps.find(step => step.type === type)?.data[name];
}
