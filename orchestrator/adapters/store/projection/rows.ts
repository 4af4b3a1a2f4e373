/** Rows of one table by a key of our choice, and what of them must be written. */
export class Rows<Row extends object> {
  readonly #byKey = new Map<string | number, Row>();
  readonly #added = new Set<Row>();
  /** Rows that the database has and that were changed, as they were before. */
  readonly #before = new Map<Row, Row>();

  /** A row as the database has it. */
  load(key: string | number, row: Row): void {
    this.#byKey.set(key, row);
  }

  /** Adds a row that the database does not have; it takes the place of one with the same key. */
  add(key: string | number, row: Row): void {
    this.#byKey.set(key, row);
    this.#added.add(row);
  }

  get(key: string | number): Readonly<Row> | undefined {
    return this.#byKey.get(key);
  }

  has(key: string | number): boolean {
    return this.#byKey.has(key);
  }

  /** Changes the row of that key. Without one nothing happens: facts may tell of what was never recorded. */
  change(key: string | number, change: (row: Row) => void): void {
    const row = this.#byKey.get(key);
    if (row === undefined) return;
    if (!this.#added.has(row) && !this.#before.has(row)) this.#before.set(row, { ...row });
    change(row);
  }

  /** Like `change`, for a row that is finished by it and no longer found. */
  close(key: string | number, change: (row: Row) => void): void {
    this.change(key, change);
    this.#byKey.delete(key);
  }

  /** What must be written; `written` says that it was. */
  unwritten(): { added: Row[]; changed: Changed<Row>[] } {
    const changed = [...this.#before].map(([row, before]) => ({ row, before }));
    return { added: [...this.#added], changed };
  }

  written(): void {
    this.#added.clear();
    this.#before.clear();
  }

  /** Forgets the rows for which it is true; nothing may be unwritten. */
  forget(which: (row: Row) => boolean): void {
    for (const [key, row] of this.#byKey) if (which(row)) this.#byKey.delete(key);
  }

  get size(): number {
    return this.#byKey.size;
  }
}

export interface Changed<Row> {
  row: Row;
  before: Row;
}
