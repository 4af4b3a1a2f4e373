/** Home, real time and a running contact: they follow the server, do not flicker, and say when they are old. */
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import type { LiveView } from '../../orchestrator/core/views.ts';
import { accessibilityProblems } from '../support/browser.ts';
import { until } from '../support/until.ts';
import { Chromium, type Page } from './support/chromium.ts';
import { sampleLiveView } from './support/sample.ts';
import { type AdminSite, startAdmin } from './support/site.ts';

describe('live pages', function () {
  this.timeout(60_000);
  let site: AdminSite;
  let browser: Chromium;
  let page: Page;
  let view: LiveView;

  before(async () => {
    site = await startAdmin({ full: true });
    view = sampleLiveView(site.ids, Date.now());
    site.show(view);
    browser = await Chromium.start();
    page = await browser.signedIn(site, { username: 'sara' });
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });

  const text = (selector: string) => page.locator(selector).first().innerText();

  it('shows on the home page what changes, with its judgement', async () => {
    await page.goto('/admin');
    expect(await text('[data-figure="waiting"] [data-value]')).to.equal('4');
    expect(await text('[data-figure="serviceLevel"] [data-value]')).to.equal('85.3%');
    expect(await text('[data-state="talking"] [data-count]')).to.equal('6');
    const campaigns = view.campaigns.map(campaign => ({ ...campaign, waiting: 4 }));
    site.show({ ...view, campaigns, nodes: [{ node: 'n1', up: false, version: '22.10.1' }] });
    await until(
      'the figure follows',
      async () => (await text('[data-figure="waiting"] [data-value]')) === '12',
    );
    expect(await page.locator('[data-figure="waiting"]').getAttribute('class')).to.include('tone-bad');
    expect(await page.locator('[data-figure="waiting"] [data-tone-word]').textContent()).to.equal('critical');
    await page.getByRole('alert').getByText('An Asterisk server is not connected').waitFor();
    site.show(view);
    await page.locator('#node-alarm').waitFor({ state: 'hidden' });
  });

  it('leads from a figure to the contacts behind it', async () => {
    await page.getByRole('link', { name: 'Abandoned' }).first().click();
    await page.waitForURL(/state=abandoned/);
    const outcomes = await page.locator('tbody tr td:nth-child(3)').allInnerTexts();
    expect(new Set(outcomes.map(outcome => outcome.trim()))).to.deep.equal(new Set(['Abandoned']));
  });

  it('changes rows in place: rows stay, times run, new ones come, old ones go', async () => {
    await page.goto('/admin/live');
    await page
      .locator('#table-agents tbody tr')
      .first()
      .evaluate(row => row.setAttribute('data-mark', 'same'));
    const time = () => text('#table-agents tbody tr:first-child [data-since]');
    const first = await time();
    await until('time runs', async () => (await time()) !== first);
    const [anna, ...others] = view.agents;
    if (!anna) throw new Error('the sample has no agents');
    site.show({
      ...view,
      agents: [{ ...anna, state: 'pause', pauseId: site.ids.get('Coffee') ?? null }, ...others.slice(1)],
    });
    await page.locator('#table-agents tr[data-mark]', { hasText: 'Pause: Coffee' }).waitFor();
    expect(await page.locator('#table-agents tbody', { hasText: 'Bruno Conti' }).count()).to.equal(0);
    site.show(view);
    await page.locator('#table-agents tbody', { hasText: 'Bruno Conti' }).waitFor();
    expect(await page.locator('#table-agents tbody tr').nth(1).innerText()).to.include('Bruno Conti');
  });

  it('shows text of callers as text', async () => {
    expect(await page.locator('#table-contacts').innerText()).to.include('Mario <b>Rossi</b>');
  });

  it('learns names of what was created after the page was opened', async () => {
    const pause = await site.store.configuration.create(
      'pauses',
      { name: 'Fire drill', paid: true, maximumSeconds: null },
      {},
      'test',
    );
    site.show({
      ...view,
      agents: view.agents.map(agent => ({ ...agent, state: 'pause', pauseId: pause.id })),
    });
    await page.locator('#table-agents', { hasText: 'Pause: Fire drill' }).waitFor();
    site.show(view);
  });

  it('sorts and filters, and keeps the filter in the address', async () => {
    await page.locator('#agents').getByRole('button', { name: 'Extension' }).click();
    await page.locator('#agents').getByRole('button', { name: 'Extension' }).click();
    await until('sorted', async () => (await text('#table-agents tbody tr:first-child')).includes('224'));
    await page.getByLabel('Search agents').fill('greco');
    await until('filtered', async () => (await page.locator('#table-agents tbody tr').count()) === 1);
    await page.reload();
    expect(await page.locator('#table-agents tbody tr:visible').count()).to.equal(1);
    await page.goto('/admin/live?loggedOut=1');
    await page.locator('#table-agents', { hasText: 'Jelena Petrović' }).waitFor();
  });

  it('puts agents into another state', async () => {
    const id = site.ids.get('Davide Esposito') ?? 0;
    await site.engine.request(id, { type: 'login', phone: 'sip' }, 'test');
    await page.getByRole('button', { name: 'Change the state of Davide Esposito' }).click();
    const dialog = page.getByRole('dialog', { name: 'Davide Esposito' });
    await dialog.getByLabel('Reason for the pause').selectOption('Training');
    await dialog.getByRole('button', { name: 'Put in pause' }).click();
    await page.getByText('Davide Esposito: done.').waitFor();
    expect(site.engine.agentView(id)).to.include({ state: 'pause', pauseId: site.ids.get('Training') });
    expect(site.engine.requests.at(-1)).to.include({ agentId: id, by: 'sara' });
  });

  it('shows the day of an agent, with the definition of each figure', async () => {
    await page.getByRole('button', { name: 'Change the state of Davide Esposito' }).click();
    const dialog = page.getByRole('dialog', { name: 'Davide Esposito' });
    await dialog.getByText('Pause: Training').waitFor();
    await dialog.getByText('(Talk + on hold + wrap-up) / contacts.').waitFor();
    expect(await dialog.locator('[data-day] > div').count()).to.be.at.least(9);
    expect(await accessibilityProblems(page)).to.deep.equal([]);
    await page.keyboard.press('Escape');
  });

  it('writes to agents, and shows who has read it when they have', async () => {
    const id = site.ids.get('Davide Esposito') ?? 0;
    await page.getByRole('button', { name: 'Change the state of Davide Esposito' }).click();
    await page.getByRole('button', { name: 'Write a message' }).click();
    const messages = page.getByRole('region', { name: 'Messages to agents' });
    expect(await messages.getByLabel('To', { exact: true }).inputValue()).to.equal(`agent/${id}`);
    await page.keyboard.type('Come to <b>me</b>');
    await messages.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Sent to 1 agent.').waitFor();
    await messages.getByText('Come to <b>me</b>').waitFor();
    await messages.getByText('Read by 0 of 1').click();
    await messages.getByText('Davide Esposito: not read yet').waitFor();
    expect(await accessibilityProblems(page)).to.deep.equal([]);
    const [message] = await site.store.agentMessages.of(id, 0);
    await site.store.agentMessages.read(message?.id ?? 0, id);
    await page.reload();
    await messages.getByText('Read by 1 of 1').waitFor();

    browser.expected = /409/;
    await messages.getByLabel('To', { exact: true }).selectOption('Technicians');
    await messages.getByLabel('Message').fill('x');
    await messages.getByRole('button', { name: 'Send' }).click();
    await messages.getByRole('alert').getByText('Nobody of those is logged in.').waitFor();
    browser.expected = null;
  });

  it('says why an agent cannot be put into a state', async () => {
    browser.expected = /409/;
    await page.getByRole('button', { name: 'Change the state of Anna Bianchi' }).click();
    const dialog = page.getByRole('dialog', { name: 'Anna Bianchi' });
    await dialog.getByRole('button', { name: 'Make ready' }).click();
    await dialog.getByRole('alert').getByText("The agent's phone cannot be reached.").waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    browser.expected = null;
  });

  it('says how old the picture is when the connection is lost, and comes back', async () => {
    browser.expected = /ERR_|Failed to load/;
    await page.getByText('Live', { exact: true }).waitFor();
    await site.pauseStream();
    await page.getByText(/Connection lost: picture of \d+ s ago/).waitFor({ timeout: 15_000 });
    expect(await page.locator('body').getAttribute('class')).to.include('stale');
    await site.resumeStream();
    await page.getByText('Live', { exact: true }).waitFor({ timeout: 15_000 });
    browser.expected = null;
  });

  it('follows a contact until it has ended', async () => {
    const contactId = site.contactIds.at(-1) ?? '';
    await page.goto(`/admin/contacts/${contactId}`);
    await page.getByText('in progress, keeps itself up to date').waitFor();
    const at = Date.now();
    const seq = (await site.store.facts.position()) + 1;
    const ended = {
      type: 'contactEnded',
      contactId,
      serviceId: site.ids.get('Technical help') ?? null,
      campaignId: site.ids.get('Technicians') ?? null,
      agentId: site.ids.get('Teresa Villa') ?? null,
      outcome: 'handled',
      endedBy: 'caller',
      waitMs: 4000,
      talkMs: 60_000,
      holdMs: 0,
      durationMs: 64_000,
    } as const;
    await site.store.facts.project([{ seq, index: 0, at, fact: ended }], seq);
    await page.getByText('The caller hung up: Handled, 1 min 4 s in all.').waitFor();
    await page.getByText('in progress, keeps itself up to date').waitFor({ state: 'hidden' });
  });

  it('shows how a contact sounded, and what the operator reported', async () => {
    const agentId = site.ids.get('Teresa Villa') ?? 0;
    const contactId = site.contactIds.at(-1) ?? '';
    const sample = { lossPercent: 8.25, jitterMs: 30, roundTripMs: null, mos: 3.4 };
    const seq = (await site.store.facts.position()) + 1;
    const talks = {
      agentId,
      from: 'offered',
      to: 'talking',
      pauseId: null,
      contactId,
      previousMs: 0,
    } as const;
    const placed = { seq, index: 0, at: Date.now(), fact: { type: 'agentStateChanged', ...talks } as const };
    await site.store.facts.project([placed], seq);
    await site.store.quality.add(contactId, {
      agentId,
      kind: 'report',
      note: 'Crackles <b>',
      minute: [sample],
    });
    await page.goto(`/admin/contacts/${contactId}`);
    await page.getByText('Teresa Villa reported a problem').waitFor();
    await page.getByText('Crackles <b>').waitFor();
    await page.getByText('MOS 3.4 (lowest 3.4) · loss 8.3 % (at most 8.3 %)').waitFor();
    expect(await accessibilityProblems(page)).to.deep.equal([]);
  });

  it('finds contacts by service, agent, state, time and number', async () => {
    await page.goto('/admin/contacts');
    await page.getByLabel('Service').selectOption('Order line');
    await page.getByLabel('State').selectOption('Handled');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.waitForURL(/state=handled/);
    const services = await page.locator('tbody tr td:nth-child(4)').allInnerTexts();
    expect(services).to.not.deep.equal([]);
    expect(new Set(services)).to.deep.equal(new Set(['Order line']));
    await page.goto('/admin/contacts?from=2001-01-01T00:00&to=2001-01-02T00:00');
    await page.getByText('Nothing fits the search').waitFor();
    await page.goto('/admin/contacts');
    const newest = await text('tbody tr time');
    await page.getByRole('link', { name: 'Next page' }).click();
    await page.waitForURL(/cursor=/);
    expect(await text('tbody tr time')).to.not.equal(newest);
    await page.getByRole('link', { name: 'First page' }).click();
    expect(await text('tbody tr time')).to.equal(newest);
  });

  it('has complained of nothing', () => {
    expect(browser.complaints).to.deep.equal([]);
  });
});
