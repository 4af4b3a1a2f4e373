/** What the inputs of parameters are given. */
import type { Problem } from '../../../ivr-flows/block.ts';
import type { Json, Path } from '../model/commands.ts';
import type { Field } from './fields.ts';

export interface FieldProps {
  field: Field;
  value: Json;
  path: Path;
  /** Of the block. */
  problems: readonly Problem[];
  /** The record in which the value stands. */
  siblings: Readonly<Record<string, Json>>;
  change(path: Path, value: Json): void;
}
/** What an input is given beside its value. */
export interface InputProps extends FieldProps {
  id: string;
  describedBy: string;
  invalid: boolean;
}
