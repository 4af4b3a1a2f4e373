/** What is pushed into Asterisk, and what is left alone. */
import { expect } from 'chai';
import { beforeEach, describe, it } from 'mocha';
import { noMetrics } from '../../../orchestrator/adapters/ari/options.ts';
import {
  createProvisioner,
  type Provisioner,
  type ProvisioningClient,
} from '../../../orchestrator/adapters/ari/provision.ts';
import type { SipEntity } from '../../../orchestrator/adapters/ari/sip-objects.ts';

const quiet = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  debug: () => undefined,
};

const phone = (secret: string, codecs = 'opus'): SipEntity => ({
  name: 'browser-201',
  objects: { auth: [['password', secret]], aor: [['max_contacts', '1']], endpoint: [['allow', codecs]] },
});

describe('provisioning of phones', () => {
  let asked: string[] = [];
  let provisioner: Provisioner;
  const asterisk = {
    updateObject: async ({ objectType }: { objectType: string }) => {
      say(`put ${objectType}`);
      return [];
    },
    deleteObject: async ({ objectType }: { objectType: string }) => say(`delete ${objectType}`),
    setGlobalVar: () => Promise.resolve(),
    getGlobalVar: () => Promise.resolve({ value: '' }),
  };
  const client: ProvisioningClient = { asterisk };

  function say(text: string): void {
    asked.push(text);
  }
  async function push(entity: SipEntity): Promise<string[]> {
    asked = [];
    expect(await provisioner.push(client, [entity.name], [entity])).to.equal(true);
    return asked;
  }

  beforeEach(async () => {
    provisioner = createProvisioner('n1', quiet, noMetrics);
    expect(await push(phone('first'))).to.deep.equal(['put auth', 'put aor', 'put endpoint']);
  });

  it('leaves alone what is as it was', async () => {
    expect(await push(phone('first'))).to.deep.equal([]);
  });

  it('changes a secret in place: registration and endpoint stay', async () => {
    expect(await push(phone('second'))).to.deep.equal(['put auth']);
    expect(await push(phone('second'))).to.deep.equal([]);
  });

  it('makes anew what has changed otherwise', async () => {
    const made = await push(phone('first', 'ulaw'));
    expect(made.filter(what => what.startsWith('put'))).to.deep.equal([
      'put auth',
      'put aor',
      'put endpoint',
    ]);
    expect(made).to.include.members(['delete endpoint', 'delete aor', 'delete auth']);
  });
});
