/** What server-rendered pages (admin/, phonebar/) get from the server; they import nothing else of it but types. */
import type { Request, RequestHandler, Response, Router } from 'express';
import type { Settings } from '../settings.ts';
import type { Engine } from './engine.ts';
import type { Account, Role, Store } from './store.ts';
import type { Telephony } from './telephony.ts';

export interface PagesContext {
  settings: Settings;
  store: Store;
  engine: Engine;
  telephony: Pick<Telephony, 'status'>;
  auth: PageAuth;
  /** Origins of the pages that may hold and drive the PhoneBar. */
  driverOrigins(): Promise<readonly string[]>;
  /** Origins of the pages that it may open for a contact. */
  screenPopOrigins(): Promise<readonly string[]>;
  serveFiles: ServeFiles;
  /** Version of the product, for the footer. */
  version: string;
}

export interface PageAuth {
  /**
   * Verifies, rotates the session id and signs the account in. Null = wrong name or password.
   * Rejects with TooManyAttempts.
   */
  signIn(req: Request, username: string, password: string): Promise<Account | null>;
  signOut(req: Request): Promise<void>;
  /** Who is signed in on this request, or null. */
  account(req: Request): Account | null;
  /** Lets only these roles through; nobody signed in -> 303 to /sign-in?next=..., wrong role -> 403 page. */
  require(...roles: Role[]): RequestHandler;
  /** Token for forms (member `_csrf`) and for fetch (header `x-csrf-token`). */
  csrfToken(req: Request, res: Response): string;
}

/**
 * Serves the files of a folder, compressed where the browser takes it and it was done beforehand; 404 for others.
 * `cacheControl`: the header's value for a request. The folder is read once, so it must be built.
 */
export type ServeFiles = (folder: string, cacheControl: (req: Request) => string) => RequestHandler;

/** admin/index.ts and phonebar/pages.ts each export one of these; main.ts mounts them at "/". */
export type Pages = (context: PagesContext) => Router;
