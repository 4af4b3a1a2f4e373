/** Services outside that flows use. */
import { z } from 'zod';
import { Id, Name } from './values.ts';

const Host = z.string().regex(/^[A-Za-z0-9.:_-]{1,255}$/, 'a host name or address');
const connectionCommon = {
  id: Id,
  /** By which flows name it. */
  name: Name,
  description: z.string().max(2000).default(''),
};

export const HttpConnection = z.object({
  ...connectionCommon,
  kind: z.literal('http'),
  /** Requests go below it: https://crm.example.com/api */
  baseUrl: z
    .string()
    .regex(/^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/, 'http:// or https://, without ? # @')
    .max(500),
  /** How requests prove who sends them, with the secret of the connection. */
  auth: z.enum(['none', 'basic', 'bearer', 'header']).default('none'),
  /** basic: the user's name; header: the name of the header. */
  authName: z
    .string()
    .regex(/^[A-Za-z0-9._@+-]{0,100}$/, 'letters, digits and . _ @ + -')
    .default(''),
  /** Whether it may lead to this machine or a private network. */
  allowInternal: z.boolean().default(false),
  /** Longest answer that is read, kB. */
  maximumKilobytes: z.number().int().min(1).max(10_000).default(1000),
});

export const SqlConnection = z.object({
  ...connectionCommon,
  kind: z.literal('sql'),
  engine: z.enum(['mysql', 'sqlite']).default('mysql'),
  host: Host.or(z.literal('')).default(''),
  port: z.number().int().min(1).max(65_535).default(3306),
  username: z.string().max(100).default(''),
  /** mysql: the database; sqlite: the name of a file in the folder `databases` of the state folder. */
  database: z
    .string()
    .regex(/^(?!\.)[A-Za-z0-9._-]{1,64}$/, 'letters, digits and . _ -, not beginning with a dot'),
  /** Statements that change something are allowed. */
  writes: z.boolean().default(false),
});

export const MailConnection = z.object({
  ...connectionCommon,
  kind: z.literal('mail'),
  host: Host,
  port: z.number().int().min(1).max(65_535).default(587),
  /** TLS from the first byte; otherwise STARTTLS where the server offers it. */
  secure: z.boolean().default(false),
  /** Empty = without signing in. */
  username: z.string().max(100).default(''),
  from: z.string().regex(/^[^\s@<>"]{1,64}@[A-Za-z0-9.-]{1,190}$/, 'an e-mail address'),
});

/** Services outside that flows use. Kept by administrators; the secret of each is only ever written. */
export const Connection = z.discriminatedUnion('kind', [HttpConnection, SqlConnection, MailConnection]);
export type Connection = z.infer<typeof Connection>;
