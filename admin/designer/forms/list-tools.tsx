/** Buttons of one row of a list: up, down, remove. */
import { Icon } from '../views/icon.tsx';
import type { Json } from '../model/commands.ts';
import { t } from '../words.ts';

interface ListToolsProps {
  list: readonly Json[];
  index: number;
  change(list: Json[]): void;
}

export function ListTools({ list, index, change }: ListToolsProps) {
  const swap = (to: number): void => {
    const moved = [...list];
    const [row] = moved.splice(index, 1);
    if (row !== undefined) moved.splice(to, 0, row);
    change(moved);
  };
  const number = index + 1;
  return (
    <span className="list-tools">
      <button
        type="button"
        className="btn btn-icon btn-sm"
        disabled={index === 0}
        aria-label={t('list.up', { number })}
        onClick={() => swap(index - 1)}
      >
        <Icon name="chevron-up" />
      </button>
      <button
        type="button"
        className="btn btn-icon btn-sm"
        disabled={index === list.length - 1}
        aria-label={t('list.down', { number })}
        onClick={() => swap(index + 1)}
      >
        <Icon name="chevron-down" />
      </button>
      <button
        type="button"
        className="btn btn-icon btn-sm"
        aria-label={t('list.remove', { number })}
        onClick={() => change(list.filter((_row, at) => at !== index))}
      >
        <Icon name="trash" />
      </button>
    </span>
  );
}
