/** Messages to agents on the real-time page: written here, and who has read those of today. */
import type { LiveView } from '../../orchestrator/core/views.ts';
import type { MessageTarget, SentMessage } from '../../orchestrator/runtime/ports/agent-messages.ts';
import type { NameOf } from '../shared/live-tables.ts';
import { send } from './api.ts';
import { find, make, toast } from './dom.ts';
import { problemText } from './problem-words.ts';
import { formats, t } from './words.ts';

export interface LiveMessages {
  /** Something was sent or read. */
  refresh(): void;
  /** Writes to this agent: the form has it chosen and the focus. */
  writeTo(agentId: number): void;
}

export function liveMessages(latest: () => LiveView, nameOf: NameOf): LiveMessages {
  const section = find('#messages');
  const form = find<HTMLFormElement>('[data-message]', section);
  const to = find<HTMLSelectElement>('[data-to]', form);
  const also = find<HTMLInputElement>('[data-also]', form);
  const text = find<HTMLTextAreaElement>('[data-text]', form);
  const problem = find('[data-problem]', form);
  const button = find<HTMLButtonElement>('[type=submit]', form);

  /** Agents and campaigns come and go: the choices are made anew when somebody looks at them. */
  function fill(): void {
    const chosen = to.value;
    const { agents, campaigns } = latest();
    to.replaceChildren(
      new Option(t('agentMessages.all'), 'all'),
      group(
        t('live.campaigns.title'),
        campaigns.map(({ id, name }) => new Option(name, `campaign/${id}`)),
      ),
      group(
        t('live.agents.title'),
        agents.map(({ id, name }) => new Option(name, `agent/${id}`)),
      ),
    );
    to.value = [...to.options].some(({ value }) => value === chosen) ? chosen : 'all';
    also.disabled = to.value.startsWith('agent/');
  }

  function group(label: string, options: HTMLOptionElement[]): HTMLOptGroupElement {
    const element = document.createElement('optgroup');
    element.label = label;
    element.append(...options);
    return element;
  }

  function target(): MessageTarget {
    const [kind, id] = to.value.split('/');
    if (kind === 'agent') return { kind, agentId: Number(id) };
    return kind === 'campaign' ? { kind, campaignId: Number(id) } : { kind: 'all' };
  }

  async function submit(): Promise<void> {
    button.disabled = true;
    const body = { to: target(), text: text.value, ...(!also.disabled && { loggedOut: also.checked }) };
    const reply = await send<SentMessage>('POST', '/messages', body);
    button.disabled = false;
    problem.hidden = reply.ok;
    if (!reply.ok) {
      problem.textContent = problemText(reply.problem);
      return;
    }
    text.value = '';
    toast(t('agentMessages.sent', { count: reply.body.readers.length }));
    void refresh();
  }

  async function refresh(): Promise<void> {
    const reply = await send<{ items: SentMessage[] }>('GET', '/messages');
    if (!reply.ok) return;
    const list = find('[data-sent]', section);
    const open = new Set([...list.querySelectorAll('details[open]')].map(({ id }) => id));
    list.replaceChildren(...reply.body.items.map(message => item(message, open)));
    find('[data-none]', section).hidden = reply.body.items.length > 0;
  }

  function item({ id, at, by, text: said, to: whom, readers }: SentMessage, open: Set<string>): HTMLElement {
    const element = make('li');
    const read = readers.filter(({ readAt }) => readAt !== null).length;
    const details = document.createElement('details');
    details.id = `message-${id}`;
    details.open = open.has(details.id);
    const names = make('ul');
    for (const { agentId, readAt } of readers) {
      const when =
        readAt === null
          ? t('agentMessages.unread')
          : t('agentMessages.readAt', { time: formats.time(readAt) });
      names.append(make('li', '', `${nameOf('agents', agentId)}: ${when}`));
    }
    details.append(make('summary', '', t('agentMessages.readBy', { read, count: readers.length })), names);
    element.append(
      make('p', 'text-secondary', [formats.time(at), by, whomText(whom)].join(' · ')),
      make('p', 'sent-text', said),
      details,
    );
    return element;
  }

  function whomText(whom: MessageTarget): string {
    if (whom.kind === 'all') return t('agentMessages.all');
    return whom.kind === 'agent' ? nameOf('agents', whom.agentId) : nameOf('campaigns', whom.campaignId);
  }

  to.addEventListener('focus', fill);
  to.addEventListener('change', () => {
    also.disabled = to.value.startsWith('agent/');
  });
  form.addEventListener('submit', event => {
    event.preventDefault();
    void submit();
  });
  fill();
  void refresh();
  return {
    refresh: () => void refresh(),
    writeTo(agentId) {
      fill();
      to.value = `agent/${agentId}`;
      also.disabled = true;
      text.focus();
    },
  };
}
