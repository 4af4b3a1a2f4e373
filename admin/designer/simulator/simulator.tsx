/** Plays the caller: keypad, speech, clock and world on one side, what happens on the other and on the canvas. */
import { useEffect, useReducer, useRef, useState } from 'react';
import { FlowFault, faultWords } from '../../../ivr-flows/faults.ts';
import { useDesigner, useFlow } from '../context.tsx';
import { formats, language, t, timeZone } from '../words.ts';
import { Icon } from '../views/icon.tsx';
import type { Simulation } from '../../../ivr-flows/simulation/simulation.ts';
import { endText, happenedText, isShown, lookOf, mediaText } from './words.ts';
import { Questions } from './questions.tsx';
import { beginCall, surroundingsOf, wayOf, type World } from './world.ts';
import { WorldForm } from './world-form.tsx';

/** How long a message lasts that is not heard: time to read it. */
const readingMs = (text: string): number => 600 + text.length * 45;
const TICK_MS = 200;
const keypad = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;

export function Simulator() {
  const designer = useDesigner();
  const { session, references, sounds } = designer;
  const flow = useFlow();
  const [world, setWorld] = useState<World>(() => ({
    timeZone,
    language: flow.languages[0] ?? 'it',
    caller: '+390612345678',
    dialled: '800100',
    service: '',
    media: 'audio',
    hours: 'open',
    agentsLoggedIn: 3,
    agentsFree: 1,
    queueLength: 2,
    estimatedWaitSeconds: 90,
    campaigns: references.campaigns,
  }));
  const [clock, setClock] = useState('');
  const [aloud, setAloud] = useState(false);
  const [problem, setProblem] = useState('');
  const [text, setText] = useState('');
  const call = useRef<Simulation | null>(null);
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const transcript = useRef<HTMLOListElement>(null);
  const simulation = call.current;

  const showWay = ({ log, run, end }: Simulation): void =>
    session.set({ path: { ...wayOf(log), at: end ? null : run.block } });
  /** Does something to the call and shows what came of it. */
  const change = (by: (simulation: Simulation) => void): void => {
    if (!call.current) return;
    const { length } = call.current.log;
    by(call.current);
    // The canvas is not drawn again for each tick of the clock.
    if (call.current.log.length !== length) showWay(call.current);
    redraw();
  };
  const begin = (): void => {
    try {
      const at = clock === '' ? Date.now() : new Date(clock).getTime();
      const seed = Math.floor(Math.random() * 2 ** 31);
      call.current = beginCall(session.flow, world, at, seed);
      setProblem('');
      showWay(call.current);
      redraw();
    } catch (error) {
      setProblem(error instanceof FlowFault ? faultWords(error.fault, language) : String(error));
    }
  };
  const stop = (): void => {
    call.current = null;
    sounds.stop();
    session.clearPath();
    redraw();
  };
  const setWorldNow = (next: World): void => {
    setWorld(next);
    if (call.current) call.current.surroundings = surroundingsOf(next);
  };

  // The clock of the call goes with ours.
  useEffect(() => {
    let last = Date.now();
    const tick = setInterval(() => {
      const now = Date.now();
      const running = call.current;
      if (running && !running.end) change(one => one.passTo(one.at + now - last));
      last = now;
    }, TICK_MS);
    return () => clearInterval(tick);
  });
  useEffect(() => () => session.clearPath(), [session]);

  // What plays: heard aloud, or there for as long as it takes to read it.
  const [head] = simulation?.playing ?? [];
  const headId = head?.id;
  useEffect(() => {
    const running = call.current;
    const first = running?.playing[0];
    if (!running || !first || first.id !== headId) return;
    let over = false;
    const done = (): void => {
      if (over || call.current !== running) return;
      over = true;
      change(one => {
        if (one.playing[0]?.id === first.id) one.played();
      });
    };
    if (aloud) {
      void (async () => {
        for (const media of first.media) {
          if (over) return;
          if (!(await sounds.play(media, running.run.language)))
            await new Promise(resolve => setTimeout(resolve, readingMs(mediaText([media]))));
        }
        done();
      })();
      return () => {
        over = true;
        sounds.stop();
      };
    }
    const timer = setTimeout(done, readingMs(mediaText(first.media)));
    return () => clearTimeout(timer);
  }, [headId, aloud, simulation]);

  const shown = simulation?.log.filter(isShown) ?? [];
  const count = shown.length;
  useEffect(() => {
    transcript.current?.lastElementChild?.scrollIntoView({ block: 'nearest' });
  }, [count]);

  const running = simulation !== null && simulation.end === null;
  const words = { flow, library: session.tools.library, campaigns: references.campaigns };
  return (
    <div className="simulator">
      <div className="btn-list">
        <button type="button" className="btn btn-sm btn-success" onClick={begin} data-simulate>
          <Icon name="phone" />
          {t(simulation ? 'simulator.again' : 'simulator.call')}
        </button>
        <button type="button" className="btn btn-sm" disabled={!simulation} onClick={stop}>
          {t('simulator.clear')}
        </button>
        <label className="form-check form-switch">
          <input
            type="checkbox"
            className="form-check-input"
            checked={aloud}
            onChange={({ target }) => setAloud(target.checked)}
          />
          <span className="form-check-label">{t('simulator.aloud')}</span>
        </label>
      </div>
      {problem && (
        <p className="field-problem" role="alert">
          {problem}
        </p>
      )}
      <details open={!simulation}>
        <summary>{t('simulator.world')}</summary>
        <WorldForm world={world} change={setWorldNow} languages={flow.languages} />
        <div className="parameter">
          <label className="form-label" htmlFor="simulator-clock">
            {t('simulator.clock')}
          </label>
          <div className="input-group input-group-sm">
            <input
              id="simulator-clock"
              type="datetime-local"
              className="form-control"
              value={clock}
              onChange={({ target }) => setClock(target.value)}
            />
            <button
              type="button"
              className="btn btn-sm"
              disabled={!running || clock === ''}
              onClick={() => change(one => one.setClock(new Date(clock).getTime()))}
            >
              {t('simulator.setClock')}
            </button>
          </div>
        </div>
      </details>
      {simulation && (
        <>
          <p className="simulator-state" role="status">
            <span>
              {simulation.end
                ? endText(simulation.end, references.campaigns)
                : head
                  ? t('simulator.playing')
                  : simulation.questions.length > 0
                    ? t('simulator.asks')
                    : simulation.waiting !== null
                      ? t('simulator.queued')
                      : t('simulator.waits')}
            </span>
            <time>{formats.time(simulation.at)}</time>
          </p>
          <div className="keypad" role="group" aria-label={t('simulator.keypad')}>
            {keypad.map(digit => (
              <button
                key={digit}
                type="button"
                className="btn"
                disabled={!running}
                onClick={() => change(one => one.press(digit))}
              >
                {digit}
              </button>
            ))}
          </div>
          <div className="btn-list">
            <button
              type="button"
              className="btn btn-sm"
              disabled={!running || !head}
              onClick={() => {
                sounds.stop();
                change(one => one.played());
              }}
            >
              {t('simulator.skip')}
            </button>
            <button
              type="button"
              className="btn btn-sm"
              disabled={!running || simulation.dueAt === null}
              onClick={() => change(one => one.passTo(one.dueAt ?? one.at))}
            >
              {t('simulator.pass')}
            </button>
            <button
              type="button"
              className="btn btn-sm btn-danger"
              disabled={!running}
              onClick={() => change(one => one.hangUp())}
            >
              <Icon name="phone-off" />
              {t('simulator.hangUp')}
            </button>
          </div>
          {running && (
            <>
              <Questions simulation={simulation} change={change} />
              {world.media === 'chat' && (
                <form
                  className="input-group input-group-sm"
                  onSubmit={event => {
                    event.preventDefault();
                    change(one => one.write(text));
                    setText('');
                  }}
                >
                  <input
                    className="form-control"
                    aria-label={t('simulator.write')}
                    value={text}
                    onChange={({ target }) => setText(target.value)}
                  />
                  <button type="submit" className="btn">
                    {t('simulator.write')}
                  </button>
                </form>
              )}
            </>
          )}
          <ol className="transcript" ref={transcript} aria-label={t('simulator.transcript')} tabIndex={0}>
            {shown.map((line, index) => (
              // Lines are only ever added at the end.
              <li key={index} className={`line line-${lookOf(line)}`}>
                <time>{formats.time(line.at)}</time>
                <span>{happenedText(line, words)}</span>
              </li>
            ))}
          </ol>
        </>
      )}
    </div>
  );
}
