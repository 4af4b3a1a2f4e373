/** The process that reads an SQLite file for flows: one statement after another, each answered by a message. */
import knex from 'knex';

const [file, access] = process.argv.slice(2);

const database = knex.knex({
  client: 'better-sqlite3',
  connection: { filename: file, options: { readonly: access !== 'writes' } },
  useNullAsDefault: true,
  compileSqlOnError: false,
  pool: { min: 1, max: 1 },
});

const plain = value =>
  typeof value === 'bigint' ? String(value) : Buffer.isBuffer(value) ? value.toString('base64') : value;

async function run({ statement, parameters, maximumRows }) {
  // SQLite knows no booleans.
  const bound = parameters.map(value => (typeof value === 'boolean' ? Number(value) : value));
  const answer = await database.raw(statement, bound);
  if (!Array.isArray(answer)) return [];
  return answer
    .slice(0, maximumRows)
    .map(row => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)])));
}

// The server is gone: nobody asks any more.
process.on('disconnect', () => process.exit());

process.on('message', async query => {
  try {
    process.send({ id: query.id, rows: await run(query) });
  } catch (error) {
    // The message may hold what was bound; the code says enough.
    const code = String(error.code ?? 'invalid');
    const refused = code.startsWith('SQLITE_READONLY');
    process.send({
      id: query.id,
      failure: {
        code: refused ? 'refused' : code === 'SQLITE_CANTOPEN' ? 'unreachable' : 'invalid',
        message: code,
      },
    });
  }
});
