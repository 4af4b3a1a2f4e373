/** Versions of scripts, and what was filled in during contacts. */
import type { ScriptDocument } from '../../core/configuration/schemas.ts';
import { ScriptDocument as DocumentSchema } from '../../core/configuration/schemas.ts';
import { Conflict, Invalid, NotFound } from '../../runtime/errors.ts';
import type { ContactScript, ScriptStore } from '../../runtime/ports/scripts.ts';
import type { Stored } from '../../runtime/ports/store.ts';
import { addAudit } from './audit.ts';
import type { Database, Transaction } from './database.ts';
import { objectOf, stored, toColumns } from './objects.ts';
import type { ObjectRecord, ScriptValueRecord } from './tables.ts';
import { clip } from './text.ts';

export function createScripts(database: Database, clock: () => number): ScriptStore {
  return {
    publish: (scriptId, revision, note, by) =>
      database.write('configuration', async trx => {
        const row = await findScript(trx, scriptId);
        if (revision !== undefined && revision !== row.revision) throw new Conflict(`scripts/${scriptId}`);
        const before = objectOf('scripts', row);
        const { pages, ending, sensitiveReaders } = before;
        if (pages.length === 0)
          throw new Invalid([{ path: ['pages'], code: 'tooFew', message: 'a script needs a page' }]);
        const document: ScriptDocument = { pages, ending, sensitiveReaders };
        const last = await trx('script_versions')
          .where({ script_id: scriptId })
          .max({ number: 'number' })
          .first();
        const number = Number(last?.number ?? 0) + 1;
        await trx('script_versions').insert({
          script_id: scriptId,
          number,
          document: JSON.stringify(document),
          note: clip(note, 500),
          at: clock(),
          by: clip(by, 100),
        });
        const detail = { version: [before.version, number], note: [null, note] };
        await addAudit(trx, { by, action: 'publish', object: `scripts/${scriptId}`, detail }, clock());
        return save(trx, row, { ...before, version: number, document }, clock());
      }),

    takeBack: (scriptId, number, by) =>
      database.write('configuration', async trx => {
        const row = await findScript(trx, scriptId);
        const found = await trx('script_versions').where({ script_id: scriptId, number }).first('document');
        if (!found) throw new NotFound(`version ${number} of scripts/${scriptId}`);
        const detail = { draft: [null, number] };
        await addAudit(trx, { by, action: 'rollback', object: `scripts/${scriptId}`, detail }, clock());
        const draft = { ...objectOf('scripts', row), ...DocumentSchema.parse(JSON.parse(found.document)) };
        return save(trx, row, draft, clock());
      }),

    versions: scriptId =>
      database.snapshot(async trx => {
        await findScript(trx, scriptId);
        return trx('script_versions')
          .where({ script_id: scriptId })
          .orderBy('number', 'desc')
          .select('number', 'note', 'at', 'by');
      }),

    async version(scriptId, number) {
      const row = await database.read(knex =>
        knex('script_versions').where({ script_id: scriptId, number }).first(),
      );
      return row
        ? { number, note: row.note, at: row.at, by: row.by, document: documentIn(row.document) }
        : null;
    },

    ofContact: contactId =>
      database.snapshot(async trx => {
        const rows: ScriptValueRecord[] = await trx('contact_script_values')
          .where({ contact_id: contactId })
          .orderBy(['seq', 'idx', 'field']);
        const scripts = new Map<number, ContactScript>();
        for (const row of rows) {
          let script = scripts.get(row.script_id);
          if (!script) {
            const { script_id, version } = row;
            const found = await trx('script_versions')
              .where({ script_id, number: version })
              .first('document');
            const document = found ? documentIn(found.document) : null;
            scripts.set(script_id, (script = { scriptId: script_id, version, document, fields: [] }));
          }
          script.fields = [
            ...script.fields.filter(({ name }) => name !== row.field),
            {
              name: row.field,
              value: JSON.parse(row.value),
              sensitive: row.is_sensitive !== 0,
              agentId: row.agent_id,
              at: row.at,
            },
          ];
        }
        return [...scripts.values()];
      }),
  };
}

const documentIn = (text: string): ScriptDocument => DocumentSchema.parse(JSON.parse(text));

async function findScript(trx: Transaction, id: number): Promise<ObjectRecord> {
  const row = await trx<ObjectRecord>('scripts').where({ id }).first();
  if (!row) throw new NotFound(`scripts/${id}`);
  return row;
}

async function save(
  trx: Transaction,
  row: ObjectRecord,
  script: Parameters<typeof toColumns>[1],
  now: number,
): Promise<Stored<'scripts'>> {
  const changed = { ...row, ...toColumns('scripts', script), revision: row.revision + 1, updated_at: now };
  await trx<ObjectRecord>('scripts').where({ id: row.id }).update(changed);
  return stored('scripts', changed);
}
