/**
 * Agents keep one call up; contacts are connected by a bridge change, which no phone sees. It is seen in
 * Asterisk, by a second ARI application that listens to bridges. The caller hangs up.
 */
import { WebSocket } from 'ws';
import { foldersOf } from '../../../asterisk-config/folders.ts';
import { readAccess } from '../../../asterisk-config/access.ts';
import type { Instance } from '../../support/instance.ts';
import type { SilentCall } from './silent-phones.ts';
import { Traffic } from './traffic.ts';

const application = 'benchwatch';
/** Ids of standing legs, see core/agents/standing.ts. */
const isStanding = (leg: string): boolean => /-s[0-9]+$/.test(leg);

interface EnteredBridge {
  type: string;
  bridge: { channels: string[] };
  channel: { id: string; caller: { number: string } };
}

/** Tells each bridge that a channel has entered. Resolves with what ends it. */
export async function watchBridges(
  instance: Instance,
  entered: (event: EnteredBridge) => void,
): Promise<() => void> {
  const access = await readAccess(foldersOf(instance.home).access);
  if (!access) throw new Error('the instance has no Asterisk');
  const authorization = `Basic ${Buffer.from(`${access.user}:${access.password}`).toString('base64')}`;
  const base = `127.0.0.1:${access.port}/ari`;
  const socket = new WebSocket(`ws://${base}/events?app=${application}&subscribeAll=true`, {
    headers: { authorization },
  });
  await new Promise<void>((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const response = await fetch(`http://${base}/applications/${application}/eventFilter`, {
    method: 'PUT',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ allowed: [{ type: 'ChannelEnteredBridge' }] }),
  });
  if (!response.ok) throw new Error(`the event filter was refused: ${response.status}`);
  socket.on('message', (data: Buffer) => {
    const event = JSON.parse(data.toString('utf8')) as EnteredBridge;
    if (event.type === 'ChannelEnteredBridge') entered(event);
  });
  return () => socket.close();
}

export class StandingTraffic extends Traffic {
  /** Numbers of the callers' channels. */
  readonly #numbers = new Map<string, string>();

  /** Shown by watchBridges. */
  entered({ bridge, channel }: EnteredBridge): void {
    if (!isStanding(channel.id)) this.#numbers.set(channel.id, channel.caller.number);
    const agent = bridge.channels.find(isStanding);
    const caller = bridge.channels.find(leg => !isStanding(leg));
    if (agent === undefined || caller === undefined) return;
    this.taken(agent);
    const number = this.#numbers.get(caller) ?? '';
    this.#numbers.delete(caller);
    const call = this.phones.calls.find(({ user, state }) => user === number && state === 'talking');
    if (call) this.hangUpLater(agent, call);
    else this.failed();
  }

  /** The standing leg itself; it stays. */
  protected override atAgent(call: SilentCall): void {
    call.answer();
    call.onEnded = by => {
      if (by === 'there') this.failed();
    };
  }
}
