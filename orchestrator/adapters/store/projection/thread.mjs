/** Starts thread.ts from its source: a thread does not have tsx from the thread that starts it. */
import { register } from 'tsx/esm/api';

register();
await import('./thread.ts');
