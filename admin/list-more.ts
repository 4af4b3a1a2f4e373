/** What lists of flows and prompts show beside the objects themselves: where a flow stands, how a prompt sounds. */
import type { Collection, Configuration, Language } from '../orchestrator/core/configuration/schemas.ts';
import type { FlowStanding } from '../orchestrator/runtime/ports/flows.ts';
import type { PromptRecording } from '../orchestrator/runtime/ports/prompts.ts';
import type { Store } from '../orchestrator/runtime/ports/store.ts';
import type { Formats } from './shared/formats.ts';
import type { Translate } from './shared/words.ts';

export interface ListMore {
  standings: ReadonlyMap<number, FlowStanding>;
  recordings: readonly PromptRecording[];
}

/** Reads it for the objects of one page of a list. */
export async function readMore(
  store: Store,
  collection: Collection,
  ids: readonly number[],
): Promise<ListMore> {
  const standings = collection === 'flows' && ids.length > 0 ? await store.flows.standings(ids) : [];
  return {
    standings: new Map(standings.map(standing => [standing.flowId, standing])),
    recordings: collection === 'prompts' ? await store.prompts.current() : [],
  };
}

/** The published version, who published it and when. */
export function publishedText(standing: FlowStanding | undefined, t: Translate, formats: Formats): string {
  const published = standing?.published;
  if (!published) return t('flows.neverPublished');
  const { number, by, at } = published;
  return t('flows.publishedBy', { number, by, at: formats.dateTime(at) });
}

/** What is to come: a draft that says something else, a planned publication or one that failed. */
export function comingText(standing: FlowStanding | undefined, t: Translate, formats: Formats): string {
  if (!standing) return '';
  const { schedule, published, draftDiffers, draft } = standing;
  const parts: string[] = [];
  if (schedule)
    parts.push(
      schedule.problem === null
        ? t('flows.planned', { at: formats.dateTime(schedule.dueAt), by: schedule.by })
        : t('flows.planFailed', { at: formats.dateTime(schedule.dueAt) }),
    );
  if (published && draftDiffers)
    parts.push(t('flows.draftDiffers', { by: draft.by, at: formats.dateTime(draft.at) }));
  return parts.join(' · ');
}

/** Synthetic campaigns that run a flow, by name. */
export function campaignsOfFlow(configuration: Configuration, flowId: number): string[] {
  return configuration.campaigns.flatMap(campaign =>
    campaign.kind !== 'human' && campaign.flowId === flowId ? [campaign.name] : [],
  );
}

const languages: readonly Language[] = ['it', 'en'];

export const recordingIn = (
  recordings: readonly PromptRecording[],
  promptId: number,
  language: Language,
): PromptRecording | undefined =>
  recordings.find(recording => recording.promptId === promptId && recording.language === language);

/** Languages in which nothing is recorded. */
export const missingLanguages = (recordings: readonly PromptRecording[], promptId: number): Language[] =>
  languages.filter(language => !recordingIn(recordings, promptId, language));
