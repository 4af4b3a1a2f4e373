/** The part of better-sqlite3 that is used directly; its own package has no types. */
declare module 'better-sqlite3' {
  type Value = string | number | null;

  export interface Statement {
    run(...values: Value[]): { changes: number };
    get(...values: Value[]): unknown;
    all(...values: Value[]): unknown[];
  }

  class Database {
    constructor(file: string, options?: { fileMustExist?: boolean });
    readonly inTransaction: boolean;
    prepare(sql: string): Statement;
    pragma(text: string): unknown;
    close(): void;
  }

  export default Database;
}
