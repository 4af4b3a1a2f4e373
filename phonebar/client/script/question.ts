/** Asked before wrap-up ends while something required is missing: whether it may, or that it may not. */
import type { ScriptDocument } from '../../../orchestrator/core/configuration/scripts.ts';
import { h, onClick, setHidden, setText } from '../views/dom.ts';
import type { ScriptWords } from './words.ts';

export interface Question {
  element: HTMLDialogElement;
  open(ending: ScriptDocument['ending'], fields: HTMLElement, end: () => void): void;
  close(): void;
}

export function createQuestion(words: ScriptWords): Question {
  const text = h('p');
  const fields = h('div');
  const stay = h('button', { type: 'button', class: 'small' }, words.say('askBack'));
  const leave = h('button', { type: 'button', class: 'small' }, words.say('askEnd'));
  const element = h(
    'dialog',
    { class: 'script-question', 'aria-label': words.say('askTitle') },
    h('h2', {}, words.say('askTitle')),
    text,
    fields,
    h('div', { class: 'script-nav' }, stay, leave),
  );
  let end = (): void => undefined;
  onClick(stay, () => element.close());
  onClick(leave, () => {
    element.close();
    end();
  });
  return {
    element,
    open(ending, list, act) {
      end = act;
      setText(text, words.say(ending === 'warn' ? 'askText' : 'refuseText'));
      fields.replaceChildren(list);
      setHidden(leave, ending === 'refuse');
      if (!element.open) element.showModal();
    },
    close: () => element.close(),
  };
}
