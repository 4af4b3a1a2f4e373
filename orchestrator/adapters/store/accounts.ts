/** Who may sign in, and as what. */
import { Invalid, NotFound } from '../../runtime/errors.ts';
import type { Account, AccountStore, Problem } from '../../runtime/ports/store.ts';
import { countAttempt, forgetAttempts } from './attempts.ts';
import { addAudit, secretsWritten } from './audit.ts';
import type { Database, Transaction } from './database.ts';
import { writePassword } from './operators.ts';
import { checkPassword, hashPassword } from './passwords.ts';
import type { AccountRecord } from './tables.ts';
import { createTokens } from './tokens.ts';

type NewAccount = Parameters<AccountStore['create']>[0];

export function createAccounts(database: Database, clock: () => number): AccountStore {
  return {
    ...createTokens(database, clock),

    async list() {
      return (await database.read(knex => knex('accounts').orderBy('username'))).map(toAccount);
    },

    async get(id) {
      const row = await database.read(knex => knex('accounts').where({ id }).first());
      return row ? toAccount(row) : null;
    },

    async create(account, password, by) {
      const passwordHash = await hashPassword(password);
      return database.write('configuration', trx => create(trx, account, passwordHash, by, clock()));
    },

    async setPassword(name, password, by) {
      const passwordHash = await hashPassword(password);
      return database.write('configuration', async trx => {
        const row = await trx('accounts')
          .where({ username: normal(name) })
          .first();
        if (!row) return false;
        await writePassword(trx, row.username, passwordHash);
        const entry = {
          by,
          action: 'update',
          object: `accounts/${row.id}`,
          detail: secretsWritten(['password']),
        };
        await addAudit(trx, entry, clock());
        return true;
      });
    },

    async setLanguage(id, language) {
      const changed = await database.read(knex => knex('accounts').where({ id }).update({ language }));
      if (changed === 0) throw new NotFound(`accounts/${id}`);
    },

    remove: (id, by) => database.write('configuration', trx => remove(trx, id, by, clock())),

    async verify(name, password) {
      const username = normal(name);
      await countAttempt(database, username, clock());
      const row = await database.read(knex => knex('accounts').where({ username }).first());
      if (!(await checkPassword(row?.password_hash ?? null, password)) || !row) return null;
      await database.write('signIn', trx => forgetAttempts(trx, username));
      return toAccount(row);
    },

    async credentialVersion(id) {
      const row = await database.read(knex => knex('accounts').where({ id }).first('credential_version'));
      return row?.credential_version ?? null;
    },
  };
}

/** Names are the same whatever their case. */
function normal(username: string): string {
  return username.trim().toLowerCase();
}

function toAccount(row: AccountRecord): Account {
  return {
    id: row.id,
    username: row.username,
    role: row.role,
    agentId: row.agent_id,
    language: row.language,
  };
}

async function create(
  trx: Transaction,
  account: NewAccount,
  passwordHash: string,
  by: string,
  now: number,
): Promise<Account> {
  const row: Omit<AccountRecord, 'id'> = {
    username: normal(account.username),
    role: account.role,
    agent_id: account.agentId ?? null,
    language: account.language ?? null,
    password_hash: passwordHash,
    credential_version: 1,
    created_at: now,
  };
  const problems = await findProblems(trx, row);
  if (problems.length > 0) throw new Invalid(problems);
  const [id = 0] = await trx('accounts').insert(row);
  const detail = { username: [null, row.username], role: [null, row.role] };
  await addAudit(trx, { by, action: 'create', object: `accounts/${id}`, detail }, now);
  return toAccount({ ...row, id });
}

async function findProblems(trx: Transaction, row: Omit<AccountRecord, 'id'>): Promise<Problem[]> {
  const problems: Problem[] = [];
  if (!/^[a-z0-9._-]{2,50}$/.test(row.username))
    problems.push({ path: ['username'], code: 'username', message: '2 to 50 of a-z 0-9 . _ -' });
  else if (await trx('accounts').where({ username: row.username }).first('id'))
    problems.push({ path: ['username'], code: 'duplicate', message: 'is already in use' });
  if ((row.role === 'operator') !== (row.agent_id !== null))
    problems.push({
      path: ['agentId'],
      code: 'role',
      message: 'operators, and only they, belong to an agent',
    });
  else if (row.agent_id !== null) {
    if (!(await trx('agents').where({ id: row.agent_id }).first('id')))
      problems.push({ path: ['agentId'], code: 'unknown', message: 'there is no such object in agents' });
    if (await trx('accounts').where({ agent_id: row.agent_id }).first('id'))
      problems.push({ path: ['agentId'], code: 'duplicate', message: 'has an account already' });
  }
  return problems;
}

/** An agent's account goes with its agent only, and the last administrator stays. */
async function remove(trx: Transaction, id: number, by: string, now: number): Promise<void> {
  const row = await trx('accounts').where({ id }).first();
  if (!row) throw new NotFound(`accounts/${id}`);
  const refuse = (code: string, message: string) => new Invalid([{ path: ['id'], code, message }]);
  if (row.agent_id !== null) throw refuse('agentAccount', 'belongs to an agent and is removed with it');
  const others = await trx('accounts').where({ role: 'administrator' }).whereNot({ id }).first('id');
  if (row.role === 'administrator' && !others) throw refuse('lastAdministrator', 'is the last administrator');
  await trx('accounts').where({ id }).delete();
  await forgetAttempts(trx, row.username);
  const detail = { username: [row.username, null], role: [row.role, null] };
  await addAudit(trx, { by, action: 'delete', object: `accounts/${id}`, detail }, now);
}
