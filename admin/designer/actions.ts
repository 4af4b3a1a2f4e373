/** What buttons and keys do. */
import { canonical } from './model/compare.ts';
import { arranged, type Arrangement } from './model/arrange.ts';
import { fragmentIn } from './model/clipboard.ts';
import { laidOut } from './model/layout.ts';
import { Flow } from '../../ivr-flows/document.ts';
import type { Designer } from './context.tsx';
import { chooseFile, download } from './files.ts';
import { language, t } from './words.ts';

export type DialogName = 'find' | 'shortcuts' | 'publish';
export type Actions = ReturnType<typeof actionsFor>;

export function actionsFor(designer: Designer, open: (dialog: DialogName | null) => void, fit: () => void) {
  const { session, saving, announce } = designer;
  const { library } = session.tools;
  /** The system's clipboard may refuse; within the page a copy of our own serves. */
  let own = '';
  /** Few people take pictures each time: what draws them is fetched when they do. */
  const drawing = async () => {
    const [{ pictureOf }, { pngOf, printPicture }] = await Promise.all([
      import('./model/picture.ts'),
      import('./picture-files.ts'),
    ]);
    return { picture: pictureOf(session.flow, library, language), pngOf, printPicture };
  };
  const noPicture = (): void => announce(t('announce.noPicture'));
  const fileName = (): string =>
    session.flow.name
      .normalize('NFD')
      .replace(/[^A-Za-z0-9 _-]/g, '')
      .trim()
      .replace(/ +/g, '-') || 'flow';
  /** The text for the clipboard; null = nothing is chosen. */
  const copy = (): string | null => {
    const fragment = session.copied();
    if (!fragment) return null;
    own = JSON.stringify(fragment);
    announce(t('announce.copied', { count: fragment.blocks.length }));
    return own;
  };
  const pasteText = (text: string): void => {
    const fragment = fragmentIn(text) ?? fragmentIn(own);
    if (!fragment) return announce(t('announce.nothingToPaste'));
    session.paste(fragment);
    announce(t('announce.pasted', { count: fragment.blocks.length }));
  };
  const exportOf = (what: string, bytes: Blob | string, type: string): void =>
    download(`${fileName()}.${what}`, typeof bytes === 'string' ? new Blob([bytes], { type }) : bytes);
  return {
    undo: () => session.undo(),
    redo: () => session.redo(),
    copy,
    /** By a button: no event of the clipboard comes with it. */
    copyOut: () => {
      const text = copy();
      if (text !== null) navigator.clipboard?.writeText(text).catch(() => undefined);
    },
    cut: () => {
      const text = copy();
      session.delete();
      return text;
    },
    /** By a button: the browser may ask whether the page may read the clipboard. */
    paste: () =>
      void (navigator.clipboard?.readText().catch(() => '') ?? Promise.resolve('')).then(pasteText),
    pasteText,
    duplicate: () => {
      const fragment = session.copied();
      if (fragment) session.paste(fragment);
    },
    delete: () => session.delete(),
    selectAll: () => session.select(session.flow.blocks.map(({ id }) => id)),
    add: () => designer.askForBlock(session.insertionPoint()),
    find: () => open('find'),
    shortcuts: () => open('shortcuts'),
    publish: () => open('publish'),
    save: () => void saving.flush(),
    clear: () => session.set({ selection: [], line: null }),
    view: () => session.set({ view: session.state.view === 'canvas' ? 'outline' : 'canvas' }),
    fit,
    layout: () => {
      session.run({ do: 'move', to: laidOut(session.flow, library) });
      requestAnimationFrame(fit);
    },
    arrange: (how: Arrangement) => {
      const to = arranged(session.flow, session.state.selection, how, library);
      if (Object.keys(to).length > 0) session.run({ do: 'move', to });
    },
    exportJson: () => exportOf('json', `${JSON.stringify(session.flow, null, 2)}\n`, 'application/json'),
    exportSvg: () =>
      void drawing().then(({ picture }) => exportOf('svg', picture.svg, 'image/svg+xml'), noPicture),
    exportPng: () =>
      void drawing()
        .then(({ picture, pngOf }) => pngOf(picture))
        .then(png => exportOf('png', png, 'image/png'), noPicture),
    print: () =>
      void drawing()
        .then(({ picture, printPicture }) => printPicture(picture))
        .catch(noPicture),
    importJson: () =>
      void chooseFile('.json').then(text => {
        if (text === null) return;
        const flow = flowIn(text);
        if (!flow) return announce(t('announce.notAFlow'));
        const { name, description, kind } = session.flow;
        session.run({ do: 'replace', flow: { ...flow, name, description, kind } });
        announce(t('announce.imported'));
        requestAnimationFrame(fit);
      }),
  };
}

function flowIn(text: string): Flow | null {
  try {
    const parsed = Flow.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Whether two documents say the same, but for the places of the blocks. */
export const sameLogic = (one: Flow, other: Flow): boolean =>
  canonical({ ...one, layout: {} }) === canonical({ ...other, layout: {} });
