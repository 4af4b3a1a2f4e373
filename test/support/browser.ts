/** Chromium with a microphone that plays a tone, for tests of the pages. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { sampleRate, sine, wav } from './audio.ts';
import { agentTone } from './contact-centre.ts';
import type { Instance } from './instance.ts';
import { tempFolder } from './ports.ts';

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
  // ICE on 127.0.0.1 only: without this no candidate works there.
  '--allow-loopback-in-peer-connection',
  '--autoplay-policy=no-user-gesture-required',
];
const screenshots = resolve(import.meta.dirname, '../../docs/screenshots');

export interface PageOptions {
  language?: 'it' | 'en';
  colorScheme?: 'light' | 'dark';
  width?: number;
  height?: number;
}

export class TestBrowser {
  readonly #browser: Browser;
  readonly #folder: string;
  readonly #contexts: BrowserContext[] = [];
  /** Process ids of the pages that sleep. */
  readonly #asleep: number[] = [];
  /** What the pages complained of on their consoles, and errors that nobody caught. */
  readonly complaints: string[] = [];

  private constructor(browser: Browser, folder: string) {
    this.#browser = browser;
    this.#folder = folder;
  }

  /** The microphone plays a tone of `microphone` Hz. */
  static async start(microphone = agentTone): Promise<TestBrowser> {
    const folder = await tempFolder('browser');
    const file = join(folder, 'microphone.wav');
    await writeFile(file, wav(pulses(microphone)));
    const browser = await chromium.launch({
      executablePath: process.env.PHONES_TEST_CHROMIUM ?? '/usr/bin/chromium',
      args: [...flags, `--use-file-for-fake-audio-capture=${file}`],
      env: { ...process.env, HOME: folder },
    });
    return new TestBrowser(browser, folder);
  }

  /** A page of a person of its own: no cookies shared with other pages. */
  async newPage(instance: Pick<Instance, 'http'>, options: PageOptions = {}): Promise<Page> {
    const { language = 'en', colorScheme = 'light', width = 1440, height = 900 } = options;
    const context = await this.#browser.newContext({
      baseURL: instance.http,
      locale: language === 'it' ? 'it-IT' : 'en-GB',
      timezoneId: 'Europe/Rome',
      colorScheme,
      viewport: { width, height },
      permissions: ['microphone', 'notifications'],
    });
    context.setDefaultTimeout(10_000);
    await context.addInitScript({ path: join(import.meta.dirname, 'in-page.js') });
    this.#contexts.push(context);
    const page = await context.newPage();
    page.on('console', message => {
      if (message.type() === 'error') this.complaints.push(`${page.url()}: ${message.text()}`);
    });
    page.on('pageerror', error => this.complaints.push(`${page.url()}: ${error.stack ?? error.message}`));
    return page;
  }

  /** Another tab of the same person. */
  async newTab(page: Page): Promise<Page> {
    return page.context().newPage();
  }

  /** Kills the browser as a crash does: no page says goodbye. */
  async kill(): Promise<void> {
    const ended = new Promise<void>(resolve => this.#browser.once('disconnected', () => resolve()));
    for (const pid of await processesNaming(this.#folder)) process.kill(pid, 'SIGKILL');
    await ended;
  }

  /** Stops every page where it stands, as a computer does that goes to sleep; the browser itself goes on. */
  async sleep(): Promise<void> {
    const session = await this.#browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    for (const { type, id } of processInfo) if (type === 'renderer') this.#asleep.push(id);
    for (const id of this.#asleep) process.kill(id, 'SIGSTOP');
    await session.detach();
  }

  wake(): void {
    for (const id of this.#asleep.splice(0)) process.kill(id, 'SIGCONT');
  }

  async close(): Promise<void> {
    this.wake();
    if (!this.#browser.isConnected()) return rm(this.#folder, { recursive: true, force: true });
    for (const context of this.#contexts) await context.close();
    await this.#browser.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Processes whose command line names a folder. */
async function processesNaming(folder: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter(name => /^[0-9]+$/.test(name)).map(Number);
  const named = await Promise.all(
    pids.map(async pid => {
      const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      return pid !== process.pid && line.includes(folder) ? [pid] : [];
    }),
  );
  return named.flat();
}

/** A tone that comes and goes as speech does: the browser's noise suppression takes a steady one for noise. */
function pulses(hz: number): Int16Array {
  const pcm = new Int16Array(sampleRate * 9);
  for (let second = 0; second < 9; second += 0.75) pcm.set(sine(hz, 500), second * sampleRate);
  return pcm;
}

/** Signs in and waits for the page of the person's role. */
export async function signIn(page: Page, username: string, password: string): Promise<void> {
  await page.goto('/');
  await page.locator('input[name=username]').fill(username);
  await page.locator('input[name=password]').fill(password);
  await Promise.all([
    page.waitForURL(url => !url.pathname.startsWith('/sign-in')),
    page.locator('form:has(input[name=password]) button[type=submit]').click(),
  ]);
}

/** Keeps a picture under docs/screenshots/ when PHONES_SCREENSHOTS is set; otherwise does nothing. */
export async function screenshot(page: Page, name: string): Promise<void> {
  if (!process.env.PHONES_SCREENSHOTS) return;
  await mkdir(screenshots, { recursive: true });
  await page.screenshot({ path: join(screenshots, `${name}.png`), animations: 'disabled' });
}

const axeSource = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds against WCAG 2.2 AA: one line for each violation, with the elements. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  // Evaluated rather than added as a script: the content security policy forbids the latter, as it should.
  await page.evaluate(await axeSource);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
  return page.evaluate(
    `axe.run({ runOnly: ${JSON.stringify(tags)} }).then(({ violations }) =>
      violations.map(({ id, help, nodes }) =>
        id + ': ' + help + ': ' + nodes.map(node => node.target.join(' ')).join(', ')))`,
  );
}
