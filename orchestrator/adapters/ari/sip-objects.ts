/** SIP objects of Asterisk (res_pjsip), as ARI's dynamic configuration takes them. */
import { createHash } from 'node:crypto';

/** In the order in which they are made; they are removed in the opposite one. */
export const sipTypes = ['auth', 'aor', 'endpoint', 'identify', 'registration'] as const;
export type SipType = (typeof sipTypes)[number];

export type SipFields = [attribute: string, value: string][];

/** Everything that makes up one phone or line; all its objects carry its name. */
export interface SipEntity {
  name: string;
  objects: Partial<Record<SipType, SipFields>>;
}

/** Names that are ours; what else there is belongs to the telephony engineers. */
export const isOurEntity = (name: string): boolean => /^((agent|browser)-[0-9]{2,8}|line-[0-9]+)$/.test(name);

/** Changes when any member changes; tells nothing about the secrets in it. */
export function fingerprint(entity: SipEntity): string {
  return createHash('sha256').update(JSON.stringify(entity)).digest('base64url').slice(0, 22);
}

/** Of browsers: opus sounds best and survives loss, ulaw is the one that every browser also has. */
export const browserCodecs = 'opus,ulaw';

/** What all our endpoints have in common. */
/** A transfer by SIP would take a leg away from its contact: only the SIP phones of agents ask for one, and we handle it. */
export const noTransfer: SipFields = [['allow_transfer', 'no']];

export const commonFields: SipFields = [
  ['disallow', 'all'],
  ['direct_media', 'no'],
  ['rtp_symmetric', 'yes'],
  ['force_rport', 'yes'],
  ['dtmf_mode', 'rfc4733'],
  // A phone that has died says nothing: without audio for so many seconds its leg ends. On hold there may be none.
  ['rtp_timeout', '30'],
  ['rtp_timeout_hold', '600'],
  ['max_video_streams', '0'],
  ['allow_overlap', 'no'],
  ['allow_subscribe', 'no'],
  // Otherwise each change of a bridge sends re-INVITEs to tell the new number.
  ['send_connected_line', 'no'],
  ['trust_connected_line', 'no'],
  // Not "Asterisk": nothing is disclosed (S12).
  ['sdp_session', '-'],
];

/** The entity with its audio bound to one address, so that a server on loopback listens nowhere else. */
export function withMediaAt(address: string | null, entity: SipEntity): SipEntity {
  const { endpoint } = entity.objects;
  if (address === null || !endpoint) return entity;
  const bound: SipFields = [
    ['media_address', address],
    ['bind_rtp_to_media_address', 'yes'],
  ];
  return { ...entity, objects: { ...entity.objects, endpoint: [...endpoint, ...bound] } };
}
