/** The address of a node without its credentials, which only ever travel in a header (S17). */
export interface NodeAddress {
  /** http://host:port */
  http: string;
  /** ws://host:port */
  ws: string;
  /** host:port, for people. */
  host: string;
  /** Value of the header `authorization`. */
  authorization: string;
}

export function nodeAddress(url: string): NodeAddress {
  const parsed = new URL(url);
  const credentials = `${decodeURIComponent(parsed.username)}:${decodeURIComponent(parsed.password)}`;
  return {
    http: parsed.origin,
    ws: parsed.origin.replace(/^http/, 'ws'),
    host: parsed.host,
    authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
  };
}
