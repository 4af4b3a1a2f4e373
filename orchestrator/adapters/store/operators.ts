/** The sign-in account of each agent, which lives and dies with the agent. */
import type { Agent } from '../../core/configuration/schemas.ts';
import { forgetAttempts } from './attempts.ts';
import type { Transaction } from './database.ts';

/** `passwordHash` null = nobody can sign in until one is set. */
export async function createOperator(
  trx: Transaction,
  agent: Agent,
  passwordHash: string | null,
  now: number,
): Promise<void> {
  await trx('accounts').insert({
    username: agent.username,
    role: 'operator',
    agent_id: agent.id,
    language: languageOf(agent),
    password_hash: passwordHash,
    credential_version: 1,
    created_at: now,
  });
}

/** Follows a changed agent. The language follows only when the agent's changed: the operator may have chosen another. */
export async function updateOperator(
  trx: Transaction,
  before: Agent,
  agent: Agent,
  passwordHash: string | null,
): Promise<void> {
  await trx('accounts')
    .where({ agent_id: agent.id })
    .update({
      username: agent.username,
      ...(before.language === agent.language ? {} : { language: languageOf(agent) }),
    });
  if (passwordHash !== null) await writePassword(trx, agent.username, passwordHash);
}

/** A new password: sessions made before are void, failed attempts forgotten. False = no such account. */
export async function writePassword(
  trx: Transaction,
  username: string,
  passwordHash: string,
): Promise<boolean> {
  const changed = await trx('accounts')
    .where({ username })
    .update({ password_hash: passwordHash, credential_version: trx.raw('credential_version + 1') });
  await forgetAttempts(trx, username);
  return changed > 0;
}

function languageOf({ language }: Agent): 'it' | 'en' | null {
  return language === 'auto' ? null : language;
}
