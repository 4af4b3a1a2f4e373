/** What stands beside the name of somebody who can be called. */
import type { Translate } from '../i18n.ts';
import type { Choice } from '../session/call-choices.ts';

export function detailOf(t: Translate, { kind, number, state, free }: Choice): string {
  if (state) return [number, t(state === 'loggedOut' ? 'calls.loggedOut' : `state.${state}`)].join(' · ');
  if (free !== null) return t('calls.free', { count: free });
  return kind === 'service' ? [number, t('calls.aService')].filter(Boolean).join(' · ') : '';
}
