/** Microphone with level, loudspeaker and ringer with their sounds; used before the shift and in the settings. */
import { MicrophoneError, listDevices, openMicrophone, stopStream } from '../audio/devices.ts';
import { createMeter } from '../audio/meter.ts';
import { createRing, createTestTone } from '../audio/sounds.ts';
import { h, onClick, setAttribute, setHidden, setText } from './dom.ts';
import type { Devices } from '../audio/devices.ts';
import type { Meter } from '../audio/meter.ts';
import type { Sound } from '../audio/sounds.ts';
import type { Translate } from '../i18n.ts';

export interface DeviceCheck {
  element: HTMLElement;
  /** Opens the microphone and shows its level. */
  start(): Promise<void>;
  /** Gives microphone and loudspeaker back. */
  stop(): void;
}

export interface DeviceCheckOptions {
  devices(): Devices;
  choose(devices: Devices): void;
  /** Whether the microphone works. */
  microphone(works: boolean): void;
}

type Kind = keyof Devices;

export function createDeviceCheck(t: Translate, options: DeviceCheckOptions): DeviceCheck {
  const selects: Record<Kind, HTMLSelectElement> = {
    microphone: createSelect(t, 'microphone'),
    speaker: createSelect(t, 'speaker'),
    ringer: createSelect(t, 'ringer'),
  };
  const level = h('meter', { min: '0', max: '1', 'aria-label': t('devices.level') });
  const words = h('p', { class: 'check-words', role: 'status' });
  const retry = h('button', { type: 'button', class: 'small' }, t('devices.retry'));
  const speaker = createPlayer(
    t,
    'devices.playTone',
    createTestTone(),
    () => options.devices().speaker,
    1000,
  );
  const ringer = createPlayer(t, 'devices.playRing', createRing(), () => options.devices().ringer, 3000);
  const microphoneRow = row(t, selects.microphone, 'microphone', level, retry, words);
  const element = h(
    'div',
    { class: 'devices' },
    microphoneRow,
    row(t, selects.speaker, 'speaker', ...speaker.elements),
    row(t, selects.ringer, 'ringer', ...ringer.elements),
  );
  let stream: MediaStream | null = null;
  let meter: Meter | null = null;
  /** Rises with each start and stop: what an earlier one still brings is thrown away. */
  let round = 0;

  const close = (): void => {
    meter?.close();
    meter = null;
    stopStream(stream);
    stream = null;
    level.value = 0;
  };
  const say = (state: 'opening' | 'ok' | 'failed', text: string): void => {
    setAttribute(microphoneRow, 'data-check', state);
    setText(words, text);
    setHidden(retry, state !== 'failed');
  };
  const draw = (): void => {
    if (!meter) return;
    level.value = meter.level();
    requestAnimationFrame(draw);
  };
  const fill = async (): Promise<void> => {
    const { inputs, outputs } = await listDevices();
    const chosen = options.devices();
    fillSelect(t, selects.microphone, inputs, chosen.microphone);
    fillSelect(t, selects.speaker, outputs, chosen.speaker);
    fillSelect(t, selects.ringer, outputs, chosen.ringer);
  };
  const start = async (): Promise<void> => {
    const mine = ++round;
    close();
    say('opening', t('devices.opening'));
    try {
      const opened = await openMicrophone(options.devices().microphone);
      if (mine !== round) {
        stopStream(opened);
        return;
      }
      stream = opened;
      meter = createMeter(opened);
      say('ok', t('devices.speak'));
      options.microphone(true);
      draw();
    } catch (error) {
      if (mine !== round) return;
      say('failed', t(`banner.microphone.${error instanceof MicrophoneError ? error.problem : 'failed'}`));
      options.microphone(false);
    }
    await fill();
  };
  const refill = (): void => void fill();

  onClick(retry, () => void start());
  for (const kind of Object.keys(selects) as Kind[]) {
    selects[kind].addEventListener('change', () => {
      options.choose({ ...options.devices(), [kind]: selects[kind].value });
      if (kind === 'microphone') void start();
    });
  }
  return {
    element,
    start() {
      navigator.mediaDevices?.addEventListener('devicechange', refill);
      return start();
    },
    stop() {
      round += 1;
      navigator.mediaDevices?.removeEventListener('devicechange', refill);
      close();
      speaker.stop();
      ringer.stop();
    },
  };
}

function row(t: Translate, select: HTMLElement, kind: Kind, ...rest: HTMLElement[]): HTMLElement {
  return h(
    'div',
    { class: 'device', 'data-device': kind },
    h('label', { for: select.id }, t(`devices.${kind}`)),
    select,
    ...rest,
  );
}

let selectCount = 0;
function createSelect(t: Translate, kind: Kind): HTMLSelectElement {
  selectCount += 1;
  return h('select', { id: `${kind}-${selectCount}` }, h('option', { value: '' }, t('devices.default')));
}

function fillSelect(
  t: Translate,
  select: HTMLSelectElement,
  devices: { id: string; label: string }[],
  chosen: string,
): void {
  const options = devices.map(({ id, label }, i) =>
    h('option', { value: id }, label || t('devices.device', { number: i + 1 })),
  );
  select.replaceChildren(h('option', { value: '' }, t('devices.default')), ...options);
  select.value = devices.some(({ id }) => id === chosen) ? chosen : '';
}

/** A button that plays a sound for a moment, or stops it, and says when it cannot be played. */
function createPlayer(t: Translate, label: string, sound: Sound, device: () => string, lengthMs: number) {
  const button = h('button', { type: 'button', class: 'small' }, t(label));
  const failed = h('p', { class: 'check-words', role: 'status' });
  let timer: number | null = null;
  const stop = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    sound.stop();
    setText(button, t(label));
  };
  onClick(button, () => {
    if (timer !== null) {
      stop();
      return;
    }
    timer = window.setTimeout(stop, lengthMs);
    setText(button, t('devices.stop'));
    setText(failed, '');
    sound.start(device()).catch(() => {
      stop();
      setText(failed, t('devices.soundFailed'));
    });
  });
  return { elements: [button, failed], stop };
}
