/**
 * A whole instance with people in every state in which a fault can meet them: talking, on hold, ringing,
 * queued, in the welcome, in wrap-up, and SIPp traffic beside.
 */
import { expect } from 'chai';
import type { AgentView, LiveAgent, LiveContact } from '../../../orchestrator/core/views.ts';
import { makeReady } from '../../support/contact-centre.ts';
import { type Instance, type InstanceOptions, startInstance } from '../../support/instance.ts';
import { hearEachOther } from '../../support/listening.ts';
import { expectContact } from '../../support/steps.ts';
import { until } from '../../support/until.ts';
import { checkInvariants, type Exceptions } from './invariants.ts';
import { expectAllWell, type Load, type LoadOptions, startLoad } from './load.ts';
import {
  type Caller,
  type Desk,
  inWelcome,
  inWrapUp,
  onHold,
  type Queue,
  queued,
  ringing,
  type Talk,
  talking,
  type WrapUp,
} from './parties.ts';

export interface SceneOptions {
  instance?: InstanceOptions;
  /** An instance that runs already; it is not stopped with the scene. */
  on?: Instance;
  /** SIPp traffic beside; absent = none. */
  load?: LoadOptions;
}

/** What must be the same after the orchestrator has come back. */
export interface Standing {
  contacts: Pick<
    LiveContact,
    'id' | 'stage' | 'caller' | 'agentId' | 'arrivedAt' | 'stageSince' | 'position'
  >[];
  agents: Pick<LiveAgent, 'id' | 'state' | 'since' | 'pauseId' | 'contactId' | 'reachable'>[];
  wrapUp: AgentView['wrapUp'];
}

export class Scene {
  readonly instance: Instance;
  readonly talks: Talk[];
  readonly held: Talk;
  readonly ringing: Talk;
  readonly queue: Queue;
  readonly welcome: Desk & Caller;
  readonly wrapUp: WrapUp;
  readonly load: Load | null;
  readonly #own: boolean;
  #loadEnd: ReturnType<Load['stop']> | null = null;

  private constructor(
    parts: Pick<Scene, 'instance' | 'talks' | 'held' | 'ringing' | 'queue' | 'welcome' | 'wrapUp' | 'load'>,
    own: boolean,
  ) {
    this.instance = parts.instance;
    this.talks = parts.talks;
    this.held = parts.held;
    this.ringing = parts.ringing;
    this.queue = parts.queue;
    this.welcome = parts.welcome;
    this.wrapUp = parts.wrapUp;
    this.load = parts.load;
    this.#own = own;
  }

  static async start(options: SceneOptions = {}): Promise<Scene> {
    const instance = options.on ?? (await startInstance(options.instance));
    try {
      const load = options.load ? await startLoad(instance, options.load) : null;
      const wrapUp = await inWrapUp(instance);
      const talks = [await talking(instance), await talking(instance)];
      const parts = {
        held: await onHold(instance),
        ringing: await ringing(instance),
        queue: await queued(instance),
        // Last, because it goes on by itself.
        welcome: await inWelcome(instance),
      };
      return new Scene({ instance, load, wrapUp, talks, ...parts }, options.on === undefined);
    } catch (error) {
      console.error(await instance.explain().catch(String));
      if (!options.on) await instance.stop();
      throw error;
    }
  }

  /** The state of the scene's people, without the traffic beside. */
  async standing(): Promise<Standing> {
    const live = await this.instance.api.live();
    const agentIds = this.#desks().map(({ agent }) => agent.id);
    return {
      contacts: live.contacts
        .filter(({ serviceId }) => serviceId !== this.load?.serviceId)
        .map(({ id, stage, caller, agentId, arrivedAt, stageSince, position }) => ({
          id,
          stage,
          caller,
          agentId,
          arrivedAt,
          stageSince,
          position,
        })),
      agents: live.agents
        .filter(({ id }) => agentIds.includes(id))
        .map(({ id, state, since, pauseId, contactId, reachable }) => ({
          id,
          state,
          since,
          pauseId,
          contactId,
          reachable,
        })),
      wrapUp: this.wrapUp.page.view.wrapUp,
    };
  }

  /**
   * Leads every contact to its good end; all of them are handled, the queue in its order. `outage`: nobody
   * drove Asterisk for a while, so new calls of the traffic beside may have met the dialplan's fallback.
   */
  async finish({ outage = false } = {}): Promise<void> {
    const { instance, talks, held, queue, welcome, wrapUp } = this;
    if (this.load) {
      expectAllWell((await this.#endLoad(this.load)).callers, outage);
      const { serviceId } = this.load;
      // The database learns of the last ends up to half a second later (PACE_MS of the projector).
      const contacts = await until(
        'the ends of all contacts of the traffic are in the database',
        async () => {
          const all = await instance.api.contacts({ serviceId, limit: 200 });
          return all.every(({ endedAt }) => endedAt !== null) && all;
        },
      );
      const others = contacts.filter(({ outcome }) => outcome !== 'handled');
      expect(others, 'contacts of the traffic that were not handled').to.deep.equal([]);
    }
    held.atAgent.retrieve();
    const rings = await until('the phone rings', () =>
      this.ringing.phone.calls.find(call => call.state === 'ringing'),
    );
    rings.answer();
    for (const talk of [...talks, held, { ...this.ringing, atAgent: rings }]) {
      await hearEachOther(talk.call, talk.atAgent);
      talk.atAgent.hangup();
      await talk.call.whenEnded();
      await this.#expectHandled(talk, talk);
    }
    for (const desk of [queue, { ...welcome, callers: [welcome] }]) {
      await makeReady(instance, desk.agent);
      for (const caller of desk.callers) {
        const atAgent = await desk.phone.nextCall(40_000);
        expect(atAgent.remoteNumber, 'order of the queue').to.equal(caller.peer.user);
        atAgent.answer();
        await hearEachOther(caller.call, atAgent);
        atAgent.hangup();
        await caller.call.whenEnded();
        await this.#expectHandled(caller, desk);
      }
    }
    await wrapUp.page.ask({ type: 'finish' });
    const contact = await until('the wrap-up has landed', async () => {
      const ended = await instance.api.endedContact(wrapUp.callerNumber);
      return ended.steps.some(step => step.type === 'wrapUpEnded') ? ended : null;
    });
    expectContact(contact, { note: wrapUp.note, dispositionId: wrapUp.dispositionId, outcome: 'handled' });
    await instance.api.untilAgent(wrapUp.agent.id, ['ready', 'pause']);
  }

  /** I1 to I6, when all calls are over. */
  check(exceptions?: Exceptions) {
    return checkInvariants(this.instance, exceptions);
  }

  /** Ends everything, whatever state it is in. */
  async stop(): Promise<void> {
    if (this.load) await this.#endLoad(this.load);
    this.wrapUp.page.close();
    const peers = [...this.#callers().map(({ peer }) => peer), ...this.#desks().map(({ phone }) => phone)];
    await Promise.all(peers.map(peer => peer.close()));
    if (this.#own) await this.instance.stop();
  }

  #endLoad(load: Load): ReturnType<Load['stop']> {
    return (this.#loadEnd ??= load.stop());
  }

  async #expectHandled({ peer }: Caller, { agent }: Desk): Promise<void> {
    expectContact(await this.instance.api.endedContact(peer.user), {
      outcome: 'handled',
      agentId: agent.id,
      endedBy: 'agent',
    });
  }

  #desks(): Desk[] {
    return [...this.talks, this.held, this.ringing, this.queue, this.welcome, this.wrapUp];
  }

  #callers(): Caller[] {
    return [...this.talks, this.held, this.ringing, ...this.queue.callers, this.welcome];
  }
}
