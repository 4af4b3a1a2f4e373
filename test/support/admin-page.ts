/** The supervisor's pages as a supervisor uses them. */
import type { Collection } from '../../orchestrator/core/configuration/schemas.ts';
import type { Page } from './browser.ts';

/** Fills the form of a new object and saves it. */
export class NewObject {
  readonly #page: Page;
  readonly #collection: Collection;

  private constructor(page: Page, collection: Collection) {
    this.#page = page;
    this.#collection = collection;
  }

  static async open(
    page: Page,
    collection: Collection,
    kind?: 'human' | 'welcome' | 'queue',
  ): Promise<NewObject> {
    await page.goto(`/admin/${collection}/new${kind ? `?kind=${kind}` : ''}`);
    return new NewObject(page, collection);
  }

  /** The field of a member of the object, e.g. wrapUp.defaultSeconds. */
  #field(member: string) {
    return this.#page.locator(`[data-field="${member}"]`);
  }

  async type(member: string, text: string): Promise<this> {
    await this.#field(member).locator('input, textarea').first().fill(text);
    return this;
  }

  /** Types what callers hear, in English. */
  async say(member: string, text: string): Promise<this> {
    await this.#field(member).locator('textarea[data-language="en"]').fill(text);
    return this;
  }

  /** Chooses by value or by name; campaigns have their kind in brackets behind the name. */
  async choose(member: string, option: string): Promise<this> {
    const select = this.#field(member).locator('select');
    for (const choice of await select.locator('option').all()) {
      const value = await choice.getAttribute('value');
      const name = ((await choice.textContent()) ?? '').trim().replace(/ \([^()]*\)$/, '');
      if (value === null || (value !== option && name !== option)) continue;
      await select.selectOption(value);
      return this;
    }
    throw new Error(`${member} has no option ${option}`);
  }

  /** Turns on a switch, or picks an object of a list by its name. */
  async check(member: string, name?: string): Promise<this> {
    const boxes = this.#field(member).getByRole(
      name === undefined ? 'switch' : 'checkbox',
      name ? { name } : {},
    );
    await boxes.first().check();
    return this;
  }

  async save(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Save' }).click();
    await this.#page
      .waitForURL(url => url.pathname === `/admin/${this.#collection}`)
      .catch(async (cause: unknown) => {
        const problems = await this.#page.locator('[data-summary], [data-problem]:visible').allInnerTexts();
        throw new Error(`the form was not saved: ${problems.join(' | ')}`, { cause });
      });
  }
}

/** The real-time page, which stays open and changes by itself. */
export class LivePage {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(page: Page): Promise<LivePage> {
    await page.goto('/admin/live');
    return new LivePage(page);
  }

  /** A row of one of the tables, by words that it shows. */
  row(table: 'agents' | 'campaigns' | 'services' | 'contacts', ...words: string[]) {
    return words.reduce(
      (rows, text) => rows.filter({ hasText: text }),
      this.page.locator(`#table-${table} tbody tr`),
    );
  }

  async untilRow(table: 'agents' | 'campaigns' | 'services' | 'contacts', ...words: string[]): Promise<void> {
    await this.row(table, ...words)
      .first()
      .waitFor({ timeout: 5000 })
      .catch(async (cause: unknown) => {
        const rows = await this.page.locator(`#table-${table} tbody tr`).allInnerTexts();
        throw new Error(`no row with ${words.join(', ')}:\n${rows.join('\n')}`, { cause });
      });
  }

  /** Opens the actions of an agent and presses one of them. */
  async act(agent: string, action: 'ready' | 'pause' | 'loggedOut'): Promise<void> {
    await this.row('agents', agent).locator('[data-act]').click();
    await this.page.locator(`#agent-dialog [data-action="${action}"]`).click();
  }
}
