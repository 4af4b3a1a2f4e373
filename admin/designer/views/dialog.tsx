/** A native dialog: Escape closes it, the focus goes back to where it was. */
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { t } from '../words.ts';

interface DialogProps {
  title: string;
  close(): void;
  wide?: boolean;
  children: ReactNode;
}

export function Dialog({ title, close, wide = false, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement;
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    // React sets no attribute autofocus, and a dialog would begin with its close button.
    element?.querySelector<HTMLElement>('[data-first]')?.focus();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className={`card dialog designer-dialog ${wide ? 'dialog-wide' : ''}`}
      aria-labelledby={id}
      onCancel={event => {
        event.preventDefault();
        close();
      }}
      // Keys of a dialog are no shortcuts of the page. In a search field Escape would only empty the field.
      onKeyDown={event => {
        event.stopPropagation();
        if (event.key !== 'Escape') return;
        event.preventDefault();
        close();
      }}
    >
      <div className="card-header">
        <h2 className="card-title" id={id}>
          {title}
        </h2>
        <button type="button" className="btn-close" aria-label={t('close')} onClick={close} />
      </div>
      <div className="card-body">{children}</div>
    </dialog>
  );
}
