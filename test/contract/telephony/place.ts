/** A real Asterisk with the adapter under test and everything that it tells. */
import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SwitchCommand } from '../../../orchestrator/core/commands.ts';
import { Agent, Line } from '../../../orchestrator/core/configuration/schemas.ts';
import type { Event } from '../../../orchestrator/core/events.ts';
import type { AgentAccess, AriOptions, LineAccess } from '../../../orchestrator/adapters/ari/options.ts';
import { createAriTelephony } from '../../../orchestrator/adapters/ari/telephony.ts';
import type { Telephony } from '../../../orchestrator/runtime/ports/telephony.ts';
import type { EmbeddedAsterisk } from '../../../asterisk-config/run.ts';
import { EmbeddedHome } from '../../support/embedded.ts';
import { until } from '../../support/until.ts';

export const node = 'n1';
const application = 'phones';

/** What the tests call: far ends inside Asterisk. */
const farEnds = `
[test-far]
exten => 100,1,Answer()
 same => n,Wait(600)
exten => 101,1,Busy(10)
exten => 102,1,Ringing()
 same => n,Wait(600)
exten => 103,1,Hangup(1)
exten => 104,1,Ringing()
 same => n,Wait(0.3)
 same => n,Answer()
 same => n,Wait(600)
exten => _9.,1,Answer()
 same => n,Set(GLOBAL(FAR_NUMBER)=\${EXTEN})
 same => n,Set(GLOBAL(FAR_CALLER)=\${CALLERID(num)})
 same => n,Wait(600)

[flow-balance]
exten => 1,1,Set(BALANCE=42)
 same => n,Return()
exten => 2,1,Milliwatt()
 same => n,Return()
`;

export type EventOf<T extends Event['type']> = Extract<Event, { type: T }>;

export const agentOf = (id: number, more: Record<string, unknown> = {}): Agent =>
  Agent.parse({
    id,
    name: `Agent ${id}`,
    username: `agent${id}`,
    extension: `20${id}`,
    sipPhone: {},
    ...more,
  });

export const lineOf = (id: number, more: Record<string, unknown> = {}): Line =>
  Line.parse({ id, name: `Line ${id}`, kind: 'address', host: '127.0.0.1', codecs: ['ulaw'], ...more });

/** Ids as the core makes them; each call begins another contact. */
let lastContact = 0;
export function contactId(): string {
  lastContact += 1;
  return `${application}-test${process.pid}-${lastContact}`;
}

/** Tells what was recorded by one adapter. */
export class Recorder {
  readonly events: Event[] = [];
  /** May throw, as a handler with a fault would. */
  onEvent: (event: Event) => void = () => undefined;

  /** The next event of a type (and kind) from `from` on; `from` counts events. */
  async next<T extends Event['type']>(
    type: T,
    fits: (event: EventOf<T>) => boolean = () => true,
    { from = 0, timeoutMs = 10_000 }: { from?: number; timeoutMs?: number } = {},
  ): Promise<EventOf<T>> {
    const isIt = (event: Event): event is EventOf<T> => event.type === type && fits(event as EventOf<T>);
    return until(`${type} is told`, () => this.events.slice(from).find(isIt), {
      timeoutMs,
      explain: () => this.events.slice(from).slice(-20),
    });
  }

  get count(): number {
    return this.events.length;
  }

  all<T extends Event['type']>(type: T): EventOf<T>[] {
    return this.events.filter((event): event is EventOf<T> => event.type === type);
  }
}

export class Place {
  readonly home: EmbeddedHome;
  readonly asterisk: EmbeddedAsterisk;
  /** What the store would hand out; tests change it and call provision(). */
  readonly agents = new Map<number, AgentAccess>();
  readonly lines = new Map<number, LineAccess>();
  /** What the fake speech port was asked for. */
  readonly spoken: unknown[] = [];
  /** Lines of the adapter's log. */
  readonly logged: { level: string; message: string; members: unknown }[] = [];
  readonly #telephonies: Telephony[] = [];

  private constructor(home: EmbeddedHome, asterisk: EmbeddedAsterisk) {
    this.home = home;
    this.asterisk = asterisk;
  }

  static async open(): Promise<Place> {
    const home = await EmbeddedHome.create();
    await mkdir(home.folders.custom, { recursive: true });
    await appendFile(join(home.folders.custom, 'extensions_custom.conf'), farEnds);
    return new Place(home, await home.start({ language: 'en' }));
  }

  get sip() {
    return this.home.options.sip;
  }

  addAgent(agent: Agent, sipSecret = `secret-of-${agent.id}`): void {
    this.agents.set(agent.id, { agent, sipSecret });
  }

  addLine(line: Line, password = ''): void {
    this.lines.set(line.id, { line, password });
  }

  /** An adapter of its own, as after a start of the orchestrator; connected when this resolves. */
  async connect(changed: Partial<AriOptions> = {}): Promise<{ telephony: Telephony; told: Recorder }> {
    const keep = (level: string) => (members: unknown, message?: string) => {
      this.logged.push({ level, message: message ?? String(members), members });
    };
    const pick = <T>(from: Map<number, T>, ids?: readonly number[]): Promise<T[]> =>
      Promise.resolve((ids ?? [...from.keys()]).flatMap(id => from.get(id) ?? []));
    const telephony = createAriTelephony({
      nodes: [{ node, url: this.asterisk.url }],
      application,
      speech: {
        resolve: media => {
          this.spoken.push(...media);
          return Promise.resolve(
            media.flatMap(part => {
              if ('sound' in part) return [`sound:${part.sound}`];
              if ('number' in part) return [`number:${part.number}`];
              if ('digits' in part) return [`digits:${part.digits}`];
              return 'text' in part && part.text.en === '' ? [] : ['sound:beep'];
            }),
          );
        },
      },
      load: { agents: ids => pick(this.agents, ids), lines: ids => pick(this.lines, ids) },
      log: { debug: keep('debug'), info: keep('info'), warn: keep('warn'), error: keep('error') },
      ...changed,
    });
    this.#telephonies.push(telephony);
    const told = new Recorder();
    telephony.start(event => {
      told.events.push(event);
      told.onEvent(event);
    });
    await told.next('nodeObserved');
    return { telephony, told };
  }

  /** Nothing is left in Asterisk. */
  async expectEmpty(): Promise<void> {
    await until(
      'no channel and no bridge is left',
      async () => {
        const left = await Promise.all([this.home.ari('GET', 'channels'), this.home.ari('GET', 'bridges')]);
        return left.flat().length === 0;
      },
      { explain: () => this.home.ari('GET', 'channels') },
    );
  }

  async globalVariable(name: string): Promise<string> {
    const { value } = (await this.home.ari('GET', `asterisk/variable?variable=${name}`)) as { value: string };
    return value;
  }

  async close(): Promise<void> {
    await Promise.all(this.#telephonies.map(telephony => telephony.stop()));
    await this.home.remove();
  }
}

/** Short forms of the commands. */
export const command = {
  originate: (
    leg: string,
    number: string,
    more: Partial<Extract<SwitchCommand, { type: 'originate' }>> = {},
  ): SwitchCommand => ({
    type: 'originate',
    node,
    leg,
    destination: { kind: 'line', lineId: 9, number },
    from: { number: '0612345678', name: 'Caller' },
    ringMs: 20_000,
    ...more,
  }),
  hangup: (leg: string, reason: 'normal' | 'busy' | 'congestion' | 'noAnswer' | 'unallocated' = 'normal') =>
    ({ type: 'hangup', node, leg, reason }) satisfies SwitchCommand,
};
