/**
 * "Global" means something from now on: operators may give contacts of every service to the campaign. Until now
 * they could do so with all human campaigns, and go on doing so with those that are there.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  const rows: { id: number; document: string }[] = await knex('campaigns')
    .where({ kind: 'human' })
    .select('id', 'document');
  for (const { id, document } of rows) {
    const campaign = { ...(JSON.parse(document) as object), global: true };
    await knex('campaigns')
      .where({ id })
      .update({ document: JSON.stringify(campaign) });
  }
}

/** What the box said before had no effect. */
export async function down(): Promise<void> {
  // Nothing to undo.
}
