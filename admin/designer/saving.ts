/**
 * Saves the draft by itself, one request at a time. Who else has changed it meanwhile is never overwritten: the
 * page says so and saves no more until one has decided.
 *
 *   saved ─change─> waiting ─(0.8 s)─> saving ─200─> saved | waiting (changed meanwhile)
 *                      ^                  ├─409─> conflict ─keep mine─> waiting
 *                      └──(again, 5 s)── failed      └─take theirs─> saved
 */
import type { Flow } from '../../ivr-flows/document.ts';

export interface Draft {
  revision: number;
  document: Flow;
  /** Epoch ms. */
  at: number;
  by: string;
}

export type SaveState =
  | { state: 'saved'; at: number; by: string }
  | { state: 'waiting' }
  | { state: 'saving' }
  | { state: 'failed'; why: string }
  | { state: 'conflict'; by: string; at: number; revision: number };

export type SaveReply =
  | { ok: true; draft: Draft }
  | { ok: false; conflict: { by: string; at: number; revision: number } }
  | { ok: false; conflict: null; why: string };

export interface SavingPorts {
  save(revision: number, document: Flow): Promise<SaveReply>;
  /** Calls back once after so many ms. */
  later(ms: number, then: () => void): void;
}

export const SAVE_AFTER_MS = 800;
export const RETRY_AFTER_MS = 5000;

export class Saving {
  state: SaveState;
  revision: number;
  /** Told of each new state. */
  onChange: (state: SaveState) => void = () => undefined;
  #saved: Flow;
  #wanted: Flow;
  #waits = 0;
  readonly #ports: SavingPorts;

  constructor(draft: Draft, ports: SavingPorts) {
    this.#ports = ports;
    this.revision = draft.revision;
    this.#saved = draft.document;
    this.#wanted = draft.document;
    this.state = { state: 'saved', at: draft.at, by: draft.by };
  }

  /** Whether something would be lost if the page were closed. */
  get unsaved(): boolean {
    return this.#wanted !== this.#saved;
  }

  want(document: Flow): void {
    this.#wanted = document;
    if (this.state.state === 'conflict' || this.state.state === 'saving') return;
    if (!this.unsaved) return;
    this.#become({ state: 'waiting' });
    this.#after(SAVE_AFTER_MS);
  }

  /** Saves now what waits to be saved. Resolves true when nothing is unsaved. */
  async flush(): Promise<boolean> {
    if (this.state.state === 'waiting' || this.state.state === 'failed') await this.#save();
    return !this.unsaved && this.state.state === 'saved';
  }

  /** After a conflict: what stands here shall replace what the other has saved. */
  keepMine(): Promise<void> {
    if (this.state.state !== 'conflict') return Promise.resolve();
    this.revision = this.state.revision;
    return this.#save();
  }
  /** After a conflict, a rollback, an import: `draft` stands here now. */
  take(draft: Draft): void {
    this.revision = draft.revision;
    this.#saved = draft.document;
    this.#wanted = draft.document;
    this.#become({ state: 'saved', at: draft.at, by: draft.by });
  }

  #after(ms: number): void {
    const wait = ++this.#waits;
    this.#ports.later(ms, () => {
      const { state } = this.state;
      if (wait === this.#waits && (state === 'waiting' || state === 'failed')) void this.#save();
    });
  }

  async #save(): Promise<void> {
    const document = this.#wanted;
    this.#become({ state: 'saving' });
    const reply = await this.#ports.save(this.revision, document);
    if (reply.ok) {
      this.revision = reply.draft.revision;
      this.#saved = document;
      if (this.unsaved) {
        this.#become({ state: 'waiting' });
        this.#after(SAVE_AFTER_MS);
      } else this.#become({ state: 'saved', at: reply.draft.at, by: reply.draft.by });
    } else if (reply.conflict) this.#become({ state: 'conflict', ...reply.conflict });
    else {
      this.#become({ state: 'failed', why: reply.why });
      this.#after(RETRY_AFTER_MS);
    }
  }

  #become(state: SaveState): void {
    this.state = state;
    this.onChange(state);
  }
}
