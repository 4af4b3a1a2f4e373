/** One prompt: what it sounds like in each language, and how to record it anew. Writing goes through the REST API. */
import type { Request, Response, Router } from 'express';
import type { Language } from '../../orchestrator/core/configuration/schemas.ts';
import type { PromptRecording } from '../../orchestrator/runtime/ports/prompts.ts';
import { missingLanguages } from '../list-more.ts';
import type { Site } from '../page.ts';

/** Before the routes of the resources: the address of a prompt opens its sound, not its form. */
export function promptRoutes(router: Router, site: Site): void {
  router.get('/admin/prompts/:id', async (req, res, next) => {
    const id = Number(req.params.id);
    if (!Number.isSafeInteger(id) || id <= 0) return next();
    if (!(await showPrompt(site, id, req, res))) next();
  });
}

/** False = there is no such prompt. */
async function showPrompt(site: Site, id: number, req: Request, res: Response): Promise<boolean> {
  const { store } = site.context;
  const prompt = await store.configuration.get('prompts', id);
  if (!prompt) return false;
  const { t, formats } = site.locale(req);
  const current = await store.prompts.current(id);
  const languages = await Promise.all(
    (['it', 'en'] as const).map(async language => ({
      language,
      name: t(`languages.${language}`),
      versions: (await store.prompts.versions(id, language)).map((recording, index) =>
        shownRecording(recording, index === 0),
      ),
    })),
  );
  const missing = missingLanguages(current, id).map(language => t(`languages.${language}`));
  site.show(req, res, 'prompts/prompt', {
    title: prompt.name,
    script: 'prompt',
    back: { href: '/admin/prompts', label: t('nav.prompts') },
    promptId: id,
    about: prompt.description,
    missing: missing.length > 0 && t('prompts.missing', { languages: missing.join(', ') }),
    languages: languages.map(shown => ({ ...shown, current: shown.versions[0] ?? null })),
    users: (await store.configuration.dependents('prompts', id)).map(user => ({
      ...user,
      standing: t(`flowStandings.${user.path}`),
    })),
  });
  return true;

  function shownRecording(recording: PromptRecording, newest: boolean): object {
    const { language, version, made, text, by, at, durationMs } = recording;
    return {
      version,
      newest,
      audio: audioPath(id, language, version),
      about: t('prompts.versionAbout', {
        made: t(`prompts.made.${made}`),
        by,
        at: formats.dateTime(at),
        duration: formats.duration(durationMs, true),
      }),
      text,
    };
  }
}

const audioPath = (id: number, language: Language, version: number): string =>
  `/api/v1/prompts/${id}/${language}/audio?version=${version}`;
