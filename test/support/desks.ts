/**
 * Desks: a service with two operators on one kind of phone, with or without standing legs, whose calls are
 * recorded. Outside numbers, those of operators too, are telephones of their own, each party with its tone.
 */
import { OperatorPage } from '../faults/harness/operator.ts';
import {
  agentAt,
  type Centre,
  createCentre,
  ensureLine,
  newAgentPhone,
  newCaller,
} from './contact-centre.ts';
import type { Instance } from './instance.ts';
import { hearsOnly, tones } from './listening.ts';
import { type Call, MediaPeer } from './media-peer.ts';
import { Witness } from './recorded-call.ts';
import { until } from './until.ts';

export interface Column {
  phone: 'sip' | 'outside';
  standing: boolean;
}

export const columns: readonly Column[] = (['sip', 'outside'] as const).flatMap(phone =>
  [false, true].map(standing => ({ phone, standing })),
);

export const nameOf = ({ phone, standing }: Column): string =>
  `${phone} phones, ${standing ? 'standing legs' : 'a call for each'}`;

/** Telephones outside, behind a line of ours; they ring until the test answers. */
export class Outside {
  readonly peer: MediaPeer;
  readonly lineId: number;
  readonly #taken = new Set<Call>();

  private constructor(peer: MediaPeer, lineId: number) {
    this.peer = peer;
    this.lineId = lineId;
  }

  static async open(instance: Instance, tone: number): Promise<Outside> {
    const peer = await MediaPeer.open({ server: instance.sip, user: 'outside', tone });
    const { id } = await instance.api.create('lines', {
      name: `Outside ${peer.port}`,
      kind: 'address',
      host: '127.0.0.1',
      port: peer.port,
      direction: 'outbound',
      callerId: '0611111',
      callerIds: ['0622222'],
    });
    return new Outside(peer, id);
  }

  /** The next call to the number that was not taken before. */
  async callTo(number: string): Promise<Call> {
    const call = await until(
      `a call reaches ${number}`,
      () => this.peer.calls.find(each => each.dialled === number && !this.#taken.has(each)),
      {
        timeoutMs: 15_000,
        explain: () => this.peer.calls.map(({ dialled, state }) => `${dialled} ${state}`),
      },
    );
    this.#taken.add(call);
    return call;
  }
}

/** Numbers outside, and the phones of operators who have theirs outside. */
export interface World {
  instance: Instance;
  numbers: Outside;
  phones: { first: Outside; second: Outside };
  pauseId: number;
}

export async function openWorld(instance: Instance): Promise<World> {
  await ensureLine(instance);
  // The first line that calls out is the one of consults and transfers.
  const numbers = await Outside.open(instance, tones.outside);
  const first = await Outside.open(instance, tones.first);
  const second = await Outside.open(instance, tones.second);
  const { id: pauseId } = await instance.api.create('pauses', { name: 'Coffee' });
  return { instance, numbers, phones: { first, second }, pauseId };
}

export async function closeWorld({ numbers, phones }: World): Promise<void> {
  await Promise.all([numbers, phones.first, phones.second].map(({ peer }) => peer.close()));
}

export class Operator {
  readonly id: number;
  readonly extension: string;
  readonly page: OperatorPage;
  /** Its SIP phone; null = it is outside. */
  readonly sip: MediaPeer | null;
  readonly #standing: Call | null;
  readonly #next: () => Promise<Call>;

  private constructor(
    agent: { id: number; extension: string },
    page: OperatorPage,
    sip: MediaPeer | null,
    standing: Call | null,
    next: () => Promise<Call>,
  ) {
    ({ id: this.id, extension: this.extension } = agent);
    this.page = page;
    this.sip = sip;
    this.#standing = standing;
    this.#next = next;
  }

  static async open(
    { instance, phones }: World,
    centre: Centre,
    role: 'first' | 'second',
    { phone, standing }: Column,
  ): Promise<Operator> {
    const agent = agentAt(centre, role === 'first' ? 0 : 1);
    const number = `0644${agent.extension}`;
    const outside = phones[role];
    if (phone === 'outside')
      await instance.api.patch('agents', agent.id, {
        outsidePhone: { number, lineId: outside.lineId },
        defaultPhone: 'outside',
      });
    const sip = phone === 'sip' ? await newAgentPhone(instance, agent, { tone: tones[role] }) : null;
    const page = await OperatorPage.open(instance, agent);
    const next = (): Promise<Call> => (sip ? sip.nextCall() : outside.callTo(number));
    const asks = (request: Parameters<typeof page.ask>[0]): Promise<boolean> =>
      page.ask(request).then(
        () => true,
        () => false,
      );
    await until('it is logged in', () => asks({ type: 'login', phone }), { everyMs: 100 });
    const leg = standing ? await next() : null;
    leg?.answer();
    if (leg) await page.untilView('the standing leg is up', view => view.standing === 'up');
    // What was registered is told a moment later.
    await until('it may be ready', () => asks({ type: 'ready' }), { everyMs: 100 });
    await page.untilView('it is ready', view => view.state === 'ready');
    return new Operator(agent, page, sip, leg, next);
  }

  /** Answers what rings, on the phone or the page; resolves with the call in which its phone is then. */
  async take(): Promise<Call> {
    if (this.#standing) {
      await this.page.untilView('it has a contact', view => view.contact !== null);
      if (this.page.view.contact?.stage === 'offered') await this.page.ask({ type: 'answer' });
      return this.#standing;
    }
    const call = await this.#next();
    call.answer();
    return call;
  }

  /** Its phone rings, or its page where there is a standing leg. */
  async rings(): Promise<void> {
    await this.page.untilView('it is offered', view => view.contact?.stage === 'offered');
  }

  /** What rang rings no longer. */
  async missed(): Promise<void> {
    const call = await this.#next();
    await call.whenEnded();
  }

  /** After-work is over, and it is ready again. */
  async finish(): Promise<void> {
    await this.page.untilView('its contact is over', view => view.contact === null);
    if (this.page.view.wrapUp) await this.page.ask({ type: 'finish' });
    await this.page.ask({ type: 'ready' });
    await this.page.untilView('it is ready', view => view.state === 'ready');
  }

  async close(): Promise<void> {
    await this.page.ask({ type: 'logout' }).catch(() => undefined);
    this.page.close();
    await this.sip?.close();
  }
}

export interface Desk {
  world: World;
  column: Column;
  centre: Centre;
  /** Of the service inside. */
  extension: string;
  first: Operator;
  second: Operator;
}

let desks = 0;

export async function openDesk(world: World, column: Column): Promise<Desk> {
  desks += 1;
  const extension = String(70_000 + desks);
  const centre = await createCentre(world.instance, {
    agents: 2,
    standingLeg: column.standing,
    welcome: { message: { it: '', en: '' } },
    human: {
      strategy: 'fixed-order',
      recording: { when: 'always' },
      wrapUp: { defaultSeconds: 120, minimumSeconds: 0, maximumSeconds: 600 },
    },
    service: { virtualExtension: extension, outboundLineIds: [world.numbers.lineId] },
  });
  await world.instance.api.patch('services', centre.service.id, { outboundCampaignId: centre.human.id });
  const [first, second] = await Promise.all([
    Operator.open(world, centre, 'first', column),
    Operator.open(world, centre, 'second', column),
  ]);
  return { world, column, centre, extension, first, second };
}

export async function closeDesk({ first, second }: Desk): Promise<void> {
  await Promise.all([first.close(), second.close()]);
}

/** A number outside that nobody else calls. */
export function newNumber(): string {
  desks += 1;
  return `0651${String(10_000 + desks)}`;
}

export interface Talk extends Desk {
  peer: MediaPeer;
  customer: Call;
  atFirst: Call;
  witness: Witness;
}

/** The first operator talks to a customer; the second is in pause. */
export async function talking(desk: Desk): Promise<Talk> {
  const { world, first, second, centre } = desk;
  await second.page.ask({ type: 'pause', pauseId: world.pauseId });
  const peer = await newCaller(world.instance, { tone: tones.customer });
  const customer = await peer.call(centre.number);
  const atFirst = await first.take();
  await hearsOnly(atFirst, 'customer');
  const witness = new Witness(customer);
  await witness.hears('first');
  return { ...desk, peer, customer, atFirst, witness };
}

/** Tells the story on all desks at once; throws with those in which it went otherwise. Then everybody is ready again. */
export async function onAll(desks: readonly Desk[], story: (desk: Desk) => Promise<void>): Promise<void> {
  const told = await Promise.allSettled(desks.map(story));
  const failed = told.flatMap((one, index) => {
    const desk = desks[index];
    return one.status === 'rejected' && desk ? `${nameOf(desk.column)}: ${String(one.reason)}` : [];
  });
  if (failed.length > 0) throw new Error(failed.join('\n\n'));
  await Promise.all(desks.flatMap(({ first, second }) => [first.finish(), second.finish()]));
}
