/** Sends a WAV file; ranges are answered (RFC 9110, section 14), so that players can seek. */
import type { Response } from 'express';

/** `as` = the name under which a browser saves it; absent = it is played. */
export async function sendSound(res: Response, root: string, name: string, as?: string): Promise<null> {
  res.type('audio/wav');
  if (as !== undefined) res.attachment(as);
  await new Promise<void>((resolve, reject) => {
    res.sendFile(name, { root, cacheControl: false, lastModified: false }, error => {
      // Whoever listened has stopped.
      const gone = error !== undefined && 'code' in error && error.code === 'ECONNABORTED';
      if (error && !gone && !res.headersSent) reject(error);
      else resolve();
    });
  });
  return null;
}
