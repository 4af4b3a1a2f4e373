/** The Call Designer's page: toolbar, palette, canvas or outline, and what is beside them. */
import { ReactFlowProvider, useReactFlow } from '@xyflow/react';
import { type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { actionsFor, type DialogName } from './actions.ts';
import { type Designer, DesignerContext, SaveContext, useDesigner, useSession } from './context.tsx';
import { fetchTheRest, Publish, Shortcuts, Simulator, Versions } from './later.tsx';
import type { ExitOf } from './model/commands.ts';
import type { Panel } from './session.ts';
import { actionOf } from './shortcuts.ts';
import { BlockPicker } from './views/block-picker.tsx';
import { Banners } from './views/banners.tsx';
import { Canvas } from './views/canvas.tsx';
import { Find } from './views/find.tsx';
import { Inspector } from './views/inspector.tsx';
import { LiveCounts } from './views/counts.tsx';
import { Outline } from './views/outline.tsx';
import { Palette } from './views/palette.tsx';
import { Problems } from './views/problems.tsx';
import { Toolbar } from './views/toolbar.tsx';
import { t } from './words.ts';

const panels = ['block', 'problems', 'simulator', 'versions'] as const satisfies readonly Panel[];

export function App(tools: Omit<Designer, 'askForBlock' | 'announce'>) {
  const [asking, setAsking] = useState<{ after: ExitOf | null } | null>(null);
  const [news, setNews] = useState('');
  const { flowId, session, saving, requests, references, sounds } = tools;
  const designer = useMemo(
    (): Designer => ({
      flowId,
      session,
      saving,
      requests,
      references,
      sounds,
      askForBlock: after => setAsking({ after }),
      announce: setNews,
    }),
    [flowId, session, saving, requests, references, sounds],
  );
  const [save, setSave] = useState(saving.state);
  useEffect(() => {
    saving.onChange = setSave;
  }, [saving]);
  // A message is there for as long as it takes to read it.
  useEffect(() => {
    const timer = setTimeout(() => setNews(''), 6000);
    return () => clearTimeout(timer);
  }, [news]);
  return (
    <DesignerContext value={designer}>
      <SaveContext value={save}>
        <ReactFlowProvider>
          <Counting>
            <Page />
            {asking && <BlockPicker after={asking.after} close={() => setAsking(null)} />}
          </Counting>
          <div className="toasts" role="status">
            {news && <div className="toast-message">{news}</div>}
          </div>
        </ReactFlowProvider>
      </SaveContext>
    </DesignerContext>
  );
}

function Counting({ children }: { children: ReactNode }) {
  return <LiveCounts shown={useSession(state => state.counting)}>{children}</LiveCounts>;
}

function Page() {
  const designer = useDesigner();
  const { session } = designer;
  const view = useSession(state => state.view);
  const panel = useSession(state => state.panel);
  const problems = useSession(state => state.problems.length);
  const [dialog, setDialog] = useState<DialogName | null>(null);
  const { fitView } = useReactFlow();
  const actions = useMemo(
    () => actionsFor(designer, setDialog, () => void fitView({ maxZoom: 1, padding: 0.12 })),
    [designer, fitView],
  );
  useKeys(actions);
  useEffect(fetchTheRest, []);
  const save = useContext(SaveContext);
  const close = (): void => setDialog(null);
  return (
    <div className={`designer designer-${view}`} data-saved={save.state === 'saved'}>
      <Toolbar actions={actions} />
      <Banners />
      <div className="designer-body">
        <Palette />
        <div className="designer-work">{view === 'canvas' ? <Canvas /> : <Outline />}</div>
        <aside className="designer-side" aria-label={t('side.label')}>
          <div className="side-tabs" role="tablist" aria-label={t('side.label')}>
            {panels.map((name, index) => (
              <button
                key={name}
                type="button"
                role="tab"
                id={`tab-${name}`}
                aria-selected={panel === name}
                aria-controls="side-panel"
                tabIndex={panel === name ? 0 : -1}
                className={panel === name ? 'active' : ''}
                onClick={() => session.set({ panel: name })}
                onKeyDown={event => {
                  const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
                  const to = panels[(index + by + panels.length) % panels.length];
                  if (by === 0 || !to) return;
                  session.set({ panel: to });
                  document.querySelector<HTMLElement>(`#tab-${to}`)?.focus();
                }}
              >
                {t(`panels.${name}`)}
                {name === 'problems' && problems > 0 && <span className="tab-count">{problems}</span>}
              </button>
            ))}
          </div>
          <div id="side-panel" role="tabpanel" aria-labelledby={`tab-${panel}`} className="side-panel">
            {panel === 'block' && <Inspector />}
            {panel === 'problems' && <Problems />}
            {panel === 'simulator' && <Simulator />}
            {panel === 'versions' && <Versions />}
          </div>
        </aside>
      </div>
      {dialog === 'find' && <Find close={close} />}
      {dialog === 'shortcuts' && <Shortcuts close={close} />}
      {dialog === 'publish' && <Publish close={close} />}
    </div>
  );
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');

/** Shortcuts of the page. Copy and paste come as events of the clipboard: no permission is asked. */
function useKeys(actions: ReturnType<typeof actionsFor>): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const typing = isTyping(event.target);
      const action = actionOf(event, typing);
      if (action === null || document.querySelector('dialog[open]')) return;
      if (action === 'copy' || action === 'cut' || action === 'paste') return;
      event.preventDefault();
      actions[action]();
    };
    const onCopy = (event: ClipboardEvent): void => {
      if (isTyping(event.target) || getSelection()?.toString() || document.querySelector('dialog[open]'))
        return;
      const text = event.type === 'cut' ? actions.cut() : actions.copy();
      if (text === null) return;
      event.clipboardData?.setData('text/plain', text);
      event.preventDefault();
    };
    const onPaste = (event: ClipboardEvent): void => {
      if (isTyping(event.target) || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      actions.pasteText(event.clipboardData?.getData('text/plain') ?? '');
    };
    document.addEventListener('keydown', onKeyDown);
    document.addEventListener('copy', onCopy);
    document.addEventListener('cut', onCopy);
    document.addEventListener('paste', onPaste);
    return () => {
      document.removeEventListener('keydown', onKeyDown);
      document.removeEventListener('copy', onCopy);
      document.removeEventListener('cut', onCopy);
      document.removeEventListener('paste', onPaste);
    };
  }, [actions]);
}
