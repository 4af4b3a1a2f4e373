/** Started by crash.test.ts: projects one contact after another and prints each position that is written. */
import { createStore } from '../../../orchestrator/adapters/store/store.ts';
import { createLog } from '../../../orchestrator/runtime/log.ts';
import { handled, monday } from './stories.ts';

const store = createStore({ ...JSON.parse(process.argv[2] ?? '{}'), log: createLog('error') });
for (let position = await store.facts.position(); ; position += 22) {
  const contact = {
    contactId: `phones-x-${position}`,
    agentId: 7,
    serviceId: 4,
    campaignId: 5,
    from: monday + position,
  };
  await store.facts.project(handled(contact, position + 1), position + 22);
  process.stdout.write(`${position + 22}\n`);
}
