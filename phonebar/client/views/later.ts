/**
 * A part of the page that is fetched when the browser has nothing else to do, or at once when it is first used. What
 * is typed until it is there goes to the field that it puts the focus on.
 */
export interface Later<T> {
  /** Null until it is there. */
  readonly part: T | null;
  use(act: (part: T) => void): void;
}

/** `arrived` is called once, before the first use; `failed` each time that a use is in vain. */
export function createLater<T>(
  fetch: () => Promise<T>,
  arrived: (part: T) => void,
  failed: () => void,
): Later<T> {
  let part: T | null = null;
  let coming: Promise<T> | null = null;

  const come = (): Promise<T> => {
    coming ??= fetch().then(
      found => {
        part = found;
        arrived(found);
        return found;
      },
      (error: unknown) => {
        coming = null;
        throw error;
      },
    );
    return coming;
  };
  // Should it fail, the first use asks again.
  whenIdle(() => void come().catch(() => undefined));

  return {
    get part() {
      return part;
    },
    use(act) {
      if (part) return act(part);
      const keys = holdKeys();
      come().then(
        found => {
          act(found);
          keys.release();
        },
        () => {
          keys.release();
          failed();
        },
      );
    },
  };
}

function whenIdle(act: () => void): void {
  // Safari has no idle callback.
  if ('requestIdleCallback' in window) window.requestIdleCallback(act, { timeout: 2000 });
  else setTimeout(act, 300);
}

/** Keeps what is typed from the page; `release` gives it to the field that has the focus then. */
function holdKeys(): { release(): void } {
  let typed = '';
  const hold = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.key.length !== 1) return;
    typed += event.key;
    event.preventDefault();
    event.stopPropagation();
  };
  document.addEventListener('keydown', hold, { capture: true });
  return {
    release() {
      document.removeEventListener('keydown', hold, { capture: true });
      const field = document.activeElement;
      if (typed === '' || !(field instanceof HTMLInputElement) || field.type !== 'text') return;
      field.value += typed;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    },
  };
}
