/** Who else is in the conversation, or on the way to it; whoever leads mutes and removes. */
import { formatDuration } from '../session/clock.ts';
import { h, keyed, onClick, setAttribute, setHidden, setText } from './dom.ts';
import type { Translate } from '../i18n.ts';
import type { PartyModel } from '../session/present.ts';
import type { View } from './dom.ts';
import type { Intents } from './intents.ts';

export interface PartiesModel {
  parties: readonly PartyModel[];
  /** Whether this operator may mute and remove. */
  leads: boolean;
}

export function createParties(t: Translate, intents: Intents): View<PartiesModel> {
  const list = h('ul', { class: 'parties', 'aria-label': t('calls.parties') });
  let leads = false;
  const show = keyed<PartyModel>(list, party => party.id, createParty);

  function createParty({ id }: PartyModel): View<PartyModel> {
    const name = h('strong');
    const stage = h('span', { class: 'party-stage' });
    const mute = h('button', { type: 'button', class: 'small', 'data-party': 'mute' });
    const remove = h('button', { type: 'button', class: 'small', 'data-party': 'remove' }, t('calls.remove'));
    let muted = false;
    onClick(mute, () => intents.ask({ type: 'muteParty', party: id, muted: !muted }));
    onClick(remove, () => intents.ask({ type: 'removeParty', party: id }));
    return {
      element: h('li', { 'data-party-id': id }, h('span', { class: 'party-who' }, name, stage), mute, remove),
      update(party) {
        ({ muted } = party);
        const who = party.name || party.number;
        setText(name, who);
        setText(stage, t(`calls.stage.${party.stage}`, { time: formatDuration(party.sinceMs) }));
        setText(mute, t(muted ? 'action.unmute' : 'action.mute'));
        setAttribute(mute, 'aria-label', `${t(muted ? 'action.unmute' : 'action.mute')}: ${who}`);
        setAttribute(remove, 'aria-label', `${t('calls.remove')}: ${who}`);
        setHidden(mute, !leads || party.stage !== 'joined');
        setHidden(remove, !leads || (party.stage !== 'joined' && party.stage !== 'calling'));
      },
    };
  }

  return {
    element: list,
    update(model) {
      ({ leads } = model);
      setHidden(list, model.parties.length === 0);
      show(model.parties);
    },
  };
}
