/**
 * Worker that ticks. Timers of a page in the background are held back to one a minute; those of a worker
 * are not, and reconnecting or refreshing the registration must not wait that long.
 */
setInterval(() => postMessage(null), 250);
