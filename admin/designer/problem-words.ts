/** Problems of a flow in the language of the page. */
import type { Problem } from '../../ivr-flows/block.ts';
import { wordsOf } from '../../ivr-flows/problems.ts';
import { language } from './words.ts';

export const problemText = (problem: Problem): string => wordsOf(problem, language);
