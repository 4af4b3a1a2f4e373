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
  /** Its campaign keeps it until then, epoch ms; null = for ever. */
  keptUntil: number | null;
  /**
   * coming: Asterisk has the sound still (the call may go on); lost: nobody had it when it was fetched;
   * deleted: only this trace of it is left.
   */
  state: 'coming' | 'kept' | 'lost' | 'deleted';
  /** What the last check of the file found; null = nothing. */
  fault: RecordingFault | null;
  checkedAt: number | null;
  /** Who deleted it when and why; `retention`, when its time was over. */
  deletion: { at: number; by: string; reason: string } | null;
  lengthMs: number | null;
  bytes: number | null;
  /** SHA-256 of the file, in hexadecimal digits. */
  checksum: string | null;
  /** For each channel the highest level of each stretch, 0 to 99; null = not known yet, or in a list. */
  peaks: number[][] | null;
  /** Of its contact. */
  serviceId: number | null;
  agentId: number | null;
  callerNumber: string;
  callerName: string;
}

/** damaged: the file is not as it was when it was kept; missing: it is not there. */
export type RecordingFault = 'damaged' | 'missing';

/** kept: without a fault that is known of. */
export const recordingStates = ['coming', 'kept', 'lost', 'damaged', 'missing', 'deleted'] as const;

export interface RecordingFilter {
  campaignId?: number;
  serviceId?: number;
  agentId?: number;
  contactId?: string;
  /** Began in [from, to), epoch ms. */
  from?: number;
  to?: number;
  /** Number of the customer, or part of it. */
  search?: string;
  /** Absent = all that are not deleted. */
  state?: (typeof recordingStates)[number];
  /** Length in [minLengthMs, maxLengthMs). */
  minLengthMs?: number;
  maxLengthMs?: number;
  /** Kept no longer than until then, epoch ms. */
  keptBefore?: number;
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
  /** Without `peaks`. */
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
  /** Notes what a check of the file found. */
  checked(id: string, fault: RecordingFault | null): Promise<void>;
  /**
   * Makes a trace of the recording and writes it into the audit log; its file may be deleted then. `reason`: at
   * most 200 characters. False = there is none.
   */
  leave(id: string, action: 'delete' | 'expire', by: string, reason: string): Promise<boolean>;
  /** Those that were left and whose file may still be there. */
  leaving(limit: number): Promise<Pick<CallRecording, 'id' | 'node' | 'channels'>[]>;
  /** The file is gone. */
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
  /** Reads the file anew and notes what was found; null = it is as it was when it was kept. Throws NotFound where there is none to check. */
  verify(recording: CallRecording): Promise<RecordingFault | null>;
  /** As `verify`; throws NotFound or PhonesError `damagedFile` for what was found. */
  check(recording: CallRecording): Promise<void>;
  /** Deletes the file; a trace stays. Throws NotFound. */
  remove(id: string, by: string, reason?: string): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}
