/** One route of the API: what it takes and gives as schemas (for checking and for the OpenAPI document), and what it does. */
import type { Request, Response } from 'express';
import type { z } from 'zod';
import { NotFound, PhonesError } from '../../../runtime/errors.ts';
import type { Identity } from '../identity.ts';
import { BadRequest } from '../problems.ts';
import { check } from './check.ts';

export type Verb = 'get' | 'post' | 'put' | 'patch' | 'delete';

export interface Answer {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** What a handler gets: everything checked already. */
export interface Call<P, Q, B> {
  params: P;
  query: Q;
  body: B;
  /** What was sent, where the route takes a file. */
  upload: Buffer;
  identity: Identity;
  req: Request;
  res: Response;
}

export interface Definition<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType> {
  verb: Verb;
  /** Below /api/v1, as OpenAPI writes it: `/agents/{id}/state`. */
  path: string;
  tag: string;
  summary: string;
  params?: P;
  query?: Q;
  body?: B;
  /** Largest body; absent = 1mb. */
  bodyLimit?: '8mb';
  /** The body is a file, at most so large. */
  upload?: '20mb';
  /** The body is taken as it is and checked by the handler (PATCH). */
  rawBody?: boolean;
  /** What is answered when all is well, by status. */
  responses: Record<number, { description: string; schema?: z.ZodType; contentType?: string }>;
  /** Null = the handler wrote the answer itself (streams). */
  handle(call: Call<z.output<P>, z.output<Q>, z.output<B>>): Promise<Answer | null>;
}

/** A route whose handler checks before it acts; all routes have this one type. */
export interface Route extends Omit<Definition<z.ZodObject, z.ZodObject, z.ZodType>, 'handle'> {
  /** `identity` is null on public routes only. */
  run(req: Request, res: Response, identity: Identity | null): Promise<Answer | null>;
}

export const unauthenticated = (): PhonesError =>
  new PhonesError('unauthenticated', 'sign in, or send a token (Authorization: Bearer …)');

export function route<
  P extends z.ZodObject = z.ZodObject<{}>,
  Q extends z.ZodObject = z.ZodObject<{}>,
  B extends z.ZodType = z.ZodUndefined,
>(definition: Definition<P, Q, B>): Route {
  const { handle, ...described } = definition;
  const parse = <S extends z.ZodType>(
    schema: S | undefined,
    value: unknown,
    where: 'query' | 'body',
  ): z.output<S> =>
    (schema ? check(schema, value, where === 'query' ? BadRequest : undefined) : undefined) as z.output<S>;
  return {
    ...described,
    async run(req, res, identity) {
      if (!identity) throw unauthenticated();
      const params = definition.params?.safeParse(req.params);
      if (params?.success === false) throw new NotFound(req.path);
      if ((definition.body || definition.rawBody) && !req.is(['json', '+json']))
        throw new PhonesError('unsupportedMediaType', 'send JSON (Content-Type: application/json)');
      return handle({
        params: params?.data as z.output<P>,
        query: parse(definition.query, req.query, 'query'),
        upload: Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0),
        body: definition.rawBody ? req.body : parse(definition.body, req.body, 'body'),
        identity,
        req,
        res,
      });
    },
  };
}
