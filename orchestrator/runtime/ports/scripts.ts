/** Versions of scripts, and what was filled in during contacts. Drafts and published versions are part of the configuration. */
import type { ScriptValues } from '../../core/configuration/script-path.ts';
import type { ScriptDocument } from '../../core/configuration/scripts.ts';
import type { Role, Stored } from './store.ts';

export interface ScriptVersionHead {
  /** From 1, without gaps. */
  number: number;
  note: string;
  /** Epoch ms. */
  at: number;
  by: string;
}
export interface ScriptVersion extends ScriptVersionHead {
  document: ScriptDocument;
}

/** A script as it was filled in during a contact. */
export interface ContactScript {
  scriptId: number;
  version: number;
  /** Null = the version is not known any more. */
  document: ScriptDocument | null;
  /** What each field held last; what was never typed into is absent. */
  fields: ContactScriptField[];
}
export interface ContactScriptField {
  name: string;
  value: ScriptValues[string];
  sensitive: boolean;
  /** Who wrote it last, and when (epoch ms). */
  agentId: number;
  at: number;
}

/** Unknown scripts throw NotFound; a stale `revision` Conflict. */
export interface ScriptStore {
  /** Makes the draft the newest version and the published one. One without pages throws Invalid. */
  publish(
    scriptId: number,
    revision: number | undefined,
    note: string,
    by: string,
  ): Promise<Stored<'scripts'>>;
  /** The draft is what the version was; contacts meet it when it is published. An unknown version throws NotFound. */
  takeBack(scriptId: number, version: number, by: string): Promise<Stored<'scripts'>>;
  /** Newest first. */
  versions(scriptId: number): Promise<ScriptVersionHead[]>;
  version(scriptId: number, number: number): Promise<ScriptVersion | null>;
  /** Scripts of a contact in the order in which they were begun. */
  ofContact(contactId: string): Promise<ContactScript[]>;
}

/** Whether somebody of the role may read the values of sensitive fields. */
export function mayReadSensitive(role: Role, document: ScriptDocument | null): boolean {
  return role === 'administrator' || (role === 'supervisor' && document?.sensitiveReaders === 'supervisors');
}
