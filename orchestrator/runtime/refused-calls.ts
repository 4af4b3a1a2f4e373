/** Calls that lines refused stand in the audit log, under the line, and in the log of the server (S11). */
import type { Fact } from '../core/facts.ts';
import type { Log } from './log.ts';
import type { Engine } from './ports/engine.ts';
import type { AuditStore } from './ports/store.ts';

/** A run of refusals does not fill the memory while the database is away: beyond that they stand in the log alone. */
const MOST_PENDING = 100;

export function auditRefusedCalls(
  engine: Pick<Engine, 'onFacts' | 'agentView'>,
  audit: Pick<AuditStore, 'add'>,
  log: Log,
): void {
  let pending = 0;
  const write = (refused: Extract<Fact, { type: 'callRefused' }>): void => {
    const { agentId, lineId, number, code, contactId, went } = refused;
    const by = agentId === null ? '#phones' : (engine.agentView(agentId)?.name ?? `agents/${agentId}`);
    log.warn({ agentId, lineId, code, contactId, went }, went ? 'a call is worth an alarm' : 'call refused');
    if (pending >= MOST_PENDING) return;
    pending += 1;
    audit
      .add({
        by,
        action: went ? 'callAlarm' : 'callRefused',
        object: `lines/${lineId}`,
        detail: { [code]: [null, number] },
      })
      .catch((error: unknown) => log.warn({ err: error }, 'a refused call is not in the audit log'))
      .finally(() => {
        pending -= 1;
      });
  };
  engine.onFacts(facts => {
    for (const fact of facts) if (fact.type === 'callRefused') write(fact);
  });
}
