interface ImportMeta {
  /** Folder of the compiled programs (compile.mjs); absent while sources run as they are, by way of tsx. */
  readonly compiled?: string;
}
