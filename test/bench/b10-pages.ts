/**
 * B10: the pages. What the PhoneBar weighs and how soon it is there, from the offer of a contact to the sight of
 * it, from the click on Answer to the operator's voice at the caller; and what the server takes for the pages of
 * supervisors, with nothing else to do and while calls are made as in B1.
 */
import { gzipSync } from 'node:zlib';
import { hasTone } from '../support/audio.ts';
import { type Page, signIn, TestBrowser } from '../support/browser.ts';
import { agentAt, agentTone, type Centre, createCentre, newCaller } from '../support/contact-centre.ts';
import { type Instance, startInstance } from '../support/instance.ts';
import { hears } from '../support/listening.ts';
import type { Call } from '../support/media-peer.ts';
import { PhoneBarPage } from '../support/phonebar-page.ts';
import { type Sipp, startAgentPhones, startSipp } from '../support/sipp.ts';
import type { Bench, BenchContext, BenchResult, Figure } from './bench.ts';
import { createBenchCentre, makeAllReady } from './live/centre.ts';
import { fetchFile, fetchPage } from './live/page-times.ts';
import { median, percentile } from './statistics.ts';

/** The pages of the menu are asked for in this order, again and again. */
async function pagesOf(page: Page): Promise<string[]> {
  const links: string[] = await page.evaluate(
    `[...document.querySelectorAll('nav a[href^="/admin"]')].map(link => new URL(link.href).pathname)`,
  );
  return [...new Set(links)];
}

interface Loaded {
  ms: number;
  bytes: number;
  gzip: number;
}

/** Everything that the PhoneBar loads, each resource compressed by itself. */
async function load(operator: PhoneBarPage, instance: Instance): Promise<Loaded> {
  const bodies: Promise<Buffer>[] = [];
  const { page } = operator;
  page.on('response', response => {
    const { origin, pathname } = new URL(response.url());
    const ours = origin === instance.http && !pathname.startsWith('/api/');
    if (ours && response.status() === 200) bodies.push(response.body());
  });
  const from = performance.now();
  await page.reload();
  await page.locator('button:enabled', { hasText: 'Log in' }).waitFor();
  const ms = performance.now() - from;
  page.removeAllListeners('response');
  const all = await Promise.all(bodies);
  return {
    ms,
    bytes: all.reduce((sum, body) => sum + body.length, 0),
    gzip: all.reduce((sum, body) => sum + gzipSync(body).length, 0),
  };
}

/** Notes in the page when an offer is seen (the frame after it) and when Answer is clicked, epoch ms. */
const watch = `(() => {
  const seen = (window.phonesSeen = { offered: 0, answered: 0 });
  const now = () => performance.timeOrigin + performance.now();
  new MutationObserver(() => {
    const offered = document.querySelector('[role=status][data-state=offered]') !== null;
    if (offered && !seen.offered) requestAnimationFrame(() => (seen.offered ||= now()));
    if (!offered) seen.offered = 0;
  }).observe(document.body, { subtree: true, childList: true, attributes: true });
  document.addEventListener('click', event => (seen.answered = performance.timeOrigin + event.timeStamp), true);
})()`;

interface Offer {
  visibleMs: number;
  audioMs: number;
}

/** One call: offered, seen, answered, heard. */
async function offer(instance: Instance, centre: Centre, operator: PhoneBarPage): Promise<Offer> {
  const peer = await newCaller(instance);
  const call = await peer.call(centre.number);
  await operator.untilState('offered', 20_000);
  const seen = await operator.page.waitForFunction('window.phonesSeen.offered');
  const visibleAt = Number(await seen.jsonValue());
  await operator.press('Answer');
  await hears(call, agentTone);
  const answeredAt = Number(await operator.page.evaluate('window.phonesSeen.answered'));
  const audioMs = firstTone(call, answeredAt - performance.timeOrigin);
  await operator.press('Hang up');
  await call.whenEnded();
  await operator.untilState('ready');
  const contact = await instance.api.endedContact(peer.user);
  const offeredAt = contact.steps.find(({ type }) => type === 'contactOffered')?.at ?? Number.NaN;
  await peer.close();
  return { visibleMs: visibleAt - offeredAt, audioMs };
}

const windowMs = 40;

/** ms from `from` (performance.now()) until the operator's tone begins in what the caller heard. */
function firstTone(call: Call, from: number): number {
  for (let ms = 0; from + ms < performance.now(); ms += windowMs / 2)
    if (hasTone(call.audio.recording(from + ms, from + ms + windowMs), agentTone)) return ms;
  return Number.NaN;
}

async function times(instance: Instance, cookie: string, pages: string[], rounds: number): Promise<number[]> {
  const taken: number[] = [];
  for (let round = 0; round < rounds; round++)
    for (const path of pages) {
      const { ms, status } = await fetchPage(instance.http + path, { cookie });
      if (status !== 200) throw new Error(`${path} answered ${status}`);
      taken.push(ms);
    }
  return taken;
}

async function supervisors(context: BenchContext, instance: Instance, page: Page): Promise<Figure[]> {
  const { username, password } = instance.administrator;
  await signIn(page, username, password);
  await page.goto('/admin');
  const pages = await pagesOf(page);
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  await page.context().close();
  const sizes: number[] = [];
  for (const path of pages) sizes.push((await fetchPage(instance.http + path, { cookie })).bytes);
  const rounds = context.number('rounds');
  context.say(`${pages.length} pages, ${Math.round(median(sizes) / 1024)} kB in the middle`);
  // What runs for weeks has been asked before.
  await times(instance, cookie, pages, 3);
  const floor = await fetchFile(Math.round(median(sizes)), pages.length * rounds);
  const quiet = await times(instance, cookie, pages, rounds);
  const { phones, callers } = await beginCalls(context, instance);
  context.say('calls are being made');
  const busy = await times(instance, cookie, pages, rounds);
  const { failed } = await callers.stop();
  await phones.stop();
  if (failed > 0) throw new Error(`${failed} calls failed while pages were asked for`);
  const target = { of: 'own', atMost: 20 } as const;
  return [
    {
      name: 'page of a supervisor, p50',
      unit: 'ms',
      own: percentile(quiet, 50),
      floor: percentile(floor, 50),
    },
    {
      name: 'page of a supervisor, p95',
      unit: 'ms',
      own: percentile(quiet, 95),
      floor: percentile(floor, 95),
      target,
    },
    {
      name: 'the same while calls are made, p95',
      unit: 'ms',
      own: percentile(busy, 95),
      floor: percentile(floor, 95),
      target,
    },
  ];
}

/** The calls of B1, without end. */
async function beginCalls(
  context: BenchContext,
  instance: Instance,
): Promise<{ phones: Sipp; callers: Sipp }> {
  const rate = context.number('rate');
  const centre = await createBenchCentre(instance, { agents: rate * 5, campaigns: 1, welcome: 'Benvenuti.' });
  const phones = await startAgentPhones({
    remote: instance.sip,
    phones: centre.agents,
    answerMs: 20,
    talkMs: 3000,
  });
  await makeAllReady(instance, centre.agents);
  const callers = await startSipp({
    scenario: 'caller',
    remote: instance.sip,
    rate,
    limit: rate * 20,
    rows: Array.from({ length: 5000 }, (_, i) => [`06${5_000_000 + i}`]),
    values: { number: centre.numbers[0] ?? '', stay_ms: 120_000 },
    timeoutMs: 600_000,
  });
  return { phones, callers };
}

async function phonebar(
  context: BenchContext,
  instance: Instance,
  browser: TestBrowser,
  standingLeg: boolean,
): Promise<{ loaded: Loaded; offers: Offer[] }> {
  const centre = await createCentre(instance, {
    phone: 'browser',
    standingLeg,
    welcome: { message: { it: '', en: '' } },
  });
  const operator = await PhoneBarPage.open(browser, instance, agentAt(centre, 0));
  await operator.page.locator('button:enabled', { hasText: 'Log in' }).waitFor();
  const loaded = await load(operator, instance);
  await operator.logIn();
  await operator.press('Ready');
  await operator.untilState('ready');
  await operator.page.evaluate(watch);
  const offers: Offer[] = [];
  for (let i = 0; i < context.number('offers'); i++) {
    offers.push(await offer(instance, centre, operator));
    context.say(`${standingLeg ? 'standing leg' : 'ringing'}: ${JSON.stringify(offers.at(-1))}`);
  }
  await operator.page.context().close();
  return { loaded, offers };
}

async function run(context: BenchContext): Promise<BenchResult> {
  context.say('starting');
  const instance = await startInstance({ env: { PHONES_RTP: '34000-36999' } });
  const browser = await TestBrowser.start();
  try {
    const standing = await phonebar(context, instance, browser, true);
    const ringing = await phonebar(context, instance, browser, false);
    const visible = [...standing.offers, ...ringing.offers].map(({ visibleMs }) => visibleMs);
    const audio = ({ offers }: typeof standing): number => median(offers.map(({ audioMs }) => audioMs));
    const file = await fetchFile(standing.loaded.bytes, 20);
    return {
      floor: 'a file of the same size from a bare node:http server',
      figures: [
        {
          name: 'PhoneBar, everything that it loads',
          unit: 'kB gzip',
          own: standing.loaded.gzip / 1024,
          target: { of: 'own', atMost: 120 },
        },
        {
          name: 'PhoneBar, load until it can be used',
          unit: 'ms',
          own: standing.loaded.ms,
          floor: median(file),
        },
        { name: 'offer to sight, p50', unit: 'ms', own: percentile(visible, 50) },
        {
          name: 'offer to sight, p95',
          unit: 'ms',
          own: percentile(visible, 95),
          target: { of: 'own', atMost: 50 },
        },
        {
          name: 'click on Answer to voice, standing leg, p50',
          unit: 'ms',
          own: audio(standing),
          peer: audio(ringing),
        },
        ...(await supervisors(context, instance, await browser.newPage(instance))),
      ],
      peer: 'the same with a call for each contact',
      notes: [
        `${visible.length} offers; seen = the frame after the page shows it, from the moment at which the server decided.`,
        'The microphone of the test speaks two thirds of the time: up to 250 ms of the time to the voice are its pause.',
        `Calls meanwhile: ${context.number('rate')} a second, as in B1.`,
      ],
    };
  } catch (error) {
    context.say(instance.tail(30));
    throw error;
  } finally {
    await browser.close();
    await instance.stop();
  }
}

export const pages: Bench = {
  id: 'b10',
  name: 'b10-pages',
  title: 'pages',
  options: { offers: '20', rounds: '10', rate: '20' },
  run,
};
