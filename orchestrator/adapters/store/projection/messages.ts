/** What the server and the thread that writes facts tell each other. */

/** `facts`: PlacedFact[] as JSON, which costs half of what a structured copy does. */
export type Question =
  | { id: number; type: 'position' }
  | { id: number; type: 'project'; facts: string; upTo: number }
  | { id: number; type: 'close' };

export type Answer =
  | { id: number; position: number }
  | { id: number; failure: { away: boolean; message: string; stack: string } };
