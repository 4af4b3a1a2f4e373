/** Sound of the call: microphone open while it rings or talks, the far end on the loudspeaker, measured. */
import { MicrophoneError, openMicrophone, playOn, stopStream } from './devices.ts';
import { qualityOf } from './quality.ts';
import type { Devices } from './devices.ts';
import type { Quality } from './quality.ts';
import type { Event } from '../session/events.ts';
import type { Softphone } from '../softphone.ts';

export interface CallAudio {
  /** Opens the microphone for a call that rings, so that the answer does not wait for it. */
  prepare(): void;
  /** Answers with the microphone; tells microphoneFailed instead when it cannot be opened. */
  answer(phone: Softphone): Promise<void>;
  /** Tries the microphone after microphoneFailed, without a call. */
  retry(): void;
  hear(stream: MediaStream): void;
  /** After soundBlocked, in a click. */
  allowSound(): void;
  /** Takes up other devices, also in mid-call. */
  use(devices: Devices, phone: Softphone | null): Promise<void>;
  /** Measures the call; null without one. */
  measure(phone: Softphone | null): Promise<Quality | null>;
  end(): void;
}

export function createCallAudio(devices: Devices, dispatch: (event: Event) => void): CallAudio {
  let chosen = devices;
  let opening: Promise<MediaStream> | null = null;
  let before: Quality['counters'] | null = null;
  const element = new Audio();
  element.autoplay = true;

  const open = (): Promise<MediaStream> => {
    opening ??= openMicrophone(chosen.microphone);
    return opening;
  };
  const forget = (): void => {
    opening?.then(stopStream, () => undefined);
    opening = null;
  };
  const failed = (error: unknown): void => {
    opening = null;
    dispatch({
      type: 'microphoneFailed',
      problem: error instanceof MicrophoneError ? error.problem : 'failed',
    });
  };
  const play = (): void => {
    element.play().then(
      () => dispatch({ type: 'soundAllowed' }),
      (error: unknown) => {
        if (error instanceof DOMException && error.name === 'NotAllowedError')
          dispatch({ type: 'soundBlocked' });
      },
    );
  };

  return {
    prepare() {
      open().then(() => dispatch({ type: 'microphoneWorked' }), failed);
    },
    retry() {
      openMicrophone(chosen.microphone).then(stream => {
        stopStream(stream);
        dispatch({ type: 'microphoneWorked' });
      }, failed);
    },
    async answer(phone) {
      try {
        const stream = await open();
        dispatch({ type: 'microphoneWorked' });
        phone.answer(stream);
      } catch (error) {
        failed(error);
      }
    },
    hear(stream) {
      element.srcObject = stream;
      void playOn(element, chosen.speaker).then(play);
    },
    allowSound: play,
    async use(next, phone) {
      const other = next.microphone !== chosen.microphone;
      chosen = next;
      await playOn(element, next.speaker);
      if (!other || !opening) return;
      const old = opening;
      opening = openMicrophone(next.microphone);
      try {
        const [track] = (await opening).getAudioTracks();
        if (track) await phone?.replaceMicrophone(track);
        dispatch({ type: 'microphoneWorked' });
        stopStream(await old);
      } catch (error) {
        opening = old;
        dispatch({
          type: 'microphoneFailed',
          problem: error instanceof MicrophoneError ? error.problem : 'failed',
        });
      }
    },
    async measure(phone) {
      const report = await phone?.stats();
      if (!report) return null;
      const quality = qualityOf(report.entries(), before);
      before = quality.counters;
      return quality;
    },
    end() {
      forget();
      element.srcObject = null;
      before = null;
    },
  };
}
