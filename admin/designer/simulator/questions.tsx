/** What the outside world is asked, and the answers that one gives in its place. */
import { useState } from 'react';
import type { QueueNews } from '../../../ivr-flows/effects.ts';
import type { Value } from '../../../ivr-flows/values.ts';
import { t } from '../words.ts';
import { effectText } from './words.ts';
import type { Question } from '../../../ivr-flows/simulation/asked.ts';
import type { Simulation } from '../../../ivr-flows/simulation/simulation.ts';
import { tellQueue } from './world.ts';

interface QuestionsProps {
  simulation: Simulation;
  change(by: (simulation: Simulation) => void): void;
}

const news: readonly QueueNews[] = [
  'reserved',
  'connected',
  'noAgents',
  'full',
  'timeout',
  'busy',
  'unknown',
];

export function Questions({ simulation, change }: QuestionsProps) {
  return (
    <>
      {simulation.waiting !== null && (
        <div className="btn-list" role="group" aria-label={t('simulator.queued')}>
          {news.map(name => (
            <button
              key={name}
              type="button"
              className="btn btn-sm"
              onClick={() => change(one => tellQueue(one, name))}
            >
              {t(`simulator.news.${name}`)}
            </button>
          ))}
        </div>
      )}
      {simulation.questions.map(question => (
        <Asked key={question.id} question={question} change={change} />
      ))}
    </>
  );
}

const firstAnswers: Readonly<Record<Question['do'], string>> = {
  record: '',
  recognise: '',
  httpRequest: '{ "status": 200, "headers": {}, "body": {} }',
  sqlQuery: '[{ }]',
  sendEmail: 'null',
  forward: '',
  dialplan: '',
  whisper: '',
};

function Asked({
  question,
  change,
}: {
  question: Question;
  change(by: (simulation: Simulation) => void): void;
}) {
  const [text, setText] = useState(firstAnswers[question.do]);
  const [wrong, setWrong] = useState(false);
  const answer = (value: Value): void => change(one => one.answer(question, { value }));
  const written = question.do === 'recognise';
  const json = question.do === 'httpRequest' || question.do === 'sqlQuery';
  const submit = (): void => {
    if (!json) return answer(written ? text : null);
    try {
      answer(JSON.parse(text));
    } catch {
      setWrong(true);
    }
  };
  return (
    <form
      className="question"
      onSubmit={event => {
        event.preventDefault();
        submit();
      }}
    >
      <p>{effectText(question)}</p>
      {written && (
        <input
          className="form-control form-control-sm"
          aria-label={t('simulator.say')}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
      )}
      {json && (
        <textarea
          className={`form-control form-control-sm expression-text ${wrong ? 'is-invalid' : ''}`}
          aria-label={t('simulator.answer')}
          aria-invalid={wrong}
          rows={3}
          spellCheck={false}
          value={text}
          onChange={({ target }) => {
            setText(target.value);
            setWrong(false);
          }}
        />
      )}
      {wrong && <p className="field-problem">{t('simulator.notJson')}</p>}
      <div className="btn-list">
        {question.do === 'forward' ? (
          (['talked', 'busy', 'noAnswer', 'failed'] as const).map(result => (
            <button key={result} type="button" className="btn btn-sm" onClick={() => answer(result)}>
              {t(`simulator.forwarded.${result}`)}
            </button>
          ))
        ) : (
          <>
            <button type="submit" className="btn btn-sm btn-primary">
              {t(
                written
                  ? 'simulator.say'
                  : question.do === 'record'
                    ? 'simulator.recorded'
                    : 'simulator.answer',
              )}
            </button>
            <button
              type="button"
              className="btn btn-sm"
              onClick={() => change(one => one.answer(question, { fails: 'unreachable' }))}
            >
              {t('simulator.fail')}
            </button>
          </>
        )}
      </div>
    </form>
  );
}
