/** Finding and making elements. */

/** The element that the page must have; throws when a view lost it. */
export function find<E extends Element = HTMLElement>(selector: string, within: ParentNode = document): E {
  const element = within.querySelector<E>(selector);
  if (!element) throw new Error(`the page has no ${selector}`);
  return element;
}

export function findAll<E extends Element = HTMLElement>(
  selector: string,
  within: ParentNode = document,
): E[] {
  return [...within.querySelectorAll<E>(selector)];
}

/** An element with classes and text; text never becomes markup. */
export function make(tag: string, className = '', text = ''): HTMLElement {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

export function makeIcon(name: string): HTMLElement {
  const icon = make('i', `ti ti-${name}`);
  icon.setAttribute('aria-hidden', 'true');
  return icon;
}

/** A short message at the edge of the page, read out by screen readers. */
export function toast(text: string): void {
  const message = make('div', 'toast-message', text);
  find('[data-toasts]').append(message);
  setTimeout(() => message.remove(), 6000);
}

/** A message that the next page shows, after a form was saved. */
export function toastOnNextPage(text: string): void {
  sessionStorage.setItem('phones-toast', text);
}
