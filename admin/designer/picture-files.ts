/** A flow's picture as a file of pixels, and on paper. Everything is made in the page. */
import type { Picture } from './model/picture.ts';

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

/** Prints the whole flow on one sheet; the page itself is hidden by the print style. Rejects when it cannot be drawn. */
export async function printPicture(picture: Picture): Promise<void> {
  const sheet = document.createElement('img');
  sheet.className = 'print-sheet';
  sheet.alt = '';
  sheet.src = addressOf(picture);
  document.body.append(sheet);
  addEventListener('afterprint', () => sheet.remove(), { once: true });
  try {
    await sheet.decode();
  } catch (error) {
    sheet.remove();
    throw error;
  }
  print();
}
