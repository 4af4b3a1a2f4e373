/** What operators filled in: a row for each value. Steps leave out what is sensitive. */
import type { Fact } from '../../../core/facts.ts';
import type { ProjectionsOf } from './projections.ts';

export const scriptFacts: ProjectionsOf<'scriptBegan' | 'scriptChanged'> = {
  scriptBegan: () => undefined,
  scriptChanged(batch, fact, { seq, index, at }) {
    for (const [field, value] of Object.entries(fact.values))
      batch.scriptValues.push({
        seq,
        idx: index,
        field,
        contact_id: fact.contactId,
        script_id: fact.scriptId,
        version: fact.version,
        agent_id: fact.agentId,
        at,
        value: JSON.stringify(value),
        is_sensitive: Number(fact.sensitive.includes(field)),
      });
  },
};

/** The fact as steps tell it: null stands for a value that not everybody may read. */
export function openlyTold(fact: Fact): object {
  if (fact.type !== 'scriptChanged') return fact;
  const values = Object.entries(fact.values).map(([name, value]) => [
    name,
    fact.sensitive.includes(name) ? null : value,
  ]);
  return { ...fact, values: Object.fromEntries(values) };
}
