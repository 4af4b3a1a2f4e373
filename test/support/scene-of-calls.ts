/**
 * The core with a switch of paper: it does what the commands say, so that a test can ask who hears whom. Phones
 * ring until a test answers them; a leg that is hung up says so.
 */
import type { AgentRequest } from '../../orchestrator/core/agents/requests.ts';
import type { Command } from '../../orchestrator/core/commands.ts';
import type { Configuration, PhoneKind } from '../../orchestrator/core/configuration/schemas.ts';
import type { Contact } from '../../orchestrator/core/contacts/contact.ts';
import type { Event } from '../../orchestrator/core/events.ts';
import type { Fact } from '../../orchestrator/core/facts.ts';
import { step } from '../../orchestrator/core/step.ts';
import { createWorld, decodeWorld, encodeWorld, type World } from '../../orchestrator/core/world.ts';
import { checkInvariants } from './invariants.ts';

const node = 'n1';
const START = Date.UTC(2026, 2, 2, 9);

export class CallScene {
  world: World = createWorld();
  readonly facts: Fact[] = [];
  readonly commands: Command[] = [];
  /** Names of legs for people: customer, 1, 2, 06123. */
  readonly names = new Map<string, string>();
  readonly #bridges = new Map<string, Set<string>>();
  readonly #musicInBridge = new Set<string>();
  readonly #heard = new Map<string, 'music' | 'ringing' | 'a prompt'>();
  /** Prompts that play, with the leg that hears them. */
  readonly #playing = new Map<string, string>();
  readonly #muted = new Set<string>();
  readonly #ringing = new Set<string>();
  readonly #up = new Set<string>();
  /** Calls that are recorded, with the leg that is. */
  readonly #recorders = new Map<string, string>();
  /** What the agents log in with; undefined = their own. */
  readonly #phone: PhoneKind | undefined;
  #at = START;
  #seq = 0;
  #callers = 0;

  constructor(configuration: Configuration, phone?: PhoneKind) {
    this.#phone = phone;
    this.event({ type: 'started', instance: 'phones', timeZone: 'Europe/Rome' });
    this.event({ type: 'configurationLoaded', configuration });
    this.event({ type: 'nodeConnected', node, version: '22', bootId: 'b1' });
    const phonesOnline = configuration.agents.flatMap(({ id }) => [
      { agentId: id, kind: 'sip' as const },
      { agentId: id, kind: 'browser' as const },
    ]);
    this.event({ type: 'nodeObserved', node, legs: [], channels: [], bridges: [], phonesOnline });
  }

  event(event: Event): string | null {
    this.#seq += 1;
    const { commands, facts, error } = step(this.world, { seq: this.#seq, at: this.#at, event });
    if (error) throw error;
    checkInvariants(this.world);
    this.facts.push(...facts);
    this.commands.push(...commands);
    let refused: string | null = null;
    const told: Event[] = [];
    for (const command of commands) {
      if (command.type === 'reply') refused = command.refused;
      told.push(...this.#obey(command));
    }
    for (const news of told) this.event(news);
    return refused;
  }

  /** Asks for an agent; returns the refusal, or null. */
  ask(agentId: number, request: AgentRequest): string | null {
    return this.event({ type: 'agentRequested', requestId: 'r', agentId, request, by: 'test' });
  }

  /** Logs agents in and makes them ready; standing legs are answered. */
  ready(...agentIds: number[]): void {
    for (const agentId of agentIds) {
      if (this.#phone === 'browser') this.event({ type: 'pageChanged', agentId, connected: true });
      this.ask(agentId, { type: 'login', ...(this.#phone && { phone: this.#phone }) });
      this.ask(agentId, { type: 'ready' });
      const leg = this.world.sessions.get(agentId)?.standing?.leg;
      if (leg) this.answer(leg);
    }
  }

  /** A customer calls the number. */
  call(dialled: string): string {
    this.#callers += 1;
    const leg = `in${this.#callers}`;
    this.names.set(leg, this.#callers === 1 ? 'customer' : `customer${this.#callers}`);
    this.#up.add(leg);
    const caller = { number: '0612345', name: '' };
    this.event({ type: 'callArrived', node, leg, lineId: 1, dialled, caller });
    return leg;
  }

  answer(leg: string): void {
    this.#ringing.delete(leg);
    this.#up.add(leg);
    this.event({ type: 'legAnswered', node, leg });
  }

  /** What is offered to the agent is answered, on its phone or page. */
  pickUp(agentId: number): void {
    const [leg] = [...this.#ringing].filter(each => this.names.get(each) === String(agentId));
    if (leg) this.answer(leg);
    else this.ask(agentId, { type: 'answer' });
  }

  /** The number outside answers. */
  pickUpNumber(number: string): void {
    const [leg] = [...this.#ringing].filter(each => this.names.get(each) === number);
    if (leg) this.answer(leg);
  }

  hangUp(leg: string, cause = 16): void {
    this.#forget(leg);
    this.event({ type: 'legEnded', node, leg, cause });
  }

  /** The agent's page is gone, and with it the phone that was in it. */
  loseBrowser(agentId: number): void {
    this.event({ type: 'pageChanged', agentId, connected: false });
    this.event({ type: 'phoneChanged', node, phone: { agentId, kind: 'browser' }, online: false });
  }

  /** The agent's SIP phone holds its line (or takes it back); Asterisk plays music to the others by itself. */
  hold(agentId: number, held: boolean): void {
    const leg = this.legOf(String(agentId));
    if (leg) this.event({ type: 'phoneHeld', node, leg, held });
  }

  /** The agent dials on a second line of its SIP phone. */
  dial(agentId: number, dialled: string): string {
    const leg = `own${agentId}`;
    this.names.set(leg, `${agentId}, second line`);
    this.#up.add(leg);
    const caller = { number: `20${agentId}`, name: '' };
    this.event({ type: 'agentCallArrived', node, leg, agentId, dialled, caller });
    return leg;
  }

  /** The agent's SIP phone transfers: blind to a number, or attended to whom its other line talks. */
  refer(agentId: number, to: { number?: string; replaces?: string }): void {
    const leg = this.legOf(String(agentId));
    if (!leg) return;
    const { number = '', replaces = null } = to;
    this.event({ type: 'transferAsked', node, leg, number, replaces });
  }

  /** The prompt that plays is over. */
  playedOut(): void {
    const playing = this.commands.findLast(({ type }) => type === 'play');
    if (playing?.type !== 'play') return;
    this.#silence(playing.playback);
    this.event({ type: 'playbackFinished', node, playback: playing.playback, failed: false });
  }

  /** The leg of an agent or number by its name, the newest that is there. */
  legOf(name: string): string | null {
    return [...this.#up, ...this.#ringing].filter(leg => this.names.get(leg) === name).at(-1) ?? null;
  }

  wait(ms: number): void {
    const until = this.#at + ms;
    for (;;) {
      const due = [...this.world.timers].filter(([, at]) => at <= until).sort((a, b) => a[1] - b[1])[0];
      if (!due) break;
      this.#at = Math.max(this.#at, due[1]);
      this.event({ type: 'timerFired', timerId: due[0], dueAt: due[1] });
    }
    this.#at = until;
  }

  /** Our process ends and the next one takes the world over. */
  restart(): void {
    this.world = decodeWorld(encodeWorld(this.world));
    this.event({ type: 'started', instance: 'phones', timeZone: 'Europe/Rome' });
    this.event({ type: 'nodeConnected', node, version: '22', bootId: 'b1' });
    const phonesOnline = [...this.world.phones.keys()].map(key => {
      const [agentId, kind] = key.split('/');
      return { agentId: Number(agentId), kind: kind === 'sip' ? ('sip' as const) : ('browser' as const) };
    });
    this.event({
      type: 'nodeObserved',
      node,
      legs: [...this.#up],
      channels: [...this.#up, ...this.#ringing],
      bridges: [...this.#bridges.keys()],
      members: Object.fromEntries([...this.#bridges].map(([id, legs]) => [id, [...legs]])),
      recorders: [...this.#recorders.keys()],
      phonesOnline,
    });
  }

  contact(): Contact | undefined {
    return [...this.world.contacts.values()][0];
  }

  state(agentId: number): string {
    return this.world.sessions.get(agentId)?.state ?? 'loggedOut';
  }

  /** What each leg that is up or rings hears: names, music, ringing, or nothing. */
  hearing(): string[] {
    const lines = [...this.#up].map(leg => `${this.names.get(leg) ?? leg} hears ${this.hears(leg)}`);
    return [...lines, ...[...this.#ringing].map(leg => `${this.names.get(leg) ?? leg} rings`)].sort();
  }

  hears(leg: string): string {
    for (const [bridge, legs] of this.#bridges) {
      if (!legs.has(leg)) continue;
      const others = [...legs].filter(other => other !== leg && !this.#muted.has(other));
      const names = others.map(other => this.names.get(other) ?? other).sort();
      if (this.#musicInBridge.has(bridge)) names.push('music');
      return names.join(' and ') || 'nothing';
    }
    return this.#heard.get(leg) ?? 'nothing';
  }

  /** Bridges with somebody in them, and those that no session has. */
  bridges(): string[] {
    const lasting = new Set([...this.world.sessions.values()].map(({ bridge }) => bridge?.id));
    return [...this.#bridges].flatMap(([id, legs]) => (legs.size > 0 || !lasting.has(id) ? [id] : []));
  }

  /** Who stands in which bridge, and whether music plays there. */
  seats(): { bridge: string; legs: string[]; music: boolean }[] {
    return [...this.#bridges].map(([bridge, legs]) => ({
      bridge,
      legs: [...legs],
      music: this.#musicInBridge.has(bridge),
    }));
  }

  isMuted(leg: string): boolean {
    return this.#muted.has(leg);
  }

  /** Legs whose calls are recorded. */
  recordedLegs(): string[] {
    return [...this.#recorders.values()];
  }

  /** Legs that were answered. */
  up(): string[] {
    return [...this.#up];
  }

  /** Legs that were called and not answered yet. */
  ringing(): string[] {
    return [...this.#ringing];
  }

  legs(): string[] {
    return [...this.#up, ...this.#ringing];
  }

  #forget(leg: string): void {
    this.#up.delete(leg);
    this.#ringing.delete(leg);
    this.#muted.delete(leg);
    for (const legs of this.#bridges.values()) legs.delete(leg);
    for (const [recording, of] of this.#recorders) if (of === leg) this.#recorders.delete(recording);
  }

  /** Returns what Asterisk says of it. */
  #obey(command: Command): Event[] {
    switch (command.type) {
      case 'originate': {
        const { destination: to, leg } = command;
        const agent = to.kind === 'agentPhone' ? to.agentId : this.#outsidePhone(to.number);
        this.names.set(leg, agent === null && to.kind === 'line' ? to.number : String(agent));
        this.#ringing.add(leg);
        return [];
      }
      case 'hangup':
        if (!this.#up.has(command.leg) && !this.#ringing.has(command.leg)) return [];
        this.#forget(command.leg);
        return [{ type: 'legEnded', node, leg: command.leg, cause: 16 }];
      case 'ring':
        this.#heard.set(command.leg, 'ringing');
        return [];
      case 'stopRinging':
      case 'stopMusic':
        this.#heard.delete(command.leg);
        return [];
      case 'startMusic':
        this.#heard.set(command.leg, 'music');
        return [];
      case 'play':
        this.#playing.set(command.playback, command.leg);
        this.#heard.set(command.leg, 'a prompt');
        return [];
      case 'stopPlayback':
        this.#silence(command.playback);
        return [];
      case 'recordCall': {
        const begins = !this.#recorders.has(command.recording);
        this.#recorders.set(command.recording, command.leg);
        return begins ? [{ type: 'recordingStarted', node, recording: command.recording }] : [];
      }
      case 'stopCallRecording':
        this.#recorders.delete(command.recording);
        return [];
      case 'mute':
        this.#muted.add(command.leg);
        return [];
      case 'unmute':
        this.#muted.delete(command.leg);
        return [];
      case 'createBridge':
        if (!this.#bridges.has(command.bridge)) this.#bridges.set(command.bridge, new Set());
        return [];
      case 'destroyBridge':
        this.#bridges.delete(command.bridge);
        this.#musicInBridge.delete(command.bridge);
        return [];
      case 'startBridgeMusic':
        if (!this.#bridges.has(command.bridge)) throw new Error(`no bridge ${command.bridge}`);
        this.#musicInBridge.add(command.bridge);
        return [];
      case 'stopBridgeMusic':
        this.#musicInBridge.delete(command.bridge);
        return [];
      case 'removeFromBridge':
        for (const leg of command.legs) this.#bridges.get(command.bridge)?.delete(leg);
        return [];
      case 'addToBridge': {
        const there = this.#bridges.get(command.bridge);
        if (!there) throw new Error(`no bridge ${command.bridge}`);
        for (const leg of command.legs) {
          if (!this.#up.has(leg)) continue;
          for (const legs of this.#bridges.values()) legs.delete(leg);
          this.#heard.delete(leg);
          there.add(leg);
        }
        return [];
      }
      default:
        return [];
    }
  }

  #silence(playback: string): void {
    const leg = this.#playing.get(playback) ?? '';
    if (this.#heard.get(leg) === 'a prompt') this.#heard.delete(leg);
    this.#playing.delete(playback);
  }

  #outsidePhone(number: string): number | null {
    for (const agent of this.world.configuration.agents.values())
      if (agent.outsidePhone?.number === number) return agent.id;
    return null;
  }
}
