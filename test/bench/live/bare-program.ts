/**
 * The floor of the orchestrator in B1: the least that a program on ARI can do for such a call, on the same
 * library and runtime. It reads the events, plays the prompt, calls the next agent, joins the two and hangs the
 * other up. No queue, journal, facts, recovery or answers that are looked at; a mistake ends it.
 *
 * A process of its own: begins with the message of `BareOptions`, says 'ready'.
 */
import WebSocket from 'ws';
import { eventFilter } from '../../../orchestrator/adapters/ari/filter.ts';

export interface BareOptions {
  /** Host and port of Asterisk's HTTP server. */
  host: string;
  /** Value of the header `authorization`. */
  authorization: string;
  application: string;
  /** As Asterisk plays it. */
  prompt: string;
  /** Dial strings of the agents' phones. */
  agents: string[];
}

interface BareEvent {
  type: string;
  args?: string[];
  channel?: { id: string };
  playback?: { id: string };
}

process.once('message', (options: BareOptions) => void run(options));
process.once('disconnect', () => process.exit());

async function run({ host, authorization, application, prompt, agents }: BareOptions): Promise<void> {
  const socket = new WebSocket(`ws://${host}/ari/events?app=${application}`, {
    headers: { authorization },
    perMessageDeflate: false,
  });
  await new Promise(resolve => socket.once('open', resolve));
  await fetch(`http://${host}/ari/applications/${application}/eventFilter`, {
    method: 'PUT',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify(eventFilter),
  });
  /** The other leg of a call, both ways. */
  const others = new Map<string, string>();
  const bridges = agents.map((_, index) => `${application}-${index}`);
  const idle = agents.map((_, index) => index);
  const busy = new Map<string, number>();
  const waiting: string[] = [];
  let calls = 0;

  function ask(method: string, uri: string): void {
    calls += 1;
    socket.send(JSON.stringify({ type: 'RESTRequest', request_id: String(calls), method, uri }));
  }

  function assign(): void {
    for (;;) {
      const index = waiting.length > 0 ? idle.shift() : undefined;
      const caller = index === undefined ? undefined : waiting.shift();
      if (index === undefined || caller === undefined) return;
      const leg = `${application}-leg-${calls}`;
      others.set(leg, caller).set(caller, leg);
      busy.set(leg, index);
      const endpoint = encodeURIComponent(agents[index] ?? '');
      ask('POST', `channels/${leg}?endpoint=${endpoint}&app=${application}&appArgs=leg&timeout=30`);
    }
  }

  function left(leg: string): void {
    const index = busy.get(leg);
    if (index !== undefined) idle.push(index);
    busy.delete(leg);
    const other = others.get(leg);
    others.delete(leg);
    if (other !== undefined) ask('DELETE', `channels/${other}`);
    assign();
  }

  const handlers: Record<string, (event: BareEvent) => void> = {
    StasisStart({ channel, args }) {
      const id = channel?.id ?? '';
      if (args?.[0] === 'leg') {
        const index = busy.get(id) ?? 0;
        return ask('POST', `bridges/${bridges[index]}/addChannel?channel=${others.get(id)},${id}`);
      }
      ask('POST', `channels/${id}/answer`);
      ask('POST', `channels/${id}/play/p-${id}?media=${encodeURIComponent(`sound:${prompt}`)}`);
    },
    PlaybackFinished({ playback }) {
      waiting.push((playback?.id ?? '').slice('p-'.length));
      assign();
    },
    StasisEnd: ({ channel }) => left(channel?.id ?? ''),
    ChannelDestroyed: ({ channel }) => left(channel?.id ?? ''),
  };
  for (const id of bridges) ask('POST', `bridges/${id}?type=mixing`);
  socket.on('message', data => {
    const event = JSON.parse(Buffer.isBuffer(data) ? data.toString('utf8') : '') as BareEvent;
    handlers[event.type]?.(event);
  });
  process.send?.('ready');
}
