/** Messages that callers left: the index in the database, the sounds in the state folder. */
import type { NodeId } from '../../core/ids.ts';
import type { Page } from './store.ts';

export interface Voicemail {
  /** `<contact>.<n>`, as the recording was called in Asterisk. */
  id: string;
  contactId: string;
  node: NodeId;
  /** The synthetic campaign that took it; how long it is kept stands there. */
  campaignId: number;
  /** Whom it is for: the operators of a campaign, or one of them. */
  boxCampaignId: number | null;
  boxAgentId: number | null;
  serviceId: number | null;
  callerNumber: string;
  callerName: string;
  /** Epoch ms. */
  leftAt: number;
  /** coming: Asterisk has the sound still; lost: nobody has it. */
  state: 'coming' | 'kept' | 'lost';
  lengthMs: number | null;
  bytes: number | null;
  /** SHA-256 of the file, in hexadecimal digits. */
  checksum: string | null;
  /** Null = new. */
  heardAt: number | null;
  heardBy: string | null;
}

export interface Listening {
  at: number;
  by: string;
  how: 'listen' | 'download';
}

export interface VoicemailFilter {
  /** Of the campaign that took it, or of the box. */
  campaignId?: number;
  serviceId?: number;
  contactId?: string;
  heard?: boolean;
  /** Left in [from, to), epoch ms. */
  from?: number;
  to?: number;
  /** Caller's number. */
  search?: string;
  cursor?: string;
  /** 1 to 200, default 50; newest first. */
  limit?: number;
}

/** What a supervisor may do with messages; each contains the one before. Administrators may all. */
export type VoicemailRight = 'list' | 'listen' | 'delete';

export interface VoicemailStore {
  list(filter: VoicemailFilter): Promise<Page<Voicemail>>;
  get(id: string): Promise<{ voicemail: Voicemail; listenings: Listening[] } | null>;
  /** Also in the audit log, and the message counts as heard. What one person does again within minutes is one. */
  heard(id: string, how: Listening['how'], by: string): Promise<void>;
  /** New again, or heard without listening. Throws NotFound. */
  setHeard(id: string, heard: boolean, by: string): Promise<void>;
  right(): Promise<VoicemailRight>;
  setRight(right: VoicemailRight, by: string): Promise<void>;

  /** Those whose contact is over and whose sound Asterisk still has, oldest first. */
  coming(limit: number): Promise<Voicemail[]>;
  kept(id: string, file: { checksum: string; bytes: number; lengthMs: number }): Promise<void>;
  lost(id: string): Promise<void>;
  /** Takes the message off the lists and writes it into the audit log; its file may be deleted then. False = there is none. */
  leave(id: string, action: 'delete' | 'expire', by: string): Promise<boolean>;
  /** Those that left the lists and whose row is still there. */
  leaving(limit: number): Promise<{ id: string; node: NodeId }[]>;
  /** The file is gone: now the row goes too. */
  gone(id: string): Promise<void>;
  /** Ids of messages that a campaign took before `before`, oldest first. */
  takenBefore(campaignId: number, before: number, limit: number): Promise<string[]>;
}

/** The sounds. */
export interface VoicemailKeeper {
  /** Folder of the files, absolute. */
  folder: string;
  fileName(id: string): string;
  /** Where the sound of a recording lies, if it is kept here. Of the disk, without waiting. */
  find(recording: string): string | null;
  /** Resolves when the file is as it was when it was kept; throws NotFound or PhonesError `damagedFile`. */
  check(voicemail: Voicemail): Promise<void>;
  /** Deletes file and row. Throws NotFound. */
  remove(id: string, by: string): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

/** What Asterisk has of recordings; all throw when the node cannot be asked. */
export interface SwitchRecordings {
  /** The file, WAV; null = there is none. */
  fetchRecording(node: NodeId, recording: string): Promise<Buffer | null>;
  /** Whether it is being made still. */
  isRecording(node: NodeId, recording: string): Promise<boolean>;
  removeRecording(node: NodeId, recording: string): Promise<void>;
}
