/**
 * Which kinds of blocks callers have gone through, read from what the server kept of the calls: each contact's steps,
 * and the versions of the flows that they name.
 */
import type { Flow } from '../../ivr-flows/document.ts';
import type { ContactStep } from '../../orchestrator/runtime/ports/store.ts';
import type { Contact } from './api.ts';
import type { Instance } from './instance.ts';

/** Types of blocks that ended as they should in some call: left by an exit that is no fault, or the flow ended there. */
export async function blocksPassed({ api }: Instance): Promise<Set<string>> {
  const documents = new Map<string, Promise<Flow>>();
  const documentOf = (flowId: number, version: number): Promise<Flow> => {
    const path = `/flows/${flowId}/versions/${version}`;
    const asked =
      documents.get(path) ?? api.request<{ document: Flow }>('GET', path).then(found => found.document);
    documents.set(path, asked);
    return asked;
  };
  const passed = new Set<string>();
  for (const contact of await allContacts(api))
    for (const { flowId, version, block } of wellEnded(contact.steps)) {
      const { blocks } = await documentOf(flowId, version);
      const type = blocks.find(({ id }) => id === block)?.type;
      if (type !== undefined) passed.add(type);
    }
  return passed;
}

interface Place {
  flowId: number;
  version: number;
  block: string;
}

function wellEnded(steps: readonly ContactStep[]): Place[] {
  const places: Place[] = [];
  let last: Place | null = null;
  for (const { type, data } of steps) {
    if (type === 'blockEntered' || type === 'blockLeft')
      last = { flowId: Number(data.flowId), version: Number(data.version), block: String(data.block) };
    if (!last) continue;
    if (type === 'blockLeft' && data.exit !== 'error') places.push(last);
    if (type === 'flowEnded' && data.to !== 'nowhere') places.push(last);
  }
  return places;
}

async function allContacts(api: Instance['api']): Promise<Contact[]> {
  const contacts: Contact[] = [];
  let cursor: string | undefined;
  do {
    const query = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page = await api.request<{ items: { id: string }[]; nextCursor?: string }>(
      'GET',
      `/contacts?limit=200${query}`,
    );
    for (const { id } of page.items) contacts.push(await api.contact(id));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return contacts;
}
