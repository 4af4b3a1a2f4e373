/**
 * What the projection asks of a database: one connection, one transaction at a time. Written by hand for each
 * driver, because a statement builder costs more than the statements (knex compiles each anew).
 */
import type { Changed } from './rows.ts';
import type { Column, Table, Value } from './tables.ts';

export interface FactLink {
  /** seq of the last event whose facts are all in; null when the migrations have not run. */
  position(): Promise<number | null>;
  /** A transaction that holds the position: those of several processes run one after another. */
  transaction<T>(work: (trx: FactTransaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface FactTransaction {
  /** As `FactLink.position`; nobody else can move it now. */
  readonly position: number | null;
  move(position: number): Promise<void>;
  /** Rows whose `column` has one of the values; with `open`, those only in which that column is null. */
  find<Row extends object>(
    table: Table<Row>,
    column: Column<Row>,
    values: readonly Value[],
    open?: Column<Row>,
  ): Promise<Row[]>;
  save<Row extends object>(
    table: Table<Row>,
    rows: { added: readonly Row[]; changed: readonly Changed<Row>[] },
  ): Promise<void>;
}

/** The row's values in the order of `columns`. */
export function valuesOf<Row extends object>(row: Row, columns: readonly Column<Row>[]): Value[] {
  return columns.map(column => row[column] as Value);
}
