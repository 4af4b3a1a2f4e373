/** What a flow plays, when everything in it is known: the grammar of the language has been applied. */
export type Media =
  /** A recorded prompt of Asterisk's sounds in the contact's language: `digits/3`. */
  | { sound: string }
  /** A prompt of the library, in the contact's language. */
  | { prompt: string }
  /** Free text for synthetic speech, in the contact's language. */
  | { speech: string }
  /** Silence, ms. */
  | { silenceMs: number };
