/** Recordings of prompts: rows in versions; the files lie with the speech adapter. */
import type { Knex } from 'knex';
import type { Language } from '../../core/configuration/schemas.ts';
import { NotFound } from '../../runtime/errors.ts';
import type { PromptRecording, PromptStore } from '../../runtime/ports/prompts.ts';
import { addAudit } from './audit.ts';
import type { Database, Transaction } from './database.ts';
import type { ObjectRecord, RecordingRecord } from './tables.ts';
import { clip } from './text.ts';

export function createPrompts(database: Database, clock: () => number): PromptStore {
  return {
    async current(promptId) {
      const rows: RecordingRecord[] = await database.read(knex => {
        const newest = knex('prompt_recordings')
          .select('prompt_id', 'language')
          .max({ version: 'version' })
          .groupBy('prompt_id', 'language')
          .as('newest');
        const query = knex<RecordingRecord>('prompt_recordings as own')
          .join(newest, on =>
            on
              .on('own.prompt_id', 'newest.prompt_id')
              .andOn('own.language', 'newest.language')
              .andOn('own.version', 'newest.version'),
          )
          .orderBy(['own.prompt_id', 'own.language'])
          .select('own.*');
        return promptId === undefined ? query : query.where('own.prompt_id', promptId);
      });
      return rows.map(recordingOf);
    },

    versions: (promptId, language) =>
      database.snapshot(async trx => {
        await findPrompt(trx, promptId);
        return (await versionsOf(trx, promptId, language)).map(recordingOf);
      }),

    add: (recording, by) =>
      database.write('configuration', trx => add(trx, recording, by, clock(), 'record')),

    restore: (promptId, language, version, by) =>
      database.write('configuration', async trx => {
        const earlier = (await versionsOf(trx, promptId, language)).find(row => row.version === version);
        if (!earlier) throw new NotFound(`version ${version} of prompts/${promptId}/${language}`);
        return add(trx, recordingOf(earlier), by, clock(), 'restore');
      }),

    removeLanguage: (promptId, language, by) =>
      database.write('configuration', async trx => {
        await findPrompt(trx, promptId);
        const [newest] = await versionsOf(trx, promptId, language);
        if (!newest) return false;
        await trx('prompt_recordings').where({ prompt_id: promptId, language }).delete();
        const detail = { [language]: [newest.checksum, null] };
        await addAudit(
          trx,
          { by, action: 'removeRecording', object: `prompts/${promptId}`, detail },
          clock(),
        );
        return true;
      }),

    checksums: async () =>
      new Set(
        await database.read(knex =>
          knex('prompt_recordings').distinct('checksum').pluck<string[]>('checksum'),
        ),
      ),
  };
}

const versionsOf = (trx: Knex, promptId: number, language: Language): Promise<RecordingRecord[]> =>
  trx('prompt_recordings').where({ prompt_id: promptId, language }).orderBy('version', 'desc').select('*');

async function findPrompt(trx: Transaction, id: number): Promise<void> {
  if (!(await trx<ObjectRecord>('prompts').where({ id }).first('id'))) throw new NotFound(`prompts/${id}`);
}

async function add(
  trx: Transaction,
  recording: Parameters<PromptStore['add']>[0],
  by: string,
  at: number,
  action: 'record' | 'restore',
): Promise<PromptRecording> {
  const { promptId, language, checksum, durationMs, made, text } = recording;
  await findPrompt(trx, promptId);
  const [newest] = await versionsOf(trx, promptId, language);
  const version = (newest?.version ?? 0) + 1;
  const row: RecordingRecord = {
    prompt_id: promptId,
    language,
    version,
    checksum,
    duration_ms: durationMs,
    made,
    text,
    at,
    by: clip(by, 100),
  };
  await trx('prompt_recordings').insert(row);
  const detail = { [language]: [newest?.checksum ?? null, checksum], made: [null, made] };
  await addAudit(trx, { by, action, object: `prompts/${promptId}`, detail }, at);
  return recordingOf(row);
}

function recordingOf(row: RecordingRecord): PromptRecording {
  const {
    prompt_id: promptId,
    duration_ms: durationMs,
    language,
    version,
    checksum,
    made,
    text,
    at,
    by,
  } = row;
  return { promptId, language, version, checksum, durationMs, made, text, at, by };
}
