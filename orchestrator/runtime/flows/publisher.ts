/** Publishes flows: by hand, or at the time that was planned. What is published has been validated just before. */
import type { Problem as FlowProblem, References } from '../../../ivr-flows/block.ts';
import type { Flow } from '../../../ivr-flows/document.ts';
import { collections, type ConfigurationChange } from '../../core/configuration/schemas.ts';
import { Conflict, FlowInvalid, Invalid, NotFound } from '../errors.ts';
import type { Log } from '../log.ts';
import type { FlowPublisher } from '../ports/flows.ts';
import type { Store, Stored } from '../ports/store.ts';
import { readReferences } from './references.ts';

export interface PublisherOptions {
  store: Pick<Store, 'flows' | 'configuration' | 'prompts'>;
  validate: (flow: Flow, references: References) => FlowProblem[];
  /** Hands the new version to the running system. */
  applyChanges: (changes: ConfigurationChange[], by: string) => Promise<void>;
  /** Epoch ms. */
  clock?: () => number;
  log: Log;
}

export interface RunningPublisher extends FlowPublisher {
  /** Looks for publications that are due, now and from then on. They wait in the database, so none is lost by a stop. */
  start(): void;
  /** Resolves when what is under way is done. */
  stop(): Promise<void>;
}

/** How exactly a planned time is kept. */
const tickMs = 1000;
/** Another process may have planned something, and a database that was away is asked again. */
const askAgainMs = 30_000;

export function createPublisher(options: PublisherOptions): RunningPublisher {
  const { store, validate, log, clock = Date.now } = options;
  let timer: NodeJS.Timeout | null = null;
  let working: Promise<void> | null = null;
  /** Nothing is due before, as far as is known. */
  let nextLook = 0;

  const check = async (document: Flow): Promise<FlowProblem[]> =>
    validate(document, await readReferences(store));

  async function refuseInvalid(document: Flow): Promise<void> {
    const problems = await check(document);
    if (problems.some(({ severity }) => severity === 'error')) throw new FlowInvalid(problems);
  }

  async function validDraft(flowId: number, revision: number): Promise<Flow> {
    const draft = await store.flows.draft(flowId);
    if (draft.revision !== revision) {
      const { by, at } = draft;
      throw new Conflict(`the draft of flow ${flowId}`, { by, at, revision: draft.revision });
    }
    await refuseInvalid(draft.document);
    return draft.document;
  }

  /** What is published stands even if the running system cannot take it now: it reads all of it at its next start. */
  async function putInForce(flow: Stored<'flows'>, by: string): Promise<Stored<'flows'>> {
    const change: ConfigurationChange = {
      collection: 'flows',
      id: flow.id,
      object: collections.flows.parse(flow),
    };
    try {
      await options.applyChanges([change], by);
    } catch (error) {
      log.error(
        { err: error, flowId: flow.id },
        'a published flow could not be handed to the running system',
      );
    }
    return flow;
  }

  async function publishDue(): Promise<void> {
    const planned = await store.flows.planned();
    for (const { flowId, document, note, by } of planned.filter(({ dueAt }) => dueAt <= clock())) {
      try {
        await refuseInvalid(document);
        await putInForce(await store.flows.publish(flowId, document, note, by, 'publish'), by);
        log.info({ flowId }, 'a flow was published as planned');
      } catch (error) {
        if (!(error instanceof FlowInvalid)) throw error;
        log.warn({ flowId, err: error }, 'a flow that was planned cannot be published');
        await store.flows.scheduleFailed(flowId, error.message);
      }
    }
    const coming = planned.map(({ dueAt }) => dueAt).filter(dueAt => dueAt > clock());
    nextLook = Math.min(clock() + askAgainMs, ...coming);
  }

  function tick(): void {
    if (working || clock() < nextLook) return;
    nextLook = clock() + askAgainMs;
    working = publishDue()
      .catch((error: unknown) => log.error({ err: error }, 'planned publications could not be looked at'))
      .finally(() => {
        working = null;
      });
  }

  return {
    check,
    references: () => readReferences(store),
    async publish(flowId, revision, note, by) {
      const document = await validDraft(flowId, revision);
      return putInForce(await store.flows.publish(flowId, document, note, by, 'publish'), by);
    },
    async plan(flowId, revision, note, dueAt, by) {
      if (dueAt <= clock())
        throw new Invalid([{ path: ['at'], code: 'past', message: 'must be in the future' }]);
      const document = await validDraft(flowId, revision);
      const schedule = await store.flows.schedule(flowId, document, note, dueAt, by);
      nextLook = 0;
      return schedule;
    },
    async rollBack(flowId, version, note, by) {
      const earlier = await store.flows.version(flowId, version);
      if (!earlier) throw new NotFound(`version ${version} of flow ${flowId}`);
      await refuseInvalid(earlier.document);
      return putInForce(await store.flows.publish(flowId, earlier.document, note, by, 'rollback'), by);
    },
    unplan: (flowId, by) => store.flows.unschedule(flowId, by),
    start() {
      nextLook = 0;
      timer = setInterval(tick, tickMs);
      tick();
    },
    async stop() {
      if (timer) clearInterval(timer);
      await working;
    },
  };
}
