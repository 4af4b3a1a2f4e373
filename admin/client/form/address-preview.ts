/** Shows an address with places filled in with examples while one types, or what is wrong with it. */
import {
  addressProblem,
  fillAddress,
  type AddressValues,
} from '../../../orchestrator/core/configuration/address-template.ts';
import { find, findAll } from '../dom.ts';
import { fieldProblemText } from '../problem-words.ts';
import { t } from '../words.ts';

const examples = (): AddressValues => ({
  caller: '+39061234567',
  name: t('addressPreview.name'),
  dialled: '800100',
  service: t('addressPreview.service'),
  campaign: t('addressPreview.campaign'),
  contact: 'phones-a1-1234',
  agent: t('addressPreview.agent'),
  extension: '201',
  // Whatever it is called, it has a value here.
  callData: new Proxy({}, { get: () => '4711', getOwnPropertyDescriptor: () => ({ configurable: true }) }),
});

export function previewAddresses(form: HTMLElement): void {
  for (const place of findAll('[data-address-preview]', form)) {
    const input = find<HTMLInputElement>(`[aria-describedby~="${CSS.escape(place.id)}"]`, form);
    const show = (): void => {
      const template = input.value.trim();
      const problem = template === '' ? null : addressProblem(template);
      input.setCustomValidity(problem ? fieldProblemText({ path: '', message: '', ...named(problem) }) : '');
      const filled = template === '' || problem ? '' : fillAddress(template, examples());
      place.textContent = filled && t('addressPreview.opens', { address: filled });
    };
    input.addEventListener('input', show);
    show();
  }
}

function named(problem: NonNullable<ReturnType<typeof addressProblem>>): {
  code: string;
  values?: { name: string };
} {
  return problem.code === 'unknownPlace'
    ? { code: problem.code, values: { name: problem.name } }
    : { code: problem.code };
}
