/** The world around the simulated call. */
import { Language } from '../../../ivr-flows/values.ts';
import { t } from '../words.ts';
import type { World } from './world.ts';

interface WorldFormProps {
  world: World;
  languages: readonly Language[];
  change(world: World): void;
}

const numbers = ['agentsLoggedIn', 'agentsFree', 'queueLength', 'estimatedWaitSeconds'] as const;

export function WorldForm({ world, languages, change }: WorldFormProps) {
  const set = (changes: Partial<World>): void => change({ ...world, ...changes });
  return (
    <div className="world">
      <label>
        {t('simulator.caller')}
        <input
          className="form-control form-control-sm"
          value={world.caller}
          onChange={({ target }) => set({ caller: target.value })}
        />
      </label>
      <label>
        {t('simulator.dialled')}
        <input
          className="form-control form-control-sm"
          value={world.dialled}
          onChange={({ target }) => set({ dialled: target.value })}
        />
      </label>
      <label>
        {t('simulator.language')}
        <select
          className="form-select form-select-sm"
          value={world.language}
          onChange={({ target }) => {
            const language = Language.safeParse(target.value);
            if (language.success) set({ language: language.data });
          }}
        >
          {languages.map(language => (
            <option key={language} value={language}>
              {t(`languages.${language}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t('simulator.hours')}
        <select
          className="form-select form-select-sm"
          value={world.hours}
          onChange={({ target }) =>
            set({
              hours: target.value === 'closed' || target.value === 'holiday' ? target.value : 'open',
            })
          }
        >
          {(['open', 'closed', 'holiday'] as const).map(hours => (
            <option key={hours} value={hours}>
              {t(`simulator.${hours}`)}
            </option>
          ))}
        </select>
      </label>
      {numbers.map(name => (
        <label key={name}>
          {t(`simulator.${name}`)}
          <input
            type="number"
            min={0}
            className="form-control form-control-sm"
            value={world[name] ?? ''}
            onChange={({ target }) => {
              const value = target.value === '' ? null : Math.max(0, Math.round(Number(target.value)));
              if (name === 'estimatedWaitSeconds') set({ estimatedWaitSeconds: value });
              else set({ [name]: value ?? 0 });
            }}
          />
        </label>
      ))}
      <label>
        {t('simulator.media')}
        <select
          className="form-select form-select-sm"
          value={world.media}
          onChange={({ target }) => set({ media: target.value === 'chat' ? 'chat' : 'audio' })}
        >
          <option value="audio">{t('simulator.audio')}</option>
          <option value="chat">{t('simulator.chat')}</option>
        </select>
      </label>
    </div>
  );
}
