/** What an operator reads beside the contact at hand. Of other contacts nothing is told here. */
import { z } from 'zod';
import {
  addressProblem,
  fillAddress,
  originOf,
  type AddressValues,
} from '../../../core/configuration/address-template.ts';
import type { ScreenPop } from '../../../core/configuration/screen-pop.ts';
import type { AgentContactView, WrapUpView } from '../../../core/views.ts';
import { NotFound } from '../../../runtime/errors.ts';
import type { Identity } from '../identity.ts';
import type { ApiContext } from './context.ts';
import { ownAgent } from './phonebar.ts';
import { route } from './route.ts';
import type { Route } from './route.ts';
import { EarlierContactShape } from './shapes.ts';

const mostShown = 20;
const dayMs = 86_400_000;
/** A number that tells callers apart: not withheld, not a name. */
const telling = /^\+?[0-9*#]{3,24}$/;

export const ByContact = z.object({ id: z.string().regex(/^[A-Za-z0-9_-]{1,80}$/) });

/** The contact that the operator is offered, talks to or wraps up, if it is the one asked about. */
export function ownContact(
  { deps }: ApiContext,
  identity: Identity,
  id: string,
): AgentContactView | WrapUpView {
  const view = deps.engine.agentView(ownAgent(identity));
  const contact = [view?.contact, view?.wrapUp].find(each => each?.contactId === id);
  if (!contact) throw new NotFound(`contacts ${id}`);
  return contact;
}

export function phonebarContactRoutes(context: ApiContext): Route[] {
  const { store } = context.deps;
  return [
    route({
      verb: 'get',
      path: '/phonebar/contacts/{id}/earlier',
      tag: 'phonebar',
      summary: 'Earlier contacts of the same caller, newest first, while the contact is at hand',
      params: ByContact,
      responses: {
        200: {
          description: `At most ${mostShown}; \`days\` is how far back the campaign shows them, 0 = not at all`,
          schema: z.object({ days: z.number().int(), items: z.array(EarlierContactShape) }),
        },
      },
      handle: async ({ identity, params }) => {
        const { caller, campaign } = ownContact(context, identity, params.id);
        const configured = await store.configuration.get('campaigns', campaign.id);
        const days = configured?.kind === 'human' ? configured.historyDays : 0;
        const from = Date.now() - days * dayMs;
        const items =
          days > 0 && telling.test(caller.number)
            ? await store.contacts.earlier({
                number: caller.number,
                from,
                except: params.id,
                limit: mostShown,
              })
            : [];
        return { body: { days, items } };
      },
    }),
    route({
      verb: 'get',
      path: '/phonebar/contacts/{id}/screen-pop',
      tag: 'phonebar',
      summary: 'The page of another application to be opened for the contact at hand',
      params: ByContact,
      responses: {
        200: {
          description:
            '`url` null: neither campaign nor service opens one, or its origin is not allowed any more',
          schema: z.object({ url: z.string().nullable(), opens: z.enum(['button', 'offered', 'answered']) }),
        },
      },
      handle: async ({ identity, params }) => {
        const contact = ownContact(context, identity, params.id);
        const pop = await screenPopOf(context, contact);
        const allowed =
          pop !== null &&
          addressProblem(pop.url) === null &&
          (await context.screenPopOrigins.list()).includes(originOf(pop.url));
        if (!allowed) return { body: { url: null, opens: 'button' as const } };
        const agent = context.deps.engine.agentView(ownAgent(identity));
        const url = fillAddress(pop.url, {
          ...valuesOf(contact),
          agent: agent?.name ?? '',
          extension: agent?.extension ?? '',
        });
        return { body: { url, opens: pop.opens } };
      },
    }),
  ];
}

/** The campaign's, or else the service's. */
async function screenPopOf(
  { deps: { store } }: ApiContext,
  { campaign, service }: AgentContactView | WrapUpView,
): Promise<ScreenPop | null> {
  const ofCampaign = await store.configuration.get('campaigns', campaign.id);
  if (ofCampaign?.kind === 'human' && ofCampaign.screenPop) return ofCampaign.screenPop;
  return (await store.configuration.get('services', service.id))?.screenPop ?? null;
}

function valuesOf(contact: AgentContactView | WrapUpView): Omit<AddressValues, 'agent' | 'extension'> {
  return {
    caller: contact.caller.number,
    name: contact.caller.name,
    dialled: 'dialled' in contact ? contact.dialled : '',
    service: contact.service.name,
    campaign: contact.campaign.name,
    contact: contact.contactId,
    callData: contact.callData,
  };
}
