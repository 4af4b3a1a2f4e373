/** The little that the views need of a framework: make elements once, change them only where they differ. */

/** A part of the page: made once, brought up to date with each model. */
export interface View<M> {
  element: HTMLElement;
  update(model: M): void;
}

type Attributes = Record<string, string | boolean>;

/** `h('button', { class: 'x', hidden: true }, 'text', node)`; false leaves the attribute away. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
  element.append(...children);
  return element;
}

export function setAttribute(element: Element, name: string, value: string | boolean | null): void {
  if (value === false || value === null) element.removeAttribute(name);
  else {
    const text = value === true ? '' : value;
    if (element.getAttribute(name) !== text) element.setAttribute(name, text);
  }
}

/** Sets the text only where it differs, so that screen readers hear changes alone. */
export function setText(element: Node, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

export function setHidden(element: HTMLElement, hidden: boolean): void {
  if (element.hidden !== hidden) element.hidden = hidden;
}

export function onClick(element: HTMLElement, act: () => void): void {
  element.addEventListener('click', act);
}

/** Elements for a list of items, kept by key: items that stay keep their element, its focus and its state. */
export function keyed<T>(
  parent: HTMLElement,
  keyOf: (item: T) => string,
  create: (item: T) => View<T>,
): (items: readonly T[]) => void {
  const views = new Map<string, View<T>>();
  return items => {
    const keys = new Set(items.map(keyOf));
    for (const [key, view] of views) {
      if (keys.has(key)) continue;
      view.element.remove();
      views.delete(key);
    }
    items.forEach((item, index) => {
      const key = keyOf(item);
      let view = views.get(key);
      if (!view) {
        view = create(item);
        views.set(key, view);
      }
      if (parent.children[index] !== view.element)
        parent.insertBefore(view.element, parent.children[index] ?? null);
      view.update(item);
    });
  };
}
