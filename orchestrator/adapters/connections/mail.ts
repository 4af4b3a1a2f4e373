/** Mail of flows by nodemailer. One connection to the server per message: flows send few. */
import { createTransport } from 'nodemailer';
import type { MailAccess } from './access.ts';
import { faultOf } from '../../../ivr-flows/faults.ts';
import { Failure } from './failure.ts';

export interface Letter {
  to: string;
  subject: string;
  text: string;
  /** Files, absolute paths. */
  attachments: { name: string; path: string }[];
}

const timeoutMs = 20_000;

/** Rejects with Failure. */
export async function performMail(access: MailAccess, letter: Letter): Promise<null> {
  const { host, port, secure, username, password, from } = access;
  const transport = createTransport({
    host,
    port,
    secure,
    ...(username === '' ? {} : { auth: { user: username, pass: password } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    // Neither files nor addresses may be named from within a message.
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({
      from,
      // A flow sends to one address: commas and line ends would make more of it.
      to: { name: '', address: oneAddress(letter.to) },
      subject: letter.subject.replace(/[\r\n]+/g, ' '),
      text: letter.text,
      attachments: letter.attachments.map(({ name, path }) => ({ filename: name, path })),
    });
    return null;
  } catch (error) {
    throw failureOf(error);
  } finally {
    transport.close();
  }
}

function oneAddress(to: string): string {
  const address = to.trim();
  if (!/^[^\s@,;<>"]{1,64}@[^\s@,;<>"]{1,253}$/.test(address))
    throw new Failure('invalid', faultOf('notOneMailbox'));
  return address;
}

/** Codes of nodemailer (errors.js): EENVELOPE and EMESSAGE the server refused, EAUTH it knows us not. */
function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const why = faultOf('said', {
    message: (error instanceof Error ? error.message : String(error)).slice(0, 200),
  });
  if (code === 'EAUTH' || code === 'EENVELOPE' || code === 'EMESSAGE')
    return new Failure('refused', why, { cause: error });
  if (code === 'ETIMEDOUT') return new Failure('timeout', why, { cause: error });
  return new Failure('unreachable', why, { cause: error });
}
