/** Calls that were recorded: the index in the database, the sounds in the state folder. */
import type { NodeId } from '../../core/ids.ts';
import type { Page } from './store.ts';

export interface CallRecording {
  /** `<contact>.<n>` */
  id: string;
  contactId: string;
  node: NodeId;
  /** The human campaign by whose rule it was made; how long it is kept stands there. */
  campaignId: number;
  channels: 'stereo' | 'mixed';
  /** An operator began it. */
  onDemand: boolean;
  /** Epoch ms. */
  startedAt: number;
  /** Holds when the campaign is deleted; 0 = for ever. */
  keepDays: number;
  /** coming: Asterisk has the sound still (the call may go on); lost: nobody has it. */
  state: 'coming' | 'kept' | 'lost';
  lengthMs: number | null;
  bytes: number | null;
  /** SHA-256 of the file, in hexadecimal digits. */
  checksum: string | null;
  /** For each channel the highest level of each stretch, 0 to 99; null = not known yet. */
  peaks: number[][] | null;
  /** Of its contact. */
  serviceId: number | null;
  agentId: number | null;
  callerNumber: string;
  callerName: string;
}

export interface RecordingFilter {
  campaignId?: number;
  serviceId?: number;
  agentId?: number;
  contactId?: string;
  /** Began in [from, to), epoch ms. */
  from?: number;
  to?: number;
  /** Caller's number. */
  search?: string;
  cursor?: string;
  /** 1 to 200, default 50; newest first. */
  limit?: number;
}

/** What a supervisor may do with recordings; each contains the one before. Administrators may all. */
export type RecordingRight = 'list' | 'listen' | 'download' | 'delete';

/** The file of a recording. */
export interface KeptFile {
  checksum: string;
  bytes: number;
  lengthMs: number;
  peaks: number[][];
}

export interface RecordingStore {
  list(filter: RecordingFilter): Promise<Page<CallRecording>>;
  get(id: string): Promise<CallRecording | null>;
  /** Those of a contact, the first one first. */
  ofContact(contactId: string): Promise<CallRecording[]>;
  /** Into the audit log; what one person does again within minutes is one. */
  heard(id: string, how: 'listen' | 'download', by: string): Promise<void>;
  right(): Promise<RecordingRight>;
  setRight(right: RecordingRight, by: string): Promise<void>;

  /** Those whose contact is over and whose sound Asterisk still has, oldest first. */
  coming(limit: number): Promise<CallRecording[]>;
  kept(id: string, file: KeptFile): Promise<void>;
  lost(id: string): Promise<void>;
  /** Takes the recording off the lists and writes it into the audit log; its file may be deleted then. False = there is none. */
  leave(id: string, action: 'delete' | 'expire', by: string): Promise<boolean>;
  /** Those that left the lists and whose row is still there. */
  leaving(limit: number): Promise<Pick<CallRecording, 'id' | 'node' | 'channels'>[]>;
  /** The file is gone: now the row goes too. */
  gone(id: string): Promise<void>;
  /** Ids of recordings that a campaign made before `before`, oldest first. */
  madeBefore(campaignId: number, before: number, limit: number): Promise<string[]>;
  /** Ids of those out of their own time at `now` whose campaign is none of these. */
  outlived(campaigns: readonly number[], now: number, limit: number): Promise<string[]>;
}

/** The sounds. */
export interface RecordingKeeper {
  /** Folder of the files, absolute. */
  folder: string;
  fileName(id: string): string;
  /** Resolves when the file is as it was when it was kept; throws NotFound or PhonesError `damagedFile`. */
  check(recording: CallRecording): Promise<void>;
  /** Deletes file and row. Throws NotFound. */
  remove(id: string, by: string): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}
