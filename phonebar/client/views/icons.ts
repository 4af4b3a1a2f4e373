/** Icons, drawn with strokes on a grid of 24 x 24 in the manner of Tabler's. */
const paths = {
  ready: 'M5 12l5 5L20 7',
  pause: 'M9 5v14M15 5v14',
  offered: 'M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 21h4',
  talking: 'M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 6a2 2 0 0 1 2-2',
  hangup: 'M3 14c0-1.2.7-2 2-2.6 4.5-2 9.5-2 14 0 1.3.6 2 1.4 2 2.6v2.5h-5V14c-2.6-.8-5.4-.8-8 0v2.5H3z',
  onHold: 'M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M10 9v6M14 9v6',
  retrieve: 'M7 5l12 7-12 7z',
  consult: 'M4 5h10v7H8l-4 3zM10 16h6l4 3V9',
  conference:
    'M9 7a3 3 0 1 0 .1 0M3 20v-1a4 4 0 0 1 4-4h4a4 4 0 0 1 4 4v1M16 4a3 3 0 0 1 0 6M18 15a4 4 0 0 1 3 4v1',
  transfer: 'M4 12h14M13 7l5 5-5 5M4 6v12',
  swap: 'M7 4L3 8l4 4M3 8h14M17 12l4 4-4 4M21 16H7',
  wrapUp: 'M4 20h4L19 9l-4-4L4 16zM13 7l4 4',
  noAnswer: 'M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M12 7v6M12 16.5v.1',
  unreachable: 'M4 4l16 16M8 8a8 8 0 0 0-3 3M12 6a10 10 0 0 1 7 5M12 19v.1M9 15a4 4 0 0 1 3-1.5',
  mute: 'M9 6a3 3 0 0 1 6 0v5a3 3 0 0 1-6 0zM5 11a7 7 0 0 0 14 0M12 18v3',
  unmute: 'M9 9v2a3 3 0 0 0 5 2.2M15 10.5V6a3 3 0 0 0-5.8-1M5 11a7 7 0 0 0 11 5.7M12 18v3M4 4l16 16',
  record: 'M12 5a7 7 0 1 0 0 14a7 7 0 1 0 0-14M12 10a2 2 0 1 0 0 4a2 2 0 1 0 0-4',
  stopRecord: 'M6 6h12v12H6z',
  secure: 'M12 3l8 3v6c0 5-3.5 7.5-8 9c-4.5-1.5-8-4-8-9V6zM10 9v6M14 9v6',
  keypad: 'M6 5h.1M12 5h.1M18 5h.1M6 11h.1M12 11h.1M18 11h.1M6 17h.1M12 17h.1M18 17h.1',
  reject: 'M6 6l12 12M18 6L6 18',
  finish: 'M4 12a8 8 0 1 0 16 0a8 8 0 1 0-16 0M9 12l2 2 4-4',
  extend: 'M12 8v4l2 2M4 12a8 8 0 1 0 8-8M18 3v6M15 6h6',
  logout: 'M14 8V6a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h6a2 2 0 0 0 2-2v-2M9 12h12M18 9l3 3-3 3',
  callbacks:
    'M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 6a2 2 0 0 1 2-2M18 3v3.5l2 1.5',
  settings:
    'M4 7h10M18 7h2M4 17h2M10 17h10M14 7a2 2 0 1 0 4 0a2 2 0 1 0-4 0M6 17a2 2 0 1 0 4 0a2 2 0 1 0-4 0',
  day: 'M4 20h16M6 16v-4M11 16V7M16 16v-6',
  message: 'M4 6h16v12H4zM4 7l8 6 8-6',
  keyboard: 'M3 6h18v12H3zM7 10h.1M11 10h.1M15 10h.1M7 14h10',
  star: 'M12 4l2.5 5.2 5.5.8-4 4 1 5.7-5-2.8-5 2.8 1-5.7-4-4 5.5-.8z',
  unfold: 'M4 4h16v5H4zM8 14l4 4 4-4',
  warning: 'M12 4l9 16H3zM12 10v4M12 17v.1',
} as const;

export type IconName = keyof typeof paths;

/** Decorative: the text beside it says the same. */
export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.classList.add('icon');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', paths[name]);
  svg.append(path);
  return svg;
}
