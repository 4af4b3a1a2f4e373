/**
 * Identities. A contact id is made by the core's counter: `<instance>-<epoch>-<n>`, unique over restarts
 * even when the journal is lost, because the epoch is the start time of the world. Everything we create in
 * Asterisk for a contact is named `<contact>.<n>`, so an ARI event names its contact without a look-up and
 * repeating a command after a crash is harmless.
 */
export type ContactId = string;
/** Asterisk channel id: Asterisk's own for calls that come in, `<contact>.<n>` for those we make. */
export type LegId = string;
export type BridgeId = string;
export type PlaybackId = string;
/** Name of a recording that Asterisk makes: `<contact>.<n>`. */
export type RecordingId = string;
/** What is asked of a service outside: `<contact>.<n>`. */
export type RequestId = string;
/** Name of an Asterisk node, as in the settings: n1, n2, ... */
export type NodeId = string;
export type AgentId = number;

/** The contact that a leg, bridge or playback of ours was made for; null for names that we did not make. */
export function contactOf(id: string): ContactId | null {
  const dot = id.lastIndexOf('.');
  return dot > 0 && /^[a-z0-9]+-[a-z0-9]+-[0-9]+$/.test(id.slice(0, dot)) ? id.slice(0, dot) : null;
}
