/**
 * The Asterisk nodes of the instance. The embedded one takes longest to start of all, so it is begun first,
 * while the rest of the server loads.
 */
import { installAsterisk, installedRoot } from '../../asterisk-config/install.ts';
import { startEmbeddedAsterisk, type EmbeddedAsterisk } from '../../asterisk-config/run.ts';
import type { Log } from '../runtime/log.ts';
import type { Settings } from '../runtime/settings.ts';
import type { Steps } from './steps.ts';

export interface Switches {
  /** With user and password: not for logs. */
  urls: string[];
  /** Of the embedded Asterisk; null = the PBX is somebody else's. */
  root: string | null;
  embedded: EmbeddedAsterisk | null;
  /** For a start that failed: what was started is stopped; what ran already goes on with its calls. */
  undo(): Promise<void>;
}

export interface SwitchStart {
  /** Starts them at the first call. Rejects with InstallFailed or AsteriskNotStarted. */
  begin(): Promise<Switches>;
  /** For a start that failed. */
  undo(): Promise<void>;
}

/**
 * An Asterisk that is installed is begun at once; one to be fetched waits until it is known that the rest can
 * start. Resolves when the process of the first is there: loading our modules takes a whole processor, and would
 * hold up what leads to it.
 */
export async function prepareSwitches(settings: Settings, steps: Steps, log: Log): Promise<SwitchStart> {
  let started: Promise<Switches> | null = null;
  const begin = (running?: () => void): Promise<Switches> => {
    started ??= startSwitches(settings, steps, log, running);
    // It may fail before anybody waits for it.
    started.catch(() => undefined);
    return started;
  };
  if (await installedRoot(settings.home))
    await new Promise<void>(resolve => {
      begin(resolve).then(
        () => resolve(),
        () => resolve(),
      );
    });
  return {
    begin: () => begin(),
    async undo() {
      await (await started?.catch(() => null))?.undo();
    },
  };
}

async function startSwitches(
  settings: Settings,
  steps: Steps,
  log: Log,
  running?: () => void,
): Promise<Switches> {
  if (settings.asterisk.kind === 'remote')
    return { urls: settings.asterisk.urls, root: null, embedded: null, undo: async () => undefined };
  const { home, sip, rtp, instance } = settings;
  const { root } = await installAsterisk({
    home,
    report: (name, doneMs) => steps.report({ name, state: doneMs === undefined ? 'begun' : 'done' }),
  });
  const starting = startEmbeddedAsterisk({
    home,
    sip,
    rtp,
    instance,
    root,
    log,
    ...(running && { running }),
  });
  await steps.run('Asterisk: starting', async () => {
    const { takenOver, version } = await starting;
    return takenOver ? { skipped: 'was running, taken over' } : version;
  });
  const embedded = await starting;
  return {
    urls: [embedded.url],
    root,
    embedded,
    async undo() {
      if (embedded.takenOver) embedded.release();
      else await embedded.stop();
    },
  };
}
