/** How contacts sounded at operators' browsers. Shares in percent, times in ms, MOS from 1 to 4.5 (ITU-T G.107). */

/** One second. */
export interface QualitySample {
  lossPercent: number;
  jitterMs: number;
  /** null until the far end reports. */
  roundTripMs: number | null;
  mos: number;
}

/** Of a whole conversation: means, and the worst second. */
export interface QualitySummary {
  seconds: number;
  lossPercent: number;
  mostLossPercent: number;
  jitterMs: number;
  mostJitterMs: number;
  roundTripMs: number | null;
  mostRoundTripMs: number | null;
  mos: number;
  leastMos: number;
}

/** What a browser measured: a conversation, or the last minute before its operator reported a problem. */
export type Measured = { agentId: number } & (
  | { kind: 'call'; summary: QualitySummary }
  | { kind: 'report'; note: string; minute: QualitySample[] }
);
export type QualityRow = Measured & { at: number };

export interface QualityStore {
  /**
   * Keeps what an agent's browser measured. Throws NotFound when the agent has no part in the contact (as far as is
   * known here), TooManyAttempts after 20 rows of the agent for it.
   */
  add(contactId: string, measured: Measured): Promise<void>;
  /** Of the contact, oldest first. */
  of(contactId: string): Promise<QualityRow[]>;
}
