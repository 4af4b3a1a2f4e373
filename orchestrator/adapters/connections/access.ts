/** A connection as administrators keep it, with its secret, becomes what a request needs. */
import { join } from 'node:path';
import type { Connection, HttpConnection } from '../../core/configuration/schemas.ts';
import type { z } from 'zod';

/** What is asked for over HTTP. */
export interface HttpAccess {
  kind: 'http';
  baseUrl: string;
  /** Sent with each request, secrets among them. */
  headers: Record<string, string>;
  allowInternal: boolean;
  maximumBytes: number;
}

export interface SqlAccess {
  kind: 'sql';
  database:
    | { kind: 'mysql'; host: string; port: number; user: string; password: string; name: string }
    | { kind: 'sqlite'; file: string };
  writes: boolean;
}

export interface MailAccess {
  kind: 'mail';
  host: string;
  port: number;
  secure: boolean;
  username: string;
  password: string;
  from: string;
}

export type ConnectionAccess = HttpAccess | SqlAccess | MailAccess;

/** `home`: the state folder, absolute; SQLite files lie in its folder `databases`. */
export function accessOf(connection: Connection, secret: string, home: string): ConnectionAccess {
  switch (connection.kind) {
    case 'http': {
      const { kind, baseUrl, allowInternal, maximumKilobytes } = connection;
      const headers = authorisation(connection, secret);
      return { kind, baseUrl, headers, allowInternal, maximumBytes: maximumKilobytes * 1000 };
    }
    case 'sql': {
      const { kind, engine, host, port, username: user, database: name, writes } = connection;
      return engine === 'sqlite'
        ? { kind, database: { kind: 'sqlite', file: join(home, 'databases', name) }, writes }
        : { kind, database: { kind: 'mysql', host, port, user, password: secret, name }, writes };
    }
    case 'mail': {
      const { kind, host, port, secure, username, from } = connection;
      return { kind, host, port, secure, username, password: secret, from };
    }
  }
}

function authorisation(
  { auth, authName }: z.infer<typeof HttpConnection>,
  secret: string,
): Record<string, string> {
  switch (auth) {
    case 'none':
      return {};
    case 'basic':
      return { authorization: `Basic ${Buffer.from(`${authName}:${secret}`).toString('base64')}` };
    case 'bearer':
      return { authorization: `Bearer ${secret}` };
    case 'header':
      return { [authName.toLowerCase()]: secret };
  }
}
