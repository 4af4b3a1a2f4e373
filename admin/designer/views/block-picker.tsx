/** The palette as a dialog: for the keyboard, the outline, and exits that lead nowhere yet. */
import { useDesigner, useFlow } from '../context.tsx';
import { exitsOf, findBlock, nameOf } from '../model/blocks.ts';
import type { ExitOf } from '../model/commands.ts';
import { language, said, t } from '../words.ts';
import { Dialog } from './dialog.tsx';
import { BlockTypes } from './palette.tsx';

export function BlockPicker({ after, close }: { after: ExitOf | null; close(): void }) {
  const { session, announce } = useDesigner();
  const flow = useFlow();
  const before = findBlock(flow, after?.block ?? null);
  const exit = before && exitsOf(before, session.tools.library).find(({ name }) => name === after?.exit);
  const where =
    before && exit
      ? t('picker.after', { name: nameOf(before, session.tools.library, language), exit: said(exit.title) })
      : t('picker.free');
  return (
    <Dialog title={t('picker.title')} close={close}>
      <p className="form-hint">{where}</p>
      <BlockTypes
        eager
        choose={type => {
          close();
          session.add(type, after);
          const title = session.tools.library.get(type)?.title;
          announce(t('announce.added', { name: title ? said(title) : type }));
        }}
      />
    </Dialog>
  );
}
