/** Loads the flow and shows the designer. */
import { createRoot } from 'react-dom/client';
import { library } from '../../ivr-flows/blocks/index.ts';
import type { Flow } from '../../ivr-flows/document.ts';
import { validate } from '../../ivr-flows/validate.ts';
import { find } from '../client/dom.ts';
import { problemText } from '../client/problem-words.ts';
import { App } from './app.tsx';
import { laidOut } from './model/layout.ts';
import { requestsFor } from './requests.ts';
import { Saving } from './saving.ts';
import { Session } from './session.ts';
import { serverSounds } from './sounds.ts';
import { t } from './words.ts';

/** A narrow page begins with the outline: the canvas needs room. */
const NARROW = 700;

const later = (ms: number, then: () => void): void => void setTimeout(then, ms);

async function open(): Promise<void> {
  const element = find('#designer');
  const flowId = Number(element.dataset.flow);
  const requests = requestsFor(flowId);
  const [draft, references] = await Promise.all([requests.draft(), requests.references()]);
  if (!draft.ok) return fail(element, problemText(draft.problem));
  if (!references.ok) return fail(element, problemText(references.problem));
  const session = new Session(placed(draft.body.document), {
    library,
    now: () => performance.now(),
    check: flow => validate(flow, references.body, library),
    later,
  });
  if (innerWidth < NARROW) session.set({ view: 'outline' });
  const saving = new Saving(
    { ...draft.body, document: session.flow },
    {
      save: (revision, document) => requests.save(revision, document),
      later,
    },
  );
  session.subscribe(() => saving.want(session.flow));
  addEventListener('beforeunload', event => {
    if (saving.unsaved) event.preventDefault();
  });
  element.replaceChildren();
  createRoot(element).render(
    <App
      flowId={flowId}
      session={session}
      saving={saving}
      requests={requests}
      references={references.body}
      sounds={serverSounds()}
    />,
  );
}

/** A file of an engineer may come without places. */
function placed(flow: Flow): Flow {
  if (flow.blocks.every(({ id }) => flow.layout[id])) return flow;
  return { ...flow, layout: { ...laidOut(flow, library), ...flow.layout } };
}

function fail(element: HTMLElement, text: string): void {
  const message = document.createElement('p');
  message.className = 'alert alert-danger';
  message.setAttribute('role', 'alert');
  message.textContent = `${t('failed')} ${text}`;
  element.replaceChildren(message);
}

await open();
