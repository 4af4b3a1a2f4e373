/** Calls that come and go beside the scene: SIPp callers, SIPp agents. */
import { expect } from 'chai';
import { createCentre, makeReady } from '../../support/contact-centre.ts';
import type { Instance } from '../../support/instance.ts';
import { type SippResult, startAgentPhones, startSipp } from '../../support/sipp.ts';
import { until } from '../../support/until.ts';

export interface Load {
  serviceId: number;
  /** Calls answered and ended in good order so far. */
  succeeded(): Promise<number>;
  /** No new calls; resolves when those under way are over. */
  stop(): Promise<{ callers: SippResult; agents: SippResult }>;
}

export interface LoadOptions {
  /** Calls per second; default 2. */
  rate?: number;
  /** Agents; default 4. */
  agents?: number;
  /** Length of a conversation; default 1500. */
  talkMs?: number;
}

/** Longest that the last calls may take to be answered and ended, ms. */
const drainMs = 20_000;

let loads = 0;

/** Starts and waits until calls flow. */
export async function startLoad(instance: Instance, options: LoadOptions = {}): Promise<Load> {
  const { rate = 2, agents = 4, talkMs = 1500 } = options;
  loads += 1;
  const centre = await createCentre(instance, { agents, welcome: { message: { it: '', en: '' } } });
  const phones = await startAgentPhones({
    remote: instance.sip,
    phones: centre.agents,
    answerMs: 200,
    talkMs,
  });
  for (const agent of centre.agents) await makeReady(instance, agent);
  const callers = await startSipp({
    scenario: 'caller',
    remote: instance.sip,
    rate,
    limit: 2 * agents,
    rows: Array.from({ length: 500 }, (_, i) => [`06${loads}${String(i).padStart(6, '0')}`]),
    values: { number: centre.number, stay_ms: 30_000 },
  });
  const succeeded = async () => (await callers.stats()).succeeded;
  await until('calls flow', async () => (await succeeded()) >= 2, { timeoutMs: 20_000, everyMs: 200 });
  return {
    serviceId: centre.service.id,
    succeeded,
    async stop() {
      process.kill(callers.pid, 'SIGUSR1');
      await until(
        'the last calls are answered and ended',
        async () =>
          (await instance.api.live()).contacts.every(({ serviceId }) => serviceId !== centre.service.id),
        { timeoutMs: drainMs, everyMs: 200 },
      ).catch(() => undefined);
      const ended = await callers.stop();
      // The agents' side of the last calls.
      await until('the agents have hung up', async () => (await phones.stats()).active === 0, {
        timeoutMs: 5000,
        everyMs: 200,
      }).catch(() => undefined);
      return { callers: ended, agents: await phones.stop() };
    },
  };
}

/**
 * Every call was answered and ended in good order. Those that came while nobody drove Asterisk were told so
 * by the dialplan's fallback (486), where `outage` says that there was such a time.
 */
export function expectAllWell(callers: SippResult, outage: boolean): void {
  const refusals = callers.errors.match(/received 'SIP\/2\.0 \d+[^\r\n]*/g) ?? [];
  expect(
    refusals.filter(text => !text.includes('486')),
    callers.errors,
  ).to.deep.equal([]);
  if (!outage) expect(callers.failed, callers.errors).to.equal(0);
}
