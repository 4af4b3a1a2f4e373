/**
 * What a caller hears while waiting in a queue: music, messages between, place and expected wait now and then.
 * Queue and PromoQueue have it in common.
 *
 *   music ──timer──> message ──played──> music ──> ...
 *   A digit leaves (leaveDigits) or skips the message (skipDigits). An operator who was found waits, if the
 *   flow announces (preventive queueing): announced ──both played──> connect.
 */
import type { BlockTurn } from './block.ts';
import type { Input, QueueNews } from './effects.ts';
import {
  choice,
  digits,
  label,
  number,
  playList,
  saying,
  seconds,
  text,
  type PlayItem,
} from './parameters.ts';
import { mediaOf, playMedia } from './playing.ts';
import type { Value } from './values.ts';

const news = { position: 'number', waitMinutes: 'number' } as const;

export const waitingParameters = {
  messages: playList(label('Messaggi', 'Messages'), {
    help: label('Uno alla volta, con la musica in mezzo.', 'One at a time, with music between.'),
  }),
  order: choice(
    label('Ordine', 'Order'),
    {
      inOrder: label('in fila', 'in order'),
      random: label('a caso, senza ripetere', 'by chance, none twice in a round'),
    },
    'inOrder',
  ),
  music: text(label('Musica', 'Music'), { initial: 'default', maximum: 80 }),
  musicSeconds: seconds(label('Musica tra i messaggi', 'Music between messages'), {
    initial: 20,
    minimum: 1,
    maximum: 3600,
  }),
  announceSeconds: seconds(label('Dice posto e attesa ogni', 'Says place and wait each'), {
    initial: 60,
    maximum: 3600,
    help: label('0 = mai', '0 = never'),
  }),
  positionPrompts: playList(label('Il posto', 'The place'), {
    names: news,
    initial: [
      ...saying('Il vostro posto in coda è', 'Your place in the queue is'),
      { play: 'say', as: 'number', value: 'position', options: {} },
    ],
  }),
  waitPrompts: playList(label("L'attesa", 'The wait'), {
    names: news,
    initial: [
      ...saying('Attesa prevista:', 'Expected wait:'),
      // Un minuto, due minuti: as the grammar has it.
      { play: 'say', as: 'duration', value: 'waitMinutes * 60', options: { smallest: 'minutes' } },
    ],
    help: label('Si dice solo se è nota.', 'Said only if it is known.'),
  }),
  leaveDigits: digits(label('Tasti per uscire', 'Digits that leave')),
  skipDigits: digits(label('Tasti per saltare il messaggio', 'Digits that skip the message')),
  raiseSeconds: seconds(label('Alza la priorità ogni', 'Raises the priority each'), {
    initial: 0,
    maximum: 3600,
    help: label('0 = mai', '0 = never'),
  }),
  raiseBy: number(label('Di', 'By'), { initial: 1, minimum: 1, maximum: 100 }),
  announceAgent: playList(label('Al chiamante, prima di collegare', 'To the caller, before the connection'), {
    names: { agent: 'text' },
    help: label('agent = il nome dell’operatore', 'agent = the name of the operator'),
  }),
  whisper: playList(label("All'operatore, prima di collegare", 'To the operator, before the connection')),
};

export interface WaitingOptions {
  messages: readonly PlayItem[];
  order: 'inOrder' | 'random';
  music: string;
  musicSeconds: number;
  announceSeconds: number;
  positionPrompts: readonly PlayItem[];
  waitPrompts: readonly PlayItem[];
  leaveDigits: string;
  skipDigits: string;
  raiseSeconds: number;
  raiseBy: number;
  announceAgent: readonly PlayItem[];
  whisper: readonly PlayItem[];
}

/** Plain data: the state of a waiting block. Moments are epoch ms. */
export type Waiting = {
  timer: string | null;
  play: string | null;
  /** Announcements to caller and operator that still play; [] = none. */
  announcing: string[];
  /** Messages not yet heard in this round, by place. */
  left: number[];
  messageAt: number;
  announceAt: number | null;
  raiseAt: number | null;
};

export function beginWaiting(turn: BlockTurn, options: WaitingOptions): Waiting {
  const { at } = turn.environment;
  const every = (seconds: number): number | null => (seconds > 0 ? at + seconds * 1000 : null);
  const state: Waiting = {
    timer: null,
    play: null,
    announcing: [],
    left: [],
    messageAt: at + options.musicSeconds * 1000,
    announceAt: every(options.announceSeconds),
    raiseAt: every(options.raiseSeconds),
  };
  return music(turn, options, state);
}

/**
 * The news with which the world has taken the contact out of the queue, when nothing of the wait goes on any more;
 * null = it waits still (`reserved` is followed by more).
 */
export function takenOut(
  turn: BlockTurn,
  { timer }: Waiting,
  input: Input,
): Exclude<QueueNews, 'reserved'> | null {
  if (input.type !== 'queued' || input.news === 'reserved') return null;
  if (timer !== null) turn.do({ do: 'clearTimer', id: timer });
  if (input.news !== 'connected') turn.do({ do: 'music', music: null });
  return input.news;
}

/** Null = the input means nothing here; `digit` = the caller leaves. */
export function goOnWaiting(
  turn: BlockTurn,
  options: WaitingOptions,
  state: Waiting,
  input: Input,
): { wait: Waiting } | { digit: string } | null {
  switch (input.type) {
    case 'queued':
      return input.news === 'reserved' ? { wait: announce(turn, options, state, input.agent) } : null;
    case 'played':
      if (state.announcing.includes(input.id)) return { wait: announced(turn, state, input.id) };
      return input.id === state.play ? { wait: music(turn, options, { ...state, play: null }) } : null;
    case 'timer':
      return input.id === state.timer ? { wait: due(turn, options, { ...state, timer: null }) } : null;
    case 'digit':
      return pressed(turn, options, state, input.digit);
    default:
      return null;
  }
}

function pressed(
  turn: BlockTurn,
  options: WaitingOptions,
  state: Waiting,
  digit: string,
): { wait: Waiting } | { digit: string } {
  if (state.announcing.length > 0) return { wait: state };
  if (options.leaveDigits.includes(digit)) {
    if (state.timer !== null) turn.do({ do: 'clearTimer', id: state.timer });
    turn.do({ do: 'stopPlaying' });
    turn.do({ do: 'music', music: null });
    return { digit };
  }
  if (state.play === null || !options.skipDigits.includes(digit)) return { wait: state };
  turn.do({ do: 'stopPlaying' });
  return { wait: music(turn, options, { ...state, play: null }) };
}

function music(turn: BlockTurn, options: WaitingOptions, before: Waiting): Waiting {
  const { at } = turn.environment;
  const state = { ...before, messageAt: at + options.musicSeconds * 1000 };
  turn.do({ do: 'music', music: options.music });
  return arm(turn, options, state);
}

function arm(turn: BlockTurn, options: WaitingOptions, state: Waiting): Waiting {
  const moments = [state.raiseAt, state.announceAt, options.messages.length > 0 ? state.messageAt : null];
  const first = Math.min(...moments.filter(moment => moment !== null));
  if (!Number.isFinite(first)) return state;
  const timer = turn.nextId();
  turn.do({ do: 'setTimer', id: timer, ms: Math.max(1000, first - turn.environment.at) });
  return { ...state, timer };
}

/** A timer fell due: priority, then an announcement or the next message. */
function due(turn: BlockTurn, options: WaitingOptions, before: Waiting): Waiting {
  const { at } = turn.environment;
  const state = { ...before };
  if (state.raiseAt !== null && at >= state.raiseAt) {
    state.raiseAt = at + options.raiseSeconds * 1000;
    const priority = Math.min(100, turn.environment.call.priority + options.raiseBy);
    turn.do({ do: 'setPriority', priority });
  }
  if (state.announceAt !== null && at >= state.announceAt) {
    state.announceAt = at + options.announceSeconds * 1000;
    state.play = playMedia(turn, placeAndWait(turn, options));
  } else if (at >= state.messageAt && options.messages.length > 0) {
    if (state.left.length === 0) state.left = options.messages.map((_, index) => index);
    const drawn = options.order === 'random' ? Math.floor(turn.random() * state.left.length) : 0;
    const index = state.left[drawn] ?? 0;
    state.left = state.left.filter(other => other !== index);
    const message = options.messages[index];
    state.play = message ? playMedia(turn, mediaOf(turn, [message])) : null;
    if (state.play === null) state.messageAt = at + options.musicSeconds * 1000;
  }
  return state.play === null ? arm(turn, options, state) : state;
}

function placeAndWait(turn: BlockTurn, options: WaitingOptions) {
  const position = turn.environment.position();
  const ms = turn.environment.waitMs();
  const names: Record<string, Value> = {
    position,
    waitMinutes: ms === null ? 0 : Math.max(1, Math.ceil(ms / 60_000)),
  };
  return [
    ...(position > 0 ? mediaOf(turn, options.positionPrompts, names) : []),
    ...(ms === null ? [] : mediaOf(turn, options.waitPrompts, names)),
  ];
}

function announce(turn: BlockTurn, options: WaitingOptions, before: Waiting, agent: string): Waiting {
  if (before.timer !== null) turn.do({ do: 'clearTimer', id: before.timer });
  if (before.play !== null) turn.do({ do: 'stopPlaying' });
  const state: Waiting = { ...before, timer: null, play: null, announcing: [] };
  const toCaller = playMedia(turn, mediaOf(turn, options.announceAgent, { agent }));
  if (toCaller !== null) state.announcing.push(toCaller);
  const toOperator = mediaOf(turn, options.whisper);
  if (toOperator.length > 0) {
    const id = turn.nextId();
    turn.do({ do: 'whisper', id, media: toOperator });
    state.announcing.push(id);
  }
  if (state.announcing.length === 0) turn.do({ do: 'connect' });
  return state;
}

function announced(turn: BlockTurn, state: Waiting, id: string): Waiting {
  const announcing = state.announcing.filter(other => other !== id);
  if (announcing.length === 0) turn.do({ do: 'connect' });
  return { ...state, announcing };
}
