/** The SIP objects of agents' phones. */
import type { Agent } from '../../core/configuration/schemas.ts';
import { callerId } from './destination.ts';
import { endpointName } from './directory.ts';
import { browserCodecs, commonFields, noTransfer, type SipEntity, type SipFields } from './sip-objects.ts';

/** Seconds between OPTIONS to a SIP phone, and until one counts as unanswered: an agent is out of routing soon after its phone has died. */
const qualifyEverySeconds = 3;
const qualifyTimeoutSeconds = 1;
/** Longest registration, seconds: a phone that moved or died without a word is forgotten after it. */
const longestRegistrationSeconds = 600;

/** One registration at a time: the last one wins. */
const registeringAor: SipFields = [
  ['max_contacts', '1'],
  ['remove_existing', 'yes'],
  ['maximum_expiration', String(longestRegistrationSeconds)],
];

const qualify: SipFields = [
  ['qualify_frequency', String(qualifyEverySeconds)],
  ['qualify_timeout', String(qualifyTimeoutSeconds)],
];

const passwordAuth = (name: string, secret: string): SipFields => [
  ['auth_type', 'userpass'],
  ['username', name],
  ['password', secret],
];

function phoneEndpoint(agent: Agent, name: string): SipFields {
  return [
    ...commonFields,
    ['rewrite_contact', 'yes'],
    ['context', 'phones-agents'],
    ['set_var', `PHONES_AGENT=${agent.id}`],
    ['callerid', callerId({ name: agent.name, number: agent.extension })],
    ['aors', name],
  ];
}

/** `agent-<extension>`: registers with its secret, or stands at a fixed address. Null = the agent has none, or no secret. */
export function sipPhone(agent: Agent, secret: string): SipEntity | null {
  if (!agent.sipPhone) return null;
  const name = endpointName.sip(agent.extension);
  const { address } = agent.sipPhone;
  const endpoint: SipFields = [
    ...phoneEndpoint(agent, name),
    ['allow', 'g722,alaw,ulaw'],
    // A REFER of the phone comes to us as an event.
    ['allow_transfer', 'yes'],
    ['set_var', 'PJSIP_TRANSFER_HANDLING()=ari-only'],
  ];
  if (address === '') {
    if (secret === '') return null;
    return {
      name,
      objects: {
        auth: passwordAuth(name, secret),
        aor: [...registeringAor, ...qualify],
        endpoint: [...endpoint, ['auth', name], ['identify_by', 'username,auth_username']],
      },
    };
  }
  return {
    name,
    objects: {
      aor: [['contact', address], ...qualify],
      // Known by where it is; its name alone, without a secret, would let anybody be this agent.
      endpoint: [...endpoint, ['identify_by', 'ip']],
      identify: [
        ['endpoint', name],
        ['match', hostOf(address)],
      ],
    },
  };
}

/** `browser-<extension>`: WebRTC over Asterisk's WebSocket. */
export function browserPhone(agent: Agent, secret: string): SipEntity {
  const name = endpointName.browser(agent.extension);
  return {
    name,
    objects: {
      auth: passwordAuth(name, secret),
      aor: registeringAor,
      endpoint: [
        ...phoneEndpoint(agent, name),
        ...noTransfer,
        ['webrtc', 'yes'],
        ['allow', browserCodecs],
        ['auth', name],
        ['identify_by', 'username,auth_username'],
      ],
    },
  };
}

/** Host of a `sip:user@host[:port]` as the configuration's schema allows it. */
function hostOf(address: string): string {
  return address.replace(/^sip:[^@]*@/, '').replace(/:[0-9]+$/, '');
}
