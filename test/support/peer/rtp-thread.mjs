/** Beginning of a thread: --import tsx reaches only the first thread of a process (tsx, "Node.js API"). */
import { register } from 'tsx/esm/api';

register();
await import('./rtp-thread.ts');
