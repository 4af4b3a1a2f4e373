/** Files to and from the person's disk, and the printer. Everything is made in the page. */
import type { Picture } from './model/picture.ts';

export function download(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** The text of the file that the person chooses; null = none. */
export function chooseFile(accept: string): Promise<string | null> {
  return new Promise(resolve => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = accept;
    input.addEventListener('change', () => {
      const [file] = input.files ?? [];
      resolve(file ? file.text() : null);
    });
    input.addEventListener('cancel', () => resolve(null));
    input.click();
  });
}

const addressOf = ({ svg }: Picture): string => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
/** Canvases above these sides are refused by browsers. */
const LARGEST_SIDE = 16_000;

/** Rejects when the browser cannot draw it. */
export async function pngOf(picture: Picture): Promise<Blob> {
  const image = new Image();
  image.src = addressOf(picture);
  await image.decode();
  const scale = Math.min(2, LARGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(picture.width * scale);
  canvas.height = Math.ceil(picture.height * scale);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob(png => (png ? resolve(png) : reject(new Error('no picture'))), 'image/png'),
  );
}

/** Prints the whole flow on one sheet; the page itself is hidden by the print style. */
export function printPicture(picture: Picture): void {
  const sheet = document.createElement('img');
  sheet.className = 'print-sheet';
  sheet.alt = '';
  sheet.src = addressOf(picture);
  document.body.append(sheet);
  addEventListener('afterprint', () => sheet.remove(), { once: true });
  void sheet.decode().then(
    () => print(),
    () => sheet.remove(),
  );
}
