/** The PhoneBar as an operator uses it: by the accessible names of its buttons. */
import { expect } from 'chai';
import { hasSpeechOrMusic, hasTone, level, toneLevel } from './audio.ts';
import { type Page, signIn, type TestBrowser, type PageOptions } from './browser.ts';
import { agentTone, callerTone } from './contact-centre.ts';
import type { Instance } from './instance.ts';
import { until } from './until.ts';

export type PhoneBarButton =
  | 'Ready'
  | 'Pause'
  | 'Answer'
  | 'Reject'
  | 'Hang up'
  | 'Hold'
  | 'Retrieve'
  | 'Mute'
  | 'Unmute'
  | 'Keypad'
  | 'Finish'
  | 'Log out'
  | 'Call'
  | 'Transfer'
  | 'Swap'
  | 'Merge'
  | 'Complete'
  | 'End consult'
  | 'Take back';

export interface BrowserStatistics {
  received: number;
  lost: number;
  jitterMs: number;
  energy: number;
  sent: number;
  codec: string;
}

export class PhoneBarPage {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  /** Signs the operator in and waits for the start of the shift. */
  static async open(
    browser: TestBrowser,
    instance: Pick<Instance, 'http'>,
    operator: { username: string; password: string },
    options: PageOptions = {},
  ): Promise<PhoneBarPage> {
    const page = await browser.newPage(instance, { width: 390, height: 700, ...options });
    await signIn(page, operator.username, operator.password);
    await page.waitForURL('**/phonebar');
    return new PhoneBarPage(page);
  }

  /** Logs in with this browser as phone, after the device check. */
  async logIn(): Promise<void> {
    await this.page.getByRole('radio', { name: 'This browser' }).check();
    await this.page.getByRole('button', { name: 'Log in', exact: true }).click();
    await this.untilState('pause');
  }

  async press(name: PhoneBarButton): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click();
  }

  async isOffered(name: PhoneBarButton): Promise<boolean> {
    return this.page.getByRole('button', { name, exact: true }).isVisible();
  }

  /** Waits for the state that the element with role `status` tells (its attribute data-state). */
  async untilState(state: string, timeoutMs = 10_000): Promise<void> {
    const status = this.page.locator(`[role="status"][data-state="${state}"]`);
    await status.waitFor({ state: 'visible', timeout: timeoutMs }).catch(async (cause: unknown) => {
      throw new Error(`the PhoneBar is not ${state}:\n${await this.text()}`, { cause });
    });
  }

  /** What the page says. */
  text(): Promise<string> {
    return this.page.locator('body').innerText();
  }

  contact() {
    return this.page.getByRole('region', { name: 'Contact' });
  }

  statistics(): Promise<BrowserStatistics | null> {
    return this.page.evaluate('phonesTest.statistics()');
  }

  async #heard(): Promise<Int16Array> {
    const samples: number[] = await this.page.evaluate('phonesTest.heard()');
    return Int16Array.from(samples);
  }

  /** Waits until the browser plays the caller's tone. */
  async hearsCaller(timeoutMs = 10_000): Promise<void> {
    let loudness = 0;
    const look = async () => {
      const pcm = await this.#heard();
      loudness = level(pcm);
      return hasTone(pcm, callerTone);
    };
    await until('the browser plays the tone of the caller', look, {
      timeoutMs,
      explain: async () => ({ loudness, statistics: await this.statistics() }),
    });
  }

  /** Waits until a tone is among what the browser plays. */
  async hearsTone(hz: number, timeoutMs = 10_000): Promise<void> {
    let loudness = 0;
    const look = async () => {
      loudness = toneLevel(await this.#heard(), hz);
      return loudness > -30;
    };
    await until(`the browser plays a tone of ${hz} Hz`, look, { timeoutMs, explain: () => ({ loudness }) });
  }

  /** Opens the dialog of calls, finds whom it is about, and presses its button. */
  async choose(open: 'Call' | 'Transfer', whom: string, button: string): Promise<void> {
    await this.press(open);
    const dialog = this.page.locator('dialog[open]');
    await dialog.getByLabel('Name, extension or number').fill(whom);
    await dialog.locator('.choices input:checked').waitFor();
    await dialog.getByRole('button', { name: button, exact: true }).click();
  }

  async hearsSpeechOrMusic(): Promise<void> {
    await until('the browser plays speech or music', async () =>
      hasSpeechOrMusic(await this.#heard(), [callerTone, agentTone]),
    );
  }

  /** Checks that RTP flows both ways without loss: `ms` milliseconds of it. */
  async expectFlow(ms = 1000): Promise<void> {
    const before = await this.statistics();
    const from = performance.now();
    await until('some RTP has come', () => performance.now() - from > ms);
    const after = await this.statistics();
    if (!before || !after) throw new Error('the browser has no call');
    const packets = (ms / 20) * 0.8;
    expect(after.received - before.received, 'packets received').to.be.at.least(packets);
    expect(after.sent - before.sent, 'packets sent').to.be.at.least(packets);
    expect(after.lost - before.lost, 'packets lost').to.equal(0);
    expect(after.energy, 'energy heard').to.be.above(before.energy);
  }
}
