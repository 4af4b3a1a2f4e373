/** The Connections port: HTTP, SQL and mail of flows, and speech recognition where a port for it is given. */
import type { FlowServiceCommand } from '../../core/commands.ts';
import type { Event } from '../../core/events.ts';
import type { Log } from '../../runtime/log.ts';
import type { Connection } from '../../core/configuration/schemas.ts';
import type { Connections } from '../../runtime/ports/connections.ts';
import { RecognitionFailed, type Recogniser } from '../../runtime/ports/recogniser.ts';
import type { Value } from '../../../ivr-flows/values.ts';
import {
  accessOf,
  type ConnectionAccess,
  type HttpAccess,
  type MailAccess,
  type SqlAccess,
} from './access.ts';
import { faultOf } from '../../../ivr-flows/faults.ts';
import { codeOf, Failure } from './failure.ts';
import { performHttp } from './http.ts';
import { performMail } from './mail.ts';
import { openSql, type SqlPool } from './sql.ts';

export interface ConnectionOptions {
  /** State folder, absolute. */
  home: string;
  /** All connections with their secrets. */
  load(): Promise<{ connection: Connection; secret: string }[]>;
  /** Absolute path of a recording's file on this machine; null = it cannot be read here. */
  recordingFile(node: string, recording: string): string | null;
  /** Null = there is no speech recognition. */
  recogniser: Recogniser | null;
  log: Pick<Log, 'warn'>;
}

type Recognise = Extract<FlowServiceCommand, { type: 'recognise' }>;

/** Requests under way at once; more than that are refused rather than piled up. */
const mostUnderWay = 500;

export function createConnections(options: ConnectionOptions): Connections {
  let emit: ((event: Event) => void) | null = null;
  /** Answers that came before anybody took them. */
  const early: Event[] = [];
  let underWay = 0;
  let known: ReadonlyMap<string, ConnectionAccess> = new Map();
  /** Open databases by connection name, with the access that they were opened with. */
  const pools = new Map<string, { access: string; pool: SqlPool }>();

  async function perform(command: FlowServiceCommand): Promise<Value> {
    switch (command.type) {
      case 'httpRequest':
        return performHttp(access(command.connection, 'http'), command);
      case 'sqlQuery':
        return poolOf(command.connection, access(command.connection, 'sql')).query(command);
      case 'sendEmail':
        return performMail(access(command.connection, 'mail'), {
          ...command,
          attachments: command.attach.map(({ node, recording }) => attachment(node, recording)),
        });
      case 'recognise':
        return recognised(command);
    }
  }

  function access(name: string, kind: 'http'): HttpAccess;
  function access(name: string, kind: 'sql'): SqlAccess;
  function access(name: string, kind: 'mail'): MailAccess;
  function access(name: string, kind: ConnectionAccess['kind']): ConnectionAccess {
    const found = known.get(name);
    if (!found) throw new Failure('invalid', faultOf('noConnection', { name }));
    if (found.kind !== kind) throw new Failure('invalid', faultOf('otherConnection', { name, kind }));
    return found;
  }

  async function recognised({ node, recording, language, phrases }: Recognise): Promise<Value> {
    const file = options.recordingFile(node, recording);
    if (!options.recogniser) throw new Failure('unreachable', faultOf('noRecognition'));
    if (file === null) throw new Failure('invalid', faultOf('recordingElsewhere', { recording }));
    try {
      return { ...(await options.recogniser.recognise(file, language, phrases)) };
    } catch (error) {
      if (error instanceof RecognitionFailed)
        throw new Failure(error.code, faultOf('said', { message: error.message.slice(0, 200) }), {
          cause: error,
        });
      throw error;
    }
  }

  function attachment(node: string, recording: string): { name: string; path: string } {
    const path = options.recordingFile(node, recording);
    if (path === null) throw new Failure('invalid', faultOf('recordingElsewhere', { recording }));
    return { name: `${recording}.wav`, path };
  }

  function poolOf(name: string, found: SqlAccess): SqlPool {
    const described = JSON.stringify(found);
    const open = pools.get(name);
    if (open?.access === described) return open.pool;
    void open?.pool.close();
    const pool = openSql(found);
    pools.set(name, { access: described, pool });
    return pool;
  }

  async function carryOut(command: FlowServiceCommand): Promise<Event> {
    const { request } = command;
    try {
      if (underWay > mostUnderWay) throw new Failure('refused', faultOf('tooManyRequests'));
      return { type: 'requestAnswered', request, value: await perform(command) };
    } catch (error) {
      const code = codeOf(error);
      const connection = 'connection' in command ? command.connection : null;
      options.log.warn({ err: error, request, connection, code }, `${command.type} of a flow failed`);
      const message = error instanceof Error ? error.message.slice(0, 200) : 'failed';
      const why = error instanceof Failure ? error.why : undefined;
      return { type: 'requestFailed', request, code, message, ...(why && { why }) };
    }
  }

  return {
    start(take) {
      emit = take;
      for (const event of early.splice(0)) take(event);
    },
    execute(command) {
      underWay += 1;
      void carryOut(command).then(event => {
        underWay -= 1;
        if (emit) emit(event);
        else early.push(event);
      });
    },
    async refresh() {
      const loaded = await options.load().catch((error: unknown) => {
        options.log.warn(
          { err: error },
          'the connections of flows could not be read; those known before stand',
        );
        return null;
      });
      if (!loaded) return;
      known = new Map(
        loaded.map(({ connection, secret }) => [connection.name, accessOf(connection, secret, options.home)]),
      );
    },
    async stop() {
      await Promise.all([...pools.values()].map(({ pool }) => pool.close()));
    },
  };
}
