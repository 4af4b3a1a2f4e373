/** What the operator may mean by what it typed: colleagues, campaigns, services, numbers. */
import type { CallDirectory, CallTarget } from './protocol.ts';

export interface Choice {
  key: string;
  kind: 'agent' | 'campaign' | 'service' | 'number';
  id: number;
  name: string;
  /** Extension, or the number itself. */
  number: string;
  /** Presence of a colleague; null for others. */
  state: CallDirectory['agents'][number]['state'] | null;
  /** Free agents of a campaign; null for others. */
  free: number | null;
  possible: boolean;
  favourite: boolean;
}

const longestList = 30;

/**
 * Without a text: favourites, what was called last, then everybody. A number that was typed and may be dialled comes
 * first.
 */
export function choicesOf(
  directory: CallDirectory,
  typed: string,
  mode: 'call' | 'transfer',
  favourites: readonly CallTarget[] = [],
): Choice[] {
  const text = typed.trim().toLowerCase();
  const fits = (choice: Choice): boolean =>
    `${choice.name} ${choice.number}`.toLowerCase().includes(text) || text === '';
  const colleagues = directory.agents.map(
    ({ id, name, extension, state, callable }): Choice => ({
      ...blank('agent', id, name, extension),
      state,
      possible: callable,
    }),
  );
  const services = directory.services
    .filter(({ extension }) => mode === 'transfer' || extension !== '')
    .map(({ id, name, extension }) => blank('service', id, name, extension));
  const campaigns =
    mode === 'transfer'
      ? directory.campaigns.map(({ id, name, free }) => ({ ...blank('campaign', id, name, ''), free }))
      : [];
  const inside = new Set([...colleagues, ...services].map(({ number }) => number));
  const favoured = new Map(favourites.map((target, index) => [keyOf(target), index]));
  const wanted = favourites.flatMap(target => (target.kind === 'number' ? [target.number] : []));
  const numbers = [
    ...dialable(typed),
    ...wanted.filter(number => number.includes(text)),
    ...(text === '' && mode === 'call' ? directory.redial : []),
  ]
    .filter((number, index, all) => all.indexOf(number) === index && !inside.has(number))
    .map(number => blank('number', 0, '', number));
  const others = [...colleagues, ...campaigns, ...services].filter(fits);
  const all = [...numbers, ...others.sort((a, b) => Number(b.possible) - Number(a.possible))].map(choice => ({
    ...choice,
    favourite: favoured.has(choice.key),
  }));
  const first = all
    .filter(({ favourite }) => favourite)
    .sort((a, b) => (favoured.get(a.key) ?? 0) - (favoured.get(b.key) ?? 0));
  const typedNumber = all.filter(({ kind, number }) => kind === 'number' && dialable(typed).includes(number));
  return [...new Set([...typedNumber, ...first, ...all])].slice(0, longestList);
}

/** Favourites as they are now, in the order of the operator; those that are gone, or not for a call, are left out. */
export function favouritesNow(directory: CallDirectory, favourites: readonly CallTarget[]): Choice[] {
  const choices = choicesOf(directory, '', 'call', favourites);
  return choices.filter(({ favourite }) => favourite);
}

function blank(kind: Choice['kind'], id: number, name: string, number: string): Choice {
  const key = kind === 'number' ? `number-${number}` : `${kind}-${id}`;
  return { key, kind, id, name, number, state: null, free: null, possible: true, favourite: false };
}

/** The same for a target and the choice that means it. */
export function keyOf(target: CallTarget): string {
  switch (target.kind) {
    case 'agent':
      return `agent-${target.agentId}`;
    case 'campaign':
      return `campaign-${target.campaignId}`;
    case 'service':
      return `service-${target.serviceId}`;
    case 'number':
      return `number-${target.number}`;
  }
}

/** Spaces and the usual marks between digits do not count. */
function dialable(typed: string): string[] {
  const number = typed.replace(/[\s()./-]/g, '');
  return /^\+?[0-9*#]{1,24}$/.test(number) ? [number] : [];
}

export function targetOf({ kind, id, number }: Choice): CallTarget {
  switch (kind) {
    case 'agent':
      return { kind, agentId: id };
    case 'campaign':
      return { kind, campaignId: id };
    case 'service':
      return { kind, serviceId: id };
    case 'number':
      return { kind, number };
  }
}
