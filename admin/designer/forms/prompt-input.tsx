/** A prompt of the library, and hearing it. */
import { useState } from 'react';
import { useDesigner, useFlow } from '../context.tsx';
import type { Language } from '../../../ivr-flows/values.ts';
import { t } from '../words.ts';
import { Icon } from '../views/icon.tsx';
import type { InputProps } from './props.ts';
import { Choice } from './selects.tsx';

export function PromptInput(props: InputProps) {
  const { references } = useDesigner();
  const { languages } = useFlow();
  const name = typeof props.value === 'string' ? props.value : '';
  const names = [...(references.prompts?.keys() ?? [])];
  return (
    <div className="prompt-input">
      <Choice
        {...props}
        options={[{ value: '', label: t('none') }, ...names.map(one => ({ value: one, label: one }))]}
      />
      {name !== '' && languages.map(language => <Hear key={language} prompt={name} language={language} />)}
    </div>
  );
}

/** A button that lets one hear a prompt or a text as the caller would. */
export function Hear(what: { language: Language } & ({ prompt: string } | { text: string })) {
  const { sounds } = useDesigner();
  const [state, setState] = useState<'still' | 'playing' | 'failed'>('still');
  const { language } = what;
  const nothing = 'text' in what && what.text.trim() === '';
  const hear = async (): Promise<void> => {
    if (state === 'playing') return sounds.stop();
    setState('playing');
    const heard = await sounds.play(
      'prompt' in what ? { prompt: what.prompt } : { speech: what.text },
      language,
    );
    setState(heard ? 'still' : 'failed');
  };
  const label = t(state === 'playing' ? 'hear.stop' : state === 'failed' ? 'hear.failed' : 'hear.play', {
    language: t(`languages.${language}`),
  });
  return (
    <button
      type="button"
      className="btn btn-icon btn-sm hear"
      disabled={nothing}
      aria-label={label}
      title={label}
      onClick={() => void hear()}
    >
      <Icon name={state === 'playing' ? 'player-stop' : state === 'failed' ? 'volume-off' : 'volume'} />
    </button>
  );
}
