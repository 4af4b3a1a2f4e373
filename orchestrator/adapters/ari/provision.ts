/**
 * Pushes agents' phones and lines into one Asterisk by ARI dynamic configuration, where they live in memory
 * until it ends. An endpoint with variables cannot be changed in place (Asterisk refuses its own copy of
 * them), so what changed is removed and made anew, and what did not change is left alone: registrations and
 * calls do not notice. A global variable of Asterisk for each entity holds the fingerprint of what it was
 * made from, so that this also holds when we start anew.
 *
 * A new secret alone is changed in place. An endpoint made anew under a call that still stands would be told
 * off as gone when that call ends, and stay offline although its phone is registered (seen in 22.10).
 */
import type { Client } from 'ari-client';
import { messageOf, noAnswer, statusOf } from './ari-error.ts';
import type { AriMetrics, AriOptions } from './options.ts';
import { fingerprint, isOurEntity, type SipEntity, type SipType, sipTypes } from './sip-objects.ts';

/** Requests at the same time; Asterisk's HTTP server has a thread for each. */
const parallel = 8;

/** The same for each object: res_pjsip also holds identify and registration. */
const configClass = 'res_pjsip';

/** `<everything but the secret>.<the secret>`, of both the fingerprint. */
function markOf({ name, objects }: SipEntity): string {
  const { auth, ...others } = objects;
  return [others, auth ? { auth } : {}].map(part => fingerprint({ name, objects: part })).join('.');
}

const shapeIn = (mark: string): string => mark.split('.')[0] ?? '';

const variableOf = (name: string): string => `PHONES_PUSHED_${name}`;

/** What is used of ari-client. */
export interface ProvisioningClient {
  asterisk: Pick<Client['asterisk'], 'updateObject' | 'deleteObject' | 'getGlobalVar' | 'setGlobalVar'>;
}

/** What was found in an Asterisk after connecting. */
export interface Found {
  /** Changes when Asterisk was restarted, and everything pushed is gone. */
  bootId: string;
  /** Names of all SIP endpoints. */
  endpoints: readonly string[];
}

export interface Provisioner {
  /**
   * Makes Asterisk's phones and lines what is wanted and removes those of ours that are not, unless `keep`
   * says so. What Asterisk does not take is logged and left out; rejects only when the link is lost.
   */
  pushAll(
    client: ProvisioningClient,
    there: Found,
    wanted: readonly SipEntity[],
    keep: (name: string) => boolean,
  ): Promise<void>;
  /** The same for some names: those without an entity are removed. False = Asterisk did not take all of it. */
  push(client: ProvisioningClient, names: readonly string[], wanted: readonly SipEntity[]): Promise<boolean>;
}

export function createProvisioner(node: string, log: AriOptions['log'], metrics: AriMetrics): Provisioner {
  /** Fingerprints of what is in Asterisk; '' = something, but not what it should be. */
  const pushed = new Map<string, string>();
  let boot = '';
  /** One push at a time, or they would cross on the same entity. */
  let last: Promise<unknown> = Promise.resolve();

  function inTurn<T>(task: () => Promise<T>): Promise<T> {
    const mine = last.then(task);
    last = mine.catch(() => undefined);
    return mine;
  }

  async function learn(client: ProvisioningClient, names: readonly string[]): Promise<void> {
    await each(names, async name => {
      const { value } = await client.asterisk.getGlobalVar({ variable: variableOf(name) });
      pushed.set(name, value);
    });
  }

  /** False = Asterisk did not take it. Rejects when the link is lost. */
  async function put(client: ProvisioningClient, entity: SipEntity): Promise<boolean> {
    const { name, objects } = entity;
    const mark = markOf(entity);
    const before = pushed.get(name) ?? '';
    if (before === mark) return true;
    const secretOnly = objects.auth !== undefined && shapeIn(before) === shapeIn(mark);
    if (!secretOnly) await remove(client, name);
    pushed.set(name, '');
    for (const type of secretOnly ? (['auth'] as const) : sipTypes) {
      const fields = objects[type];
      if (!fields) continue;
      try {
        await client.asterisk.updateObject({
          configClass,
          objectType: type,
          id: name,
          fields: fields.map(([attribute, value]) => ({ attribute, value })),
        });
      } catch (error) {
        if (statusOf(error) === noAnswer) throw error;
        refused(name, type, error);
        return false;
      }
    }
    pushed.set(name, mark);
    await client.asterisk.setGlobalVar({ variable: variableOf(name), value: mark });
    return true;
  }

  function refused(name: string, type: SipType, error: unknown): void {
    metrics.count('failedProvisioning', node);
    log.error(
      { node, name, type, status: statusOf(error), reason: messageOf(error) },
      'Asterisk did not take a SIP object',
    );
  }

  /** Removes whatever there is under a name. What was never pushed and is not there costs nothing. */
  async function remove(client: ProvisioningClient, name: string): Promise<void> {
    if (!pushed.has(name)) return;
    await client.asterisk.setGlobalVar({ variable: variableOf(name), value: '' });
    for (const type of [...sipTypes].reverse()) {
      try {
        await client.asterisk.deleteObject({ configClass, objectType: type, id: name });
      } catch (error) {
        // 404: was not there. 403: stands in a file of the engineers, who know why.
        if (![403, 404].includes(statusOf(error))) throw error;
      }
    }
    pushed.delete(name);
  }

  return {
    pushAll(client, { bootId, endpoints }, wanted, keep) {
      return inTurn(async () => {
        if (bootId !== boot) {
          pushed.clear();
          boot = bootId;
        }
        await learn(
          client,
          endpoints.filter(name => isOurEntity(name) && !pushed.has(name)),
        );
        const names = new Set(wanted.map(entity => entity.name));
        await each(
          [...pushed.keys()].filter(name => !names.has(name) && !keep(name)),
          name => remove(client, name),
        );
        await each(wanted, async entity => {
          await put(client, entity);
        });
      });
    },
    push(client, names, wanted) {
      return inTurn(async () => {
        const wantedNames = new Set(wanted.map(entity => entity.name));
        await each(
          names.filter(name => !wantedNames.has(name)),
          name => remove(client, name),
        );
        let all = true;
        await each(wanted, async entity => {
          all = (await put(client, entity)) && all;
        });
        return all;
      });
    },
  };
}

/** Runs `act` on each item, some at the same time. Rejects with the first failure. */
async function each<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  const worker = async (): Promise<void> => {
    for (const item of rest) await act(item);
  };
  await Promise.all(Array.from({ length: Math.min(parallel, items.length) }, worker));
}
