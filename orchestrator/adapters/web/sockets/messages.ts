/** What goes over /phonebar/socket. */
import { z } from 'zod';
import { AgentRequest } from '../../../core/agents/requests.ts';
import type { AgentView } from '../../../core/views.ts';

/** Chosen by the page; comes back in the reply. */
const MessageId = z.union([z.string().min(1).max(64), z.number().int()]);
export const ClientMessage = z.strictObject({
  id: MessageId,
  type: z.literal('command'),
  command: AgentRequest,
});

/** What a page says each second while it works: its browser answers pings even while the page itself is asleep. */
export const aliveMessage = '{"type":"alive"}';

export type MessageId = z.infer<typeof MessageId>;
export type ServerMessage =
  | { type: 'hello'; serverTime: number; version: string }
  /** Each 5 s, so that the page sees a link that died silently. */
  | { type: 'beat'; serverTime: number }
  | { type: 'view'; seq: number; serverTime: number; view: AgentView }
  /** Messages of supervisors came or were read: the page asks for them. */
  | { type: 'messages' }
  | { type: 'reply'; id: MessageId; ok: boolean; code?: string; message?: string }
  /** A message that was not understood and had no readable id. */
  | { type: 'error'; code: string; message: string };

export type Read =
  | { ok: true; id: MessageId; command: AgentRequest }
  | { ok: false; id: MessageId | null; message: string };

/** Reads a message of a page; never throws. */
export function readMessage(text: string): Read {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, id: null, message: 'not JSON' };
  }
  const parsed = ClientMessage.safeParse(value);
  if (parsed.success) return { ok: true, id: parsed.data.id, command: parsed.data.command };
  const id = z.object({ id: MessageId }).safeParse(value);
  const [issue] = parsed.error.issues;
  const message = issue ? `${issue.path.map(String).join('.')}: ${issue.message}` : 'not understood';
  return { ok: false, id: id.success ? id.data.id : null, message };
}
