/** Italian. */
import type { Grammar } from '../grammar.ts';
import { amount } from './amount.ts';
import { character } from './character.ts';
import { date } from './date.ts';
import { duration } from './duration.ts';
import { number } from './number.ts';
import { ordinal } from './ordinal.ts';
import { time } from './time.ts';

export const italian: Grammar = { number, ordinal, amount, date, time, character, duration };
