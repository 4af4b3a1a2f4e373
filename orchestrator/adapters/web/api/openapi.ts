/** The OpenAPI 3.1 document, made from the routes and their schemas. */
import { OpenAPIRegistry, OpenApiGeneratorV31, extendZodWithOpenApi } from '@asteasolutions/zod-to-openapi';
import type { ResponseConfig } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { collections, inputs } from '../../../core/configuration/schemas.ts';
import { accessTo } from './access.ts';
import type { Route } from './route.ts';
import { AgentViewShape, ContactShape, LiveViewShape, ProblemShape } from './shapes.ts';

extendZodWithOpenApi(z);

const binary = z.string().meta({ type: 'string', format: 'binary' });

const named: Record<string, z.ZodType> = {
  AgentView: AgentViewShape,
  Contact: ContactShape,
  LiveView: LiveViewShape,
  Problem: ProblemShape,
};
const singular = (collection: string): string => {
  const name = collection.slice(0, -1);
  return name.charAt(0).toUpperCase() + name.slice(1);
};

/** Schemas with a name of their own in the document, by the schema that the routes use. */
function nameSchemas(registry: OpenAPIRegistry): (schema: z.ZodType) => z.ZodType {
  const references = new Map<z.ZodType, z.ZodType>();
  // A schema made before zod was extended has no .openapi(); its copy has.
  const add = (name: string, schema: z.ZodType) =>
    references.set(schema, registry.register(name, schema.meta({})));
  for (const [name, schema] of Object.entries(named)) add(name, schema);
  for (const [name, schema] of Object.entries(collections)) add(singular(name), schema);
  for (const [name, schema] of Object.entries(inputs)) add(`${singular(name)}Input`, schema);
  return schema => references.get(schema) ?? schema;
}

function describe(
  registry: OpenAPIRegistry,
  route: Route,
  reference: (schema: z.ZodType) => z.ZodType,
): void {
  const access = accessTo(route.verb, route.path);
  const roles = access === 'public' ? 'everybody' : access.join(', ');
  const problem = { 'application/problem+json': { schema: reference(ProblemShape) } };
  const responses: Record<string, ResponseConfig> = {
    default: { description: 'A problem (RFC 9457)', content: problem },
  };
  for (const [status, { description, schema, contentType }] of Object.entries(route.responses))
    responses[status] = {
      description,
      ...(schema || contentType
        ? {
            content: { [contentType ?? 'application/json']: { schema: schema ? reference(schema) : binary } },
          }
        : {}),
    };
  registry.registerPath({
    method: route.verb,
    path: route.path,
    tags: [route.tag],
    summary: route.summary,
    description: `For: ${roles}.`,
    security: access === 'public' ? [] : [{ bearer: [] }, { session: [] }],
    request: {
      ...(route.params ? { params: route.params } : {}),
      ...(route.query ? { query: route.query } : {}),
      ...(route.upload
        ? { body: { required: true, content: { 'application/octet-stream': { schema: binary } } } }
        : {}),
      ...(route.body
        ? { body: { required: true, content: { 'application/json': { schema: reference(route.body) } } } }
        : {}),
    },
    responses,
  });
}

export function openApiDocument(routes: readonly Route[], version: string, cookie: string): object {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' });
  registry.registerComponent('securitySchemes', 'session', { type: 'apiKey', in: 'cookie', name: cookie });
  const reference = nameSchemas(registry);
  for (const route of routes) describe(registry, route, reference);
  return new OpenApiGeneratorV31(registry.definitions, { sortComponents: 'alphabetically' }).generateDocument(
    {
      openapi: '3.1.0',
      info: {
        title: '#phones',
        version,
        description:
          'Lists page by cursor. Times are epoch milliseconds. Errors are problem details (RFC 9457).',
      },
      servers: [{ url: '/api/v1' }],
    },
  );
}
