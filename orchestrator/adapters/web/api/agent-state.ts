/** Putting an agent into a state in the agent's place: what a supervisor does, and tests and traffic generators. */
import type { AgentRequest } from '../../../core/agents/requests.ts';
import type { AgentView } from '../../../core/views.ts';
import { NotFound, Refused } from '../../../runtime/errors.ts';
import type { PhoneKind } from '../../../core/configuration/schemas.ts';
import type { Engine } from '../../../runtime/ports/engine.ts';
import { asError } from '../as-error.ts';
import type { Store } from '../../../runtime/ports/store.ts';

export type Wanted =
  | { state: 'ready'; phone?: PhoneKind | undefined }
  | { state: 'pause'; pauseId: number; phone?: PhoneKind | undefined }
  | { state: 'loggedOut' };

/** What the core has taken shows within the same turn; this only bounds the wait should it not. */
const settleMs = 3000;

/** Whether the agent is in the wanted state, or will be when its contact ends ("then"). */
function settled(view: AgentView, wanted: Wanted): boolean {
  const pauseId = wanted.state === 'pause' ? wanted.pauseId : null;
  if (view.next?.state === wanted.state) return wanted.state !== 'pause' || view.next.pauseId === pauseId;
  if (view.state === wanted.state) return wanted.state !== 'pause' || view.pauseId === pauseId;
  // Ready, but its phone or page is away, or it has a contact already.
  return wanted.state === 'ready' && ['unreachable', 'offered', 'talking', 'onHold'].includes(view.state);
}

/** The agent's view when `done` holds for it, or as it is after `settleMs`. */
async function viewWhen(
  engine: Engine,
  agentId: number,
  done: (view: AgentView) => boolean,
): Promise<{ view: AgentView; done: boolean }> {
  const look = (): { view: AgentView; done: boolean } => {
    const view = engine.agentView(agentId);
    if (!view) throw new NotFound(`agents ${agentId}`);
    return { view, done: done(view) };
  };
  const now = look();
  if (now.done) return now;
  return new Promise((resolve, reject) => {
    const finish = (give: () => void): void => {
      clearTimeout(timer);
      stop();
      give();
    };
    const stop = engine.onFacts(() => {
      try {
        const later = look();
        if (later.done) finish(() => resolve(later));
      } catch (error) {
        finish(() => reject(asError(error)));
      }
    });
    const timer = setTimeout(
      () => finish(() => resolve({ ...now, view: engine.agentView(agentId) ?? now.view })),
      settleMs,
    );
  });
}

/** Logs in with `phone`, or the agent's default one; a browser only if its page is there to ring. */
async function logIn(
  deps: { engine: Engine; store: Store },
  view: AgentView,
  phone: PhoneKind | undefined,
  by: string,
) {
  const { agentId } = view;
  const kind = phone ?? (await deps.store.configuration.get('agents', agentId))?.defaultPhone;
  if (kind === 'browser' && !view.pageConnected) throw new Refused('phoneNotReachable');
  await deps.engine.request(agentId, { type: 'login', phone: kind }, by);
  await viewWhen(deps.engine, agentId, after => after.state !== 'loggedOut');
}

const requestFor = (wanted: Wanted): AgentRequest =>
  wanted.state === 'loggedOut'
    ? { type: 'logout' }
    : wanted.state === 'pause'
      ? { type: 'pause', pauseId: wanted.pauseId }
      : { type: 'ready' };

/**
 * Asks for the state, logging the agent in first where needed. `done` is false when the core took the
 * request but the state has not come yet. Throws Refused, NotFound.
 */
export async function setAgentState(
  deps: { engine: Engine; store: Store },
  agentId: number,
  wanted: Wanted,
  by: string,
): Promise<{ view: AgentView; done: boolean }> {
  const before = deps.engine.agentView(agentId);
  if (!before) throw new NotFound(`agents ${agentId}`);
  if (settled(before, wanted) && before.next === null) return { view: before, done: true };
  if (before.state === 'loggedOut' && wanted.state !== 'loggedOut')
    await logIn(deps, before, wanted.phone, by);
  await deps.engine.request(agentId, requestFor(wanted), by);
  return viewWhen(deps.engine, agentId, view => settled(view, wanted));
}
