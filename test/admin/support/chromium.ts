/** Chromium on the supervisor's pages: signed in, with what the pages complained of. */
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { accessibilityProblems, signIn } from '../../support/browser.ts';
import { type AdminSite, password } from './site.ts';

export type { Page } from 'playwright-core';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
];

export interface Looks {
  username?: 'boss' | 'sara';
  colorScheme?: 'light' | 'dark';
  width?: number;
}

export class Chromium {
  readonly #browser: Browser;
  readonly #contexts: BrowserContext[] = [];
  /** Errors on the consoles of all pages, and exceptions. Refusals that a test wants are named by `expected`. */
  readonly complaints: string[] = [];
  expected: RegExp | null = null;

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async start(): Promise<Chromium> {
    return new Chromium(
      await chromium.launch({
        executablePath: process.env.PHONES_TEST_CHROMIUM ?? '/usr/bin/chromium',
        args: flags,
      }),
    );
  }

  async newPage(site: AdminSite, { colorScheme = 'light', width = 1440 }: Looks = {}): Promise<Page> {
    const context = await this.#browser.newContext({
      baseURL: site.http,
      locale: 'en-GB',
      colorScheme,
      viewport: { width, height: 900 },
      permissions: ['microphone'],
    });
    context.setDefaultTimeout(10_000);
    this.#contexts.push(context);
    const page = await context.newPage();
    page.on('console', message => {
      if (message.type() === 'error' && !this.expected?.test(message.text()))
        this.complaints.push(`${page.url()}: ${message.text()}`);
    });
    page.on('pageerror', error => this.complaints.push(`${page.url()}: ${error.stack ?? error.message}`));
    return page;
  }

  async signedIn(site: AdminSite, looks: Looks = {}): Promise<Page> {
    const page = await this.newPage(site, looks);
    await signIn(page, looks.username ?? 'boss', password);
    return page;
  }

  async close(): Promise<void> {
    for (const context of this.#contexts) await context.close();
    await this.#browser.close();
  }
}

/** What is wrong with a page as it stands, a line each: what axe finds, and what sticks out. */
export async function problemsOn(page: Page, what: string): Promise<string[]> {
  const found = await accessibilityProblems(page);
  const sticksOut = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  if (sticksOut > 0) found.push(`${sticksOut} px too wide`);
  return found.map(problem => `${what}: ${problem}`);
}
