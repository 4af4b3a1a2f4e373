/** The chosen block: its label, its parameters, where its exits lead. With none chosen, the flow itself. */
import { useDesigner, useFlow, useSession } from '../context.tsx';
import { Fields } from '../forms/field.tsx';
import { fieldsOf } from '../forms/fields.ts';
import { ProblemTexts } from '../forms/problem-text.tsx';
import { findBlock } from '../model/blocks.ts';
import { iconOf } from '../looks.ts';
import { language, said, t } from '../words.ts';
import { Exits, Entries } from './exits.tsx';
import { FlowForm } from './flow-form.tsx';
import { Icon } from './icon.tsx';

export function Inspector() {
  const { session } = useDesigner();
  const flow = useFlow();
  const selection = useSession(state => state.selection);
  const problems = useSession(state => state.problems);
  const [first] = selection;
  const block = selection.length === 1 ? findBlock(flow, first ?? null) : null;
  if (selection.length > 1) return <p>{t('inspector.many', { count: selection.length })}</p>;
  if (!block) return <FlowForm />;
  const definition = session.tools.library.get(block.type);
  const own = problems.filter(problem => problem.block === block.id);
  return (
    <div className="inspector" data-inspector={block.id} key={block.id}>
      <p className="inspector-type">
        <Icon name={iconOf(block.type, definition?.group ?? 'custom')} />
        <strong>{definition ? said(definition.title) : block.type}</strong>
        <code>{block.id}</code>
      </p>
      {definition && <p className="form-hint">{said(definition.help)}</p>}
      <ProblemTexts
        id="block-problems"
        problems={own.filter(({ parameter, exit }) => parameter === null && exit === null)}
      />
      <div className="parameter">
        <label className="form-label" htmlFor="block-label">
          {t('inspector.label')}
        </label>
        <input
          id="block-label"
          className="form-control form-control-sm"
          maxLength={100}
          value={block.label}
          placeholder={definition?.title[language]}
          onChange={({ target }) => session.run({ do: 'setLabel', block: block.id, label: target.value })}
        />
      </div>
      {definition && (
        <Fields
          fields={fieldsOf(definition.parameters)}
          value={block.parameters}
          path={[]}
          problems={own}
          change={(path, value) => session.run({ do: 'setParameter', block: block.id, path, value })}
        />
      )}
      <Exits block={block} problems={own} />
      <Entries block={block} />
      {block.type !== 'start' && (
        <div className="btn-list inspector-buttons">
          <button type="button" className="btn btn-sm btn-outline-danger" onClick={() => session.delete()}>
            <Icon name="trash" />
            {t('actions.delete')}
          </button>
          <button type="button" className="btn btn-sm" onClick={() => session.delete(true)}>
            {t('inspector.deleteJoin')}
          </button>
        </div>
      )}
    </div>
  );
}
