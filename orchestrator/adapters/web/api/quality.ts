/** What operators' browsers measured of their conversations. */
import { z } from 'zod';
import type { QualityRow, QualitySample, QualitySummary } from '../../../runtime/ports/quality.ts';
import type { ApiContext } from './context.ts';
import { ownAgent } from './phonebar.ts';
import { route, type Route } from './route.ts';

const Percent = z.number().min(0).max(100);
const Ms = z.number().min(0).max(600_000);
const Mos = z.number().min(1).max(4.5);
const Summary = z.strictObject({
  seconds: z.number().int().min(1).max(86_400),
  lossPercent: Percent,
  mostLossPercent: Percent,
  jitterMs: Ms,
  mostJitterMs: Ms,
  roundTripMs: Ms.nullable(),
  mostRoundTripMs: Ms.nullable(),
  mos: Mos,
  leastMos: Mos,
}) satisfies z.ZodType<QualitySummary>;
const Sample = z.strictObject({
  lossPercent: Percent,
  jitterMs: Ms,
  roundTripMs: Ms.nullable(),
  mos: Mos,
}) satisfies z.ZodType<QualitySample>;
const Report = z.strictObject({ note: z.string().trim().max(500), minute: z.array(Sample).max(60) });
const row = { agentId: z.number().int(), at: z.number().int() };
export const QualityShape = z.discriminatedUnion('kind', [
  z.object({ ...row, kind: z.literal('call'), summary: Summary }),
  z.object({ ...row, kind: z.literal('report'), note: z.string(), minute: z.array(Sample) }),
]) satisfies z.ZodType<QualityRow>;
const ByContact = z.object({ id: z.string().regex(/^[A-Za-z0-9_-]{1,80}$/) });

export function qualityRoutes({ deps }: ApiContext): Route[] {
  const { quality } = deps.store;
  const kept = { 204: { description: 'Kept with the contact' } };
  const about = { verb: 'post', tag: 'phonebar', params: ByContact, responses: kept } as const;
  return [
    route({
      ...about,
      path: '/phonebar/contacts/{id}/quality',
      summary: 'How a conversation of the operator sounded: means and the worst second',
      body: Summary,
      handle: async ({ params, body, identity }) => {
        await quality.add(params.id, { agentId: ownAgent(identity), kind: 'call', summary: body });
        return { status: 204 };
      },
    }),
    route({
      ...about,
      path: '/phonebar/contacts/{id}/reports',
      summary: 'The operator reports a problem: a note, and the last minute second by second',
      body: Report,
      handle: async ({ params, body, identity }) => {
        await quality.add(params.id, { agentId: ownAgent(identity), kind: 'report', ...body });
        return { status: 204 };
      },
    }),
  ];
}
