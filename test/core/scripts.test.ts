/** Scripts: the way through their pages, what is wrong with a value, texts with the contact's data. */
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { fieldProblem, pathOf, scriptProblems } from '../../orchestrator/core/configuration/script-path.ts';
import { scriptContradictions } from '../../orchestrator/core/configuration/script-rules.ts';
import { scriptText } from '../../orchestrator/core/configuration/script-text.ts';
import { ScriptField, ScriptPage } from '../../orchestrator/core/configuration/schemas.ts';
import { sampleScript } from '../support/sample-script.ts';

const { pages } = sampleScript();
const names = (values: Record<string, string>): string[] => pathOf(pages, values).map(({ name }) => name);
const field = (members: object): ScriptField => ScriptField.parse({ name: 'f', label: 'F', ...members });

describe('scripts', () => {
  it('lead on by the page that follows, by a value, and to their end', () => {
    expect(names({})).to.deep.equal(['greeting', 'order']);
    expect(names({ reason: 'order' })).to.deep.equal(['greeting', 'order']);
    expect(names({ reason: 'complaint' })).to.deep.equal(['greeting', 'complaint']);
  });

  it('miss only what stands on the way', () => {
    expect(scriptProblems(pages, { reason: 'order' })).to.deep.equal([
      { page: 'order', field: 'number', code: 'required' },
    ]);
    expect(scriptProblems(pages, { reason: 'complaint' })).to.deep.equal([]);
  });

  it('say what is wrong with a value of each kind', () => {
    const cases: [object, string | string[], string | null][] = [
      [{ required: true }, ' ', 'required'],
      [{}, '', null],
      [{ maximumLength: 2 }, 'abc', 'tooLong'],
      [{ kind: 'number' }, '12,5', null],
      [{ kind: 'number' }, 'twelve', 'number'],
      [{ kind: 'number', minimum: 3 }, '2', 'tooSmall'],
      [{ kind: 'number', maximum: 3 }, '4', 'tooLarge'],
      [{ kind: 'date' }, '2026-02-29', 'date'],
      [{ kind: 'date' }, '2024-02-29', null],
      [{ kind: 'date', earliest: '2026-01-01' }, '2025-12-31', 'tooEarly'],
      [{ kind: 'date', latest: '2026-01-01' }, '2026-01-02', 'tooLate'],
      [{ kind: 'phone' }, '+39 06 12-34', null],
      [{ kind: 'phone' }, 'none', 'phone'],
      [{ kind: 'email' }, 'a@b.it', null],
      [{ kind: 'email' }, 'a@b', 'email'],
      [{ kind: 'yesNo' }, 'perhaps', 'unknownOption'],
      [{ kind: 'choice', options: ['a'] }, 'b', 'unknownOption'],
      [{ kind: 'choices', options: ['a', 'b'] }, ['a', 'b'], null],
      [{ kind: 'choices', options: ['a', 'b'], required: true }, [], 'required'],
    ];
    for (const [members, value, code] of cases)
      expect(fieldProblem(field(members), value), JSON.stringify([members, value])).to.equal(code);
  });

  it('that contradict themselves are told where', () => {
    const page = (members: object): ScriptPage => ScriptPage.parse({ heading: 'Page', ...members });
    const found = scriptContradictions([
      page({ name: 'one', fields: [{ name: 'a', label: 'A', kind: 'choice' }], next: 'nowhere' }),
      page({
        name: 'one',
        fields: [{ name: 'a', label: 'A', kind: 'number', minimum: 2, maximum: 1 }],
        branch: { field: 'a', cases: [] },
      }),
      page({ name: 'end' }),
    ]);
    expect(found.map(({ path, code }) => `${path.join('.')} ${code}`)).to.deep.equal([
      '0.fields.0.options noOptions',
      '0.next laterPage',
      '1.name duplicate',
      '1.fields.0.name duplicate',
      '1.fields.0.maximum crossedLimits',
      '1.branch.field decidingField',
      '2.name reservedName',
    ]);
  });

  it('name the contact, its call data and their own values; an unknown name stays', () => {
    const source = {
      caller: '06',
      name: '<b>Ada</b>',
      dialled: '800',
      service: 'Care',
      campaign: 'Sales',
      contact: 'phones-1',
      callData: { order: 4711, list: ['a', 'b'] },
      values: { city: 'Roma' },
    };
    expect(scriptText('{name} {caller} {call.order} {call.list} {script.city}', source)).to.equal(
      '<b>Ada</b> 06 4711 a, b Roma',
    );
    expect(scriptText('{call.toString}{script.none}|{else} {', source)).to.equal('|{else} {');
  });
});
