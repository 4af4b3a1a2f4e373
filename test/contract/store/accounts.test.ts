import { expect } from 'chai';
import { it } from 'mocha';
import { NotFound, TooManyAttempts } from '../../../orchestrator/runtime/errors.ts';
import { problems, rejection } from './expect.ts';
import { onEachDatabase } from './harness.ts';
import { createAgent, input } from './objects.ts';
import { monday } from './stories.ts';

const password = 'correct horse battery';

onEachDatabase('accounts', place => {
  it('sign in with the right password only, whatever the case of the name', async () => {
    const { accounts } = place.store;
    const made = await accounts.create(
      { username: 'Boss', role: 'administrator', language: 'en' },
      password,
      'test',
    );
    expect(made).to.deep.equal({
      id: made.id,
      username: 'boss',
      role: 'administrator',
      agentId: null,
      language: 'en',
    });
    expect(await accounts.verify('BOSS ', password)).to.deep.equal(made);
    expect(await accounts.get(made.id)).to.deep.equal(made);
    expect(await accounts.list()).to.deep.equal([made]);
    expect(await accounts.verify('boss', 'wrong')).to.equal(null);
    expect(await accounts.verify('boss', '')).to.equal(null);
    expect(await accounts.verify('nobody', password)).to.equal(null);
    const row = await place.store.sql.knex('accounts').first();
    expect(row?.password_hash).to.match(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('of agents come, change and go with the agent', async () => {
    const { accounts, configuration } = place.store;
    const { id, ...agent } = await createAgent(place.store, 'Ada', { language: 'en' });
    const [account] = await accounts.list();
    expect(account).to.deep.include({ username: 'ada', role: 'operator', agentId: id, language: 'en' });
    expect(await accounts.verify('ada', password), 'before there is a password').to.equal(null);

    await accounts.setLanguage(account?.id ?? 0, 'it');
    await configuration.replace('agents', id, { ...agent, username: 'ada.l' }, { password }, 'test');
    expect(await accounts.verify('ada', password)).to.equal(null);
    expect(await accounts.verify('ada.l', password)).to.deep.include({
      id: account?.id,
      agentId: id,
      language: 'it',
    });

    expect(await problems(accounts.remove(account?.id ?? 0, 'test'))).to.deep.equal(['id agentAccount']);
    await configuration.remove('agents', id, 'test');
    expect(await accounts.list()).to.deep.equal([]);
    expect(await accounts.verify('ada.l', password)).to.equal(null);
  });

  it('void their sessions when the password changes or they are removed', async () => {
    const { accounts } = place.store;
    const boss = await accounts.create({ username: 'boss', role: 'administrator' }, password, 'test');
    const before = await accounts.credentialVersion(boss.id);
    expect(await accounts.setPassword('boss', 'another password', 'test')).to.equal(true);
    expect(await accounts.credentialVersion(boss.id))
      .to.be.a('number')
      .and.not.equal(before);
    expect(await accounts.verify('boss', password)).to.equal(null);
    expect(await accounts.verify('boss', 'another password')).to.deep.equal(boss);
    expect(await accounts.setPassword('nobody', password, 'test')).to.equal(false);

    expect(await problems(accounts.remove(boss.id, 'test'))).to.deep.equal(['id lastAdministrator']);
    await accounts.create({ username: 'other', role: 'administrator' }, password, 'test');
    await accounts.remove(boss.id, 'test');
    expect(await accounts.credentialVersion(boss.id)).to.equal(null);
    await rejection(accounts.remove(boss.id, 'test'), NotFound);
    await rejection(accounts.setLanguage(boss.id, 'en'), NotFound);

    const ada = await createAgent(place.store, 'Ada', {}, { password });
    const [operator] = (await accounts.list()).filter(account => account.agentId === ada.id);
    const { id: _, ...members } = ada;
    const version = await accounts.credentialVersion(operator?.id ?? 0);
    await place.store.configuration.replace('agents', ada.id, { ...members, name: 'Ada L.' }, {}, 'test');
    expect(await accounts.credentialVersion(operator?.id ?? 0)).to.equal(version);
    await place.store.configuration.replace(
      'agents',
      ada.id,
      input('agents', members),
      { password: 'new password' },
      'test',
    );
    expect(await accounts.credentialVersion(operator?.id ?? 0)).not.to.equal(version);
  });

  it('are refused when they make no sense', async () => {
    const { accounts } = place.store;
    const make = (account: Parameters<typeof accounts.create>[0]) =>
      problems(accounts.create(account, password, 'test'));
    expect(await make({ username: 'a b', role: 'supervisor' })).to.deep.equal(['username username']);
    expect(await make({ username: 'ada', role: 'operator' })).to.deep.equal(['agentId role']);
    expect(await make({ username: 'ada', role: 'supervisor', agentId: 1 })).to.deep.equal(['agentId role']);
    expect(await make({ username: 'ada', role: 'operator', agentId: 99 })).to.deep.equal(['agentId unknown']);
  });

  it('make guessing slower and slower, for names that exist and names that do not alike', async () => {
    const { accounts } = place.store;
    await accounts.create({ username: 'boss', role: 'supervisor' }, password, 'test');
    for (const name of ['boss', 'nobody', "' or 1=1 --"]) {
      for (let attempt = 0; attempt < 5; attempt++)
        expect(await accounts.verify(name, 'wrong'), name).to.equal(null);
      const error = await rejection(accounts.verify(name, password), TooManyAttempts);
      expect(error.retryAfterMs, name).to.be.within(1, 1000);
    }
    // After the block another attempt; after its failure a longer block.
    place.clock.now += 1001;
    expect(await accounts.verify('boss', 'wrong')).to.equal(null);
    expect((await rejection(accounts.verify('boss', password), TooManyAttempts)).retryAfterMs).to.be.within(
      1001,
      2000,
    );
    place.clock.now += 2001;
    expect(await accounts.verify('boss', password)).to.include({ username: 'boss' });
    expect(await accounts.verify('boss', 'wrong'), 'the count begins anew').to.equal(null);
    expect(await accounts.verify('boss', password)).to.include({ username: 'boss' });
  });

  it('gain nothing from many guesses at once, and a new password lifts the block', async () => {
    const { accounts } = place.store;
    await accounts.create({ username: 'boss', role: 'supervisor' }, password, 'test');
    const guesses = await Promise.allSettled(
      Array.from({ length: 12 }, () => accounts.verify('boss', 'wrong')),
    );
    expect(guesses.filter(guess => guess.status === 'fulfilled')).to.have.length(5);
    await accounts.setPassword('boss', 'another password', 'test');
    expect(await accounts.verify('boss', 'another password')).to.include({ username: 'boss' });
  });

  it('take about as long for a name that does not exist', async () => {
    const { accounts } = place.store;
    await accounts.create({ username: 'boss', role: 'supervisor' }, password, 'test');
    await accounts.verify('warm up', 'wrong');
    const time = async (name: string) => {
      const begun = performance.now();
      await accounts.verify(name, 'wrong');
      return performance.now() - begun;
    };
    const times: [number, number][] = [];
    for (let round = 0; round < 5; round++) times.push([await time('boss'), await time(`nobody${round}`)]);
    const median = (which: 0 | 1) => times.map(pair => pair[which]).toSorted((a, b) => a - b)[2] ?? 0;
    expect(median(1) / median(0)).to.be.within(0.25, 4);
  });

  it('give bearer tokens that are kept as a hash, and can be taken back', async () => {
    const { accounts } = place.store;
    const token = await accounts.createToken('supervisor', 'wallboard', 'test');
    const [row] = await accounts.listTokens();
    expect(row).to.deep.include({
      name: 'wallboard',
      role: 'supervisor',
      createdAt: monday,
      lastUsedAt: null,
    });
    expect(await accounts.byToken(token)).to.deep.equal({ name: 'wallboard', role: 'supervisor' });
    for (const wrong of ['', 'phones_', `${token}x`, token.toUpperCase(), "' or '1'='1"])
      expect(await accounts.byToken(wrong), wrong).to.equal(null);
    expect((await accounts.listTokens())[0]?.lastUsedAt).to.equal(monday);

    const tables = await Promise.all(['tokens', 'audit'].map(table => place.store.sql.knex(table)));
    expect(JSON.stringify(tables)).not.to.contain(token.slice('phones_'.length));
    await accounts.removeToken(row?.id ?? 0, 'test');
    expect(await accounts.byToken(token)).to.equal(null);
    await rejection(accounts.removeToken(row?.id ?? 0, 'test'), NotFound);
  });
});
