/** The forms, which are data, agree with the schemas of the API. */
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { z } from 'zod';
import en from '../../admin/locales/en.json' with { type: 'json' };
import type { Column, Field, Form } from '../../admin/forms/fields.ts';
import { campaignForms, connectionForms, forms } from '../../admin/forms/forms.ts';
import { createTranslate } from '../../admin/shared/words.ts';
import { inputs } from '../../orchestrator/core/configuration/schemas.ts';

const [humanInput, welcomeInput, ivrInput, queueInput, voicemailInput] = inputs.campaigns.options;
const [httpInput, sqlInput, mailInput] = inputs.connections.options;
const pairs: [words: string, form: Form, schema: z.ZodObject][] = [
  ['pauses', forms.pauses, inputs.pauses],
  ['dispositions', forms.dispositions, inputs.dispositions],
  ['calendars', forms.calendars, inputs.calendars],
  ['lines', forms.lines, inputs.lines],
  ['skills', forms.skills, inputs.skills],
  ['agents', forms.agents, inputs.agents],
  ['prompts', forms.prompts, inputs.prompts],
  ['connections', connectionForms.http, httpInput],
  ['connections', connectionForms.sql, sqlInput],
  ['connections', connectionForms.mail, mailInput],
  ['flows', forms.flows, inputs.flows],
  ['services', forms.services, inputs.services],
  ['campaigns', campaignForms.human, humanInput],
  ['campaigns', campaignForms.welcome, welcomeInput],
  ['campaigns', campaignForms.ivr, ivrInput],
  ['campaigns', campaignForms.queue, queueInput],
  ['campaigns', campaignForms.voicemail, voicemailInput],
];

const fieldsOf = (form: Form): Field[] => form.groups.flatMap(group => group.fields.flatMap(withInner));
const withInner = (field: Field): Field[] =>
  field.kind === 'optional' ? [field, ...field.fields.flatMap(withInner)] : [field];

/** The JSON schema of a member by dotted path; of an object or nothing, the object. */
function memberSchema(schema: z.ZodObject, path: string): Record<string, unknown> {
  let node: unknown = z.toJSONSchema(schema, { io: 'input' });
  for (const step of path.split('.')) node = (objectOf(node).properties as Record<string, unknown>)[step];
  expect(node, path).to.be.an('object');
  return objectOf(node);
}
function objectOf(node: unknown): Record<string, unknown> {
  const schema = node as Record<string, unknown>;
  const options = schema.anyOf as Record<string, unknown>[] | undefined;
  const own = options?.find(option => option.type !== 'null' && option.const === undefined);
  return own ? { ...schema, ...own } : schema;
}

/** Numbers and choices in the rows of a field. */
function checkColumn(column: Column, row: Record<string, unknown>): void {
  const cell = objectOf((row.properties as Record<string, unknown>)[column.name]);
  if (column.kind === 'number') {
    expect([column.min, column.max], column.name).to.deep.equal([cell.minimum, cell.maximum]);
    if (cell.default !== undefined) expect(column.initial, column.name).to.equal(cell.default);
  }
  if (column.kind === 'choice')
    expect([...column.options].sort(), column.name).to.deep.equal([...(cell.enum as string[])].sort());
}

for (const [collection, form, schema] of pairs) {
  describe(`form of ${collection}${form.fixed ? ` (${form.fixed.kind})` : ''}`, () => {
    const fields = fieldsOf(form);

    it('has a field for every member, and no other', () => {
      const shown = new Set([
        ...fields.map(field => field.name.split('.')[0] ?? ''),
        ...Object.keys(form.fixed ?? {}),
      ]);
      expect([...shown].sort()).to.deep.equal(Object.keys(schema.shape).sort());
    });

    it('explains every field and every group', () => {
      const t = createTranslate('en', en);
      const keys = fields.flatMap(field => {
        const words = `fields.${collection}.${field.words ?? field.name}`;
        const options =
          field.kind === 'choice' || field.kind === 'ordered'
            ? field.options.map(option => `${words}.options.${option}`)
            : [];
        const maybe =
          field.kind === 'maybe' ? ['auto', 'true', 'false'].map(option => `${words}.options.${option}`) : [];
        const columns =
          field.kind === 'rows' ? field.columns.map(column => `${words}.columns.${column.name}.label`) : [];
        const pattern =
          'patternWords' in field && field.patternWords ? [`patterns.${field.patternWords}`] : [];
        return [`${words}.label`, `${words}.help`, ...options, ...maybe, ...columns, ...pattern];
      });
      const groups = form.groups.flatMap(group => [
        `groups.${group.name}.title`,
        `groups.${group.name}.help`,
      ]);
      for (const key of [...keys, ...groups]) expect(t(key), key).to.not.equal(key);
    });

    it('begins with what the server would take by default', () => {
      for (const field of fields) {
        if (!('initial' in field)) continue;
        const { default: initial } = field.name.includes('.')
          ? {
              default: (
                (memberSchema(schema, field.name.split('.')[0] ?? '').default ?? {}) as Record<
                  string,
                  unknown
                >
              )[field.name.split('.')[1] ?? ''],
            }
          : memberSchema(schema, field.name);
        if (initial !== undefined) expect(field.initial, field.name).to.deep.equal(initial);
      }
    });

    it('has the limits of the server', () => {
      for (const field of fields) {
        const member =
          field.kind === 'lines'
            ? objectOf(memberSchema(schema, field.name).items)
            : memberSchema(schema, field.name);
        if (field.kind === 'rows')
          for (const column of field.columns) checkColumn(column, objectOf(member.items));
        if (field.kind === 'number')
          expect([field.min, field.max], field.name).to.deep.equal([member.minimum, member.maximum]);
        if (field.kind === 'choice')
          expect([...field.options].sort(), field.name).to.deep.equal([...(member.enum as string[])].sort());
        if (field.kind === 'ordered')
          expect([...field.options].sort()).to.deep.equal(
            [...((member.items as Record<string, unknown>).enum as string[])].sort(),
          );
        if ((field.kind === 'text' || field.kind === 'lines') && typeof member.pattern === 'string')
          expect(`^${field.pattern}$`.replaceAll('\\-', '-').replaceAll('\\/', '/'), field.name).to.equal(
            member.pattern
              .replaceAll('\\-', '-')
              .replaceAll('\\/', '/')
              .replace('^\\+?[0-9*#]{0,24}$', '^\\+?[0-9*#]{1,24}$'),
          );
        if (field.kind === 'text' && typeof member.maxLength === 'number')
          expect(field.maxLength, field.name).to.equal(member.maxLength);
      }
    });
  });
}
