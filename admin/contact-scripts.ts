/** What operators filled in, as the page of a contact shows it. */
import { mayReadSensitive, type ContactScript } from '../orchestrator/runtime/ports/scripts.ts';
import type { Role } from '../orchestrator/runtime/ports/store.ts';
import type { Names } from './names.ts';
import type { Formats } from './shared/formats.ts';
import type { Translate } from './shared/words.ts';

interface Words {
  names: Names;
  t: Translate;
  formats: Formats;
}

/** Fields in the order of the script; those of a version that is lost as they were filled in. */
export function presentScript(script: ContactScript, role: Role, { names, t, formats }: Words): object {
  const known = script.document?.pages.flatMap(({ fields }) => fields) ?? [];
  const place = (name: string): number => known.findIndex(field => field.name === name);
  const mayRead = mayReadSensitive(role, script.document);
  return {
    title: t('scripts.title'),
    version: t('scripts.version', { number: script.version }),
    fields: script.fields
      .toSorted((one, other) => place(one.name) - place(other.name))
      .map(({ name, value, sensitive, agentId, at }) => {
        const field = known.find(each => each.name === name);
        return {
          label: field?.label ?? name,
          value: sensitive && !mayRead ? t('scripts.hidden') : shownValue(value, field?.kind ?? 'text', t),
          by: t('scripts.lastBy', { agent: names.of('agents', agentId), at: formats.time(at) }),
        };
      }),
  };
}

function shownValue(value: string | string[], kind: string, t: Translate): string {
  if (Array.isArray(value)) return value.join(', ') || t('common.none');
  if (kind === 'yesNo' && (value === 'yes' || value === 'no')) return t(`common.${value}`);
  return value || t('common.none');
}
