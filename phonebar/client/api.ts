/** The server's answers by HTTP. */
import type {
  AgentDay,
  CallDirectory,
  Callbacks,
  ContactScript,
  EarlierContacts,
  Me,
  OperatorPreferences,
  OwnMessage,
  QualitySample,
  QualitySummary,
  ScreenPopAnswer,
} from './session/protocol.ts';
import type { CallbackCommands } from './views/callbacks.ts';

/** What a browser needs to register, as `POST /api/v1/phonebar/phone` answers. */
export interface Credentials {
  uri: string;
  username: string;
  secret: string;
  socketPath: string;
}

/** The server answered with a status that is not 2xx; 0 = it did not answer. */
export class ApiError extends Error {
  readonly status: number;
  /** What the server says it is, '' where it says nothing. */
  readonly code: string;
  constructor(status: number, options?: ErrorOptions & { code?: string }) {
    super(`the server answered ${status}`, options);
    this.status = status;
    this.code = options?.code ?? '';
  }
}

export interface Api {
  me(): Promise<Me>;
  issuePhone(): Promise<Credentials>;
  directory(): Promise<CallDirectory>;
  day(): Promise<AgentDay>;
  /** Of the contact at hand. */
  earlier(contactId: string): Promise<EarlierContacts>;
  /** Of the contact at hand. */
  screenPop(contactId: string): Promise<ScreenPopAnswer>;
  /** The pages of the script of the contact at hand. */
  script(contactId: string): Promise<ContactScript>;
  messages(): Promise<OwnMessage[]>;
  readMessage(id: number): Promise<void>;
  callbacks: CallbackCommands;
  /** How the contact sounded; the page may be going. */
  sendQuality(contactId: string, summary: QualitySummary): Promise<void>;
  report(contactId: string, note: string, minute: QualitySample[]): Promise<void>;
  setLanguage(language: 'it' | 'en'): Promise<void>;
  setPreferences(change: Partial<OperatorPreferences>): Promise<OperatorPreferences>;
}

const deadlineMs = 8000;
const callbacks = '/api/v1/phonebar/callbacks';

/** The code of a problem (RFC 9457 with our member `code`). */
async function codeIn(response: Response): Promise<string> {
  try {
    const problem: unknown = await response.json();
    return typeof problem === 'object' && problem !== null && 'code' in problem ? String(problem.code) : '';
  } catch {
    return '';
  }
}

/** Of an error of a call to the server. */
export function codeOf(error: unknown): string {
  return error instanceof ApiError ? error.code : '';
}

/** `csrfToken` comes with the page. Every call rejects with ApiError. */
export function createApi(csrfToken: string): Api {
  const ask = async (method: string, path: string, body?: object): Promise<Response> => {
    const response = await fetch(path, {
      method,
      headers: {
        accept: 'application/json',
        'x-csrf-token': csrfToken,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      redirect: 'manual',
      cache: 'no-store',
      // What is sent as the page goes arrives all the same.
      keepalive: method === 'POST',
      signal: AbortSignal.timeout(deadlineMs),
    }).catch((cause: unknown) => {
      throw new ApiError(0, { cause });
    });
    // A redirect to the sign-in page means the same as 401.
    if (response.type === 'opaqueredirect') throw new ApiError(401);
    if (!response.ok) throw new ApiError(response.status, { code: await codeIn(response) });
    return response;
  };
  const json = async <T>(response: Promise<Response>): Promise<T> => (await response).json() as Promise<T>;
  return {
    me: () => json<Me>(ask('GET', '/api/v1/phonebar')),
    issuePhone: () => json<Credentials>(ask('POST', '/api/v1/phonebar/phone', {})),
    directory: () => json<CallDirectory>(ask('GET', '/api/v1/phonebar/directory')),
    day: () => json<AgentDay>(ask('GET', '/api/v1/phonebar/day')),
    earlier: id => json<EarlierContacts>(ask('GET', `/api/v1/phonebar/contacts/${id}/earlier`)),
    screenPop: id => json<ScreenPopAnswer>(ask('GET', `/api/v1/phonebar/contacts/${id}/screen-pop`)),
    script: id => json<ContactScript>(ask('GET', `/api/v1/phonebar/contacts/${id}/script`)),
    messages: async () =>
      (await json<{ items: OwnMessage[] }>(ask('GET', '/api/v1/phonebar/messages'))).items,
    readMessage: async id => {
      await ask('PUT', `/api/v1/phonebar/messages/${id}/read`, {});
    },
    callbacks: {
      read: () => json<Callbacks>(ask('GET', callbacks)),
      promise: async callback => void (await ask('POST', callbacks, callback)),
      move: async (id, at) => void (await ask('PUT', `${callbacks}/${id}`, { at })),
      cancel: async id => void (await ask('DELETE', `${callbacks}/${id}`)),
      callNow: async id => void (await ask('POST', `${callbacks}/${id}/call`)),
    },
    sendQuality: async (id, summary) => {
      await ask('POST', `/api/v1/phonebar/contacts/${id}/quality`, summary);
    },
    report: async (id, note, minute) => {
      await ask('POST', `/api/v1/phonebar/contacts/${id}/reports`, { note, minute });
    },
    setPreferences: change => json<OperatorPreferences>(ask('PUT', '/api/v1/phonebar/preferences', change)),
    setLanguage: async language => {
      await ask('PUT', '/api/v1/me/language', { language });
    },
  };
}
