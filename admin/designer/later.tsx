/**
 * Parts of the page that one need not have to see a flow: fetched once it is seen, or when they are asked for. What
 * one types into at once, as the search, is not among them: while it comes, keys would reach the flow.
 */
import { type ComponentType, useEffect, useState } from 'react';
import { t } from './words.ts';

/** Asked for once the page has been drawn and the browser has nothing better to do. */
const soon: (() => Promise<unknown>)[] = [];

export function fetchTheRest(): void {
  // Who asks for a part that could not be fetched is told.
  const fetchAll = (): void => soon.forEach(fetch => void fetch().catch(() => undefined));
  // Safari has no requestIdleCallback.
  if ('requestIdleCallback' in window) requestIdleCallback(fetchAll, { timeout: 5000 });
  else setTimeout(fetchAll, 1000);
}

/** A view that says that it comes, and when it cannot be had offers to try again: the page stands as it was. */
function later<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let known: ComponentType<P> | null = null;
  const fetchIt = async (): Promise<ComponentType<P>> => (known = await load());
  soon.push(fetchIt);
  return function Later(props: P) {
    const [View, setView] = useState(() => known);
    const [failed, setFailed] = useState(false);
    useEffect(() => {
      if (View || failed) return;
      let over = false;
      fetchIt().then(
        view => over || setView(() => view),
        () => over || setFailed(true),
      );
      return () => {
        over = true;
      };
    }, [View, failed]);
    if (View) return <View {...props} />;
    if (!failed) return <p role="status">{t('loading')}</p>;
    return (
      <p className="field-problem" role="alert">
        {t('partFailed')}{' '}
        <button type="button" className="btn btn-sm" onClick={() => setFailed(false)}>
          {t('tryAgain')}
        </button>
      </p>
    );
  };
}

export const Simulator = later(async () => (await import('./simulator/simulator.tsx')).Simulator);
export const Versions = later(async () => (await import('./views/versions.tsx')).Versions);
export const Publish = later(async () => (await import('./views/publish.tsx')).Publish);
export const Shortcuts = later(async () => (await import('./views/shortcuts.tsx')).Shortcuts);
