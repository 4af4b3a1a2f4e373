/** Which actions the page offers now, the likely one first. */
import { contactAtHand, isStandingCall, reachable } from './session.ts';
import type { AgentRequest, AgentView } from './protocol.ts';
import type { Session } from './session.ts';

export type Action =
  | 'ready'
  | 'pause'
  | 'answer'
  | 'reject'
  | 'hangup'
  | 'hold'
  | 'retrieve'
  | 'mute'
  | 'unmute'
  | 'startRecording'
  | 'stopRecording'
  | 'pauseRecording'
  | 'resumeRecording'
  | 'keypad'
  | 'finish'
  | 'extend'
  | 'call'
  | 'transfer'
  | 'swap'
  | 'merge'
  | 'complete'
  | 'cancel'
  | 'takeBack'
  | 'logout';

export interface ActionModel {
  action: Action;
  /** The likely next action: drawn largest. */
  primary: boolean;
  /** Says what comes after the contact at hand. */
  after: boolean;
  enabled: boolean;
  /** Asked for, not yet done. */
  pending: boolean;
}

/** Buttons of the state at hand. Without a server only what the browser can do alone is enabled. */
export function actionsOf(session: Session): ActionModel[] {
  const actions = offeredActions(session);
  return actions.map((action, index) => ({
    action,
    primary: index === 0,
    after: contactAtHand(session.view) !== null && ['ready', 'pause', 'logout'].includes(action),
    enabled: reachable(session) ? enabledOnline(session, action) : enabledAlone(session, action),
    pending: isPending(session, action),
  }));
}

function offeredActions(session: Session): Action[] {
  const { view } = session;
  if (!view || view.state === 'loggedOut') return [];
  const next = view.next?.state ?? null;
  const afterwards: Action[] = [
    ...(next === null ? [] : ['ready' as const]),
    'pause',
    ...(next === 'loggedOut' ? [] : ['logout' as const]),
  ];
  if (view.contact) {
    const mute = session.view?.contact?.muted ? 'unmute' : 'mute';
    const apart = callActions(view.contact, mute);
    if (apart) return apart;
    switch (view.contact.stage) {
      case 'offered':
        return view.phone === 'browser' || view.standing === 'up'
          ? ['answer', 'reject', ...afterwards]
          : ['reject', ...afterwards];
      case 'talking':
        return [
          'hangup',
          'hold',
          'transfer',
          mute,
          ...recordingActions(view.contact),
          'keypad',
          ...afterwards,
        ];
      case 'held':
        return ['retrieve', 'hangup', 'transfer', mute, ...recordingActions(view.contact), ...afterwards];
    }
  }
  // A call without a contact in the view: the server is away and somebody rings all the same.
  if (!isStandingCall(session) && (session.call.state === 'incoming' || session.call.state === 'answering'))
    return ['answer', 'reject'];
  if (view.wrapUp)
    return ['finish', ...(view.wrapUp.canTakeBack ? ['takeBack' as const] : []), 'extend', ...afterwards];
  switch (view.state) {
    case 'pause':
    case 'noAnswer':
      return ['ready', 'pause', ...(view.state === 'pause' ? ['call' as const] : []), 'logout'];
    case 'ready':
      return ['pause', 'call', 'logout'];
    default:
      return ['pause', 'logout'];
  }
}

/** In calls of operators: what is different from a conversation with the customer alone; null = nothing. */
function callActions(contact: NonNullable<AgentView['contact']>, mute: Action): Action[] | null {
  const { role, stage, dialling, parties } = contact;
  if (dialling) return stage === 'offered' ? ['hangup'] : ['hangup', mute];
  if (stage === 'offered') return null;
  if (role === 'guest') return ['hangup', mute];
  if (role === 'caller') return ['hangup'];
  const target = parties.find(({ consult }) => consult);
  if (!target) return null;
  return target.stage === 'aside'
    ? ['complete', 'swap', 'merge', 'cancel', mute, ...recordingActions(contact)]
    : ['cancel', 'complete', 'swap', mute, ...recordingActions(contact)];
}

/** The secure pause comes first: it is in haste. What a flow paused, it takes up again itself. */
function recordingActions({ recording, customer }: NonNullable<AgentView['contact']>): Action[] {
  const { state, onDemand, byFlow } = recording;
  if (state === 'off') return onDemand && customer ? ['startRecording'] : [];
  const pause: Action[] = state === 'on' ? ['pauseRecording'] : byFlow ? [] : ['resumeRecording'];
  return onDemand ? [...pause, 'stopRecording'] : pause;
}

function enabledOnline(session: Session, action: Action): boolean {
  if (action === 'answer' && session.view?.standing === 'up') return true;
  if (action === 'answer') return session.tab === 'owner' && session.call.state !== 'answering';
  return true;
}

/** What works without the server: the call itself lives between this browser and the PBX. */
function enabledAlone(session: Session, action: Action): boolean {
  const { call } = session;
  switch (action) {
    case 'answer':
    case 'reject':
      return call.state === 'incoming';
    case 'hangup':
      return call.state === 'active';
    case 'mute':
    case 'unmute':
      return call.state === 'active';
    default:
      return false;
  }
}

const requestTypes: { [A in Action]?: AgentRequest['type'] } = {
  ready: 'ready',
  answer: 'answer',
  pause: 'pause',
  reject: 'reject',
  hangup: 'hangup',
  hold: 'hold',
  retrieve: 'retrieve',
  mute: 'mute',
  unmute: 'unmute',
  startRecording: 'startRecording',
  stopRecording: 'stopRecording',
  pauseRecording: 'pauseRecording',
  resumeRecording: 'resumeRecording',
  finish: 'finish',
  extend: 'extendWrapUp',
  logout: 'logout',
  swap: 'swap',
  merge: 'merge',
  complete: 'complete',
  cancel: 'cancel',
  takeBack: 'takeBack',
};

function isPending(session: Session, action: Action): boolean {
  if (action === 'answer' && (session.answerFor !== null || session.call.state === 'answering')) return true;
  const type = requestTypes[action];
  return type !== undefined && session.pending.some(p => p.request.type === type);
}
