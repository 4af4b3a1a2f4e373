/** What was typed while the server was away, for a page that is loaded anew meanwhile. Never what is sensitive. */
import type { ScriptValues } from '../../../orchestrator/core/configuration/script-path.ts';

export interface Unsaved {
  read(): ScriptValues;
  write(values: ScriptValues): void;
}

const prefix = 'phones-script-';

export function createUnsaved(contactId: string, sensitive: readonly string[]): Unsaved {
  const key = `${prefix}${contactId}`;
  // Of contacts before nothing is left here.
  for (const other of Object.keys(sessionStorage))
    if (other.startsWith(prefix) && other !== key) sessionStorage.removeItem(other);
  return {
    read() {
      try {
        const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? '{}');
        return typeof kept === 'object' && kept !== null ? (kept as ScriptValues) : {};
      } catch {
        return {};
      }
    },
    write(values) {
      const kept = Object.entries(values).filter(([name]) => !sensitive.includes(name));
      if (kept.length === 0) sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(kept)));
    },
  };
}
