/** Recordings as Asterisk would have them, in memory. */
import type { SwitchRecordings } from '../../orchestrator/runtime/ports/voicemails.ts';

export interface FakeRecordings extends SwitchRecordings {
  files: Map<string, Buffer>;
  /** Being made still. */
  live: Set<string>;
  /** The node does not answer. */
  away: boolean;
}

export function createFakeRecordings(): FakeRecordings {
  const check = (): void => {
    if (fake.away) throw new Error('no answer');
  };
  const fake: FakeRecordings = {
    files: new Map(),
    live: new Set(),
    away: false,
    async fetchRecording(_node, recording) {
      check();
      return fake.files.get(recording) ?? null;
    },
    async isRecording(_node, recording) {
      check();
      return fake.live.has(recording);
    },
    async removeRecording(_node, recording) {
      check();
      fake.files.delete(recording);
    },
  };
  return fake;
}
