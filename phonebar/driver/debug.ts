/** The driver's debug page: the PhoneBar in a frame, every message, and a field for commands. */
import { connect } from './index.ts';
import type { Command } from './index.ts';

const find = <E extends HTMLElement>(selector: string): E => {
  const element = document.querySelector<E>(selector);
  if (!element) throw new Error(`the page has no ${selector}`);
  return element;
};
const log = find<HTMLOListElement>('#log');
const text = find<HTMLTextAreaElement>('#command');
const answer = find('#answer');
const actions = find<HTMLSelectElement>('#actions');
const mostLines = 500;

const write = (direction: string, value: unknown): void => {
  const line = document.createElement('li');
  line.dataset.direction = direction;
  const at = new Date().toISOString().slice(11, 23);
  line.textContent = `${at} ${direction === 'sent' ? '→' : '←'} ${JSON.stringify(value)}`;
  log.prepend(line);
  if (log.children.length > mostLines) log.lastElementChild?.remove();
};

const phonebar = connect({ server: location.origin, container: find('#phonebar-frame'), onMessage: write });

const showActions = (): void => {
  const names = phonebar.snapshot?.actions.map(({ name }) => name) ?? [];
  if (
    [...actions.options]
      .slice(1)
      .map(({ value }) => value)
      .join() === names.join()
  )
    return;
  const options = names.map(name => new Option(name, name));
  actions.replaceChildren(...[...actions.options].slice(0, 1), ...options);
};
phonebar.on('connected', showActions);
phonebar.on('state', showActions);
actions.addEventListener('change', () => {
  if (actions.value) text.value = JSON.stringify({ type: 'press', action: actions.value });
});

const send = async (): Promise<void> => {
  try {
    const command: unknown = JSON.parse(text.value);
    await phonebar.send(command as Command);
    answer.textContent = '✓';
  } catch (error) {
    answer.textContent = String(error);
  }
};
find<HTMLFormElement>('#send').addEventListener('submit', event => {
  event.preventDefault();
  answer.textContent = '…';
  void send();
});
