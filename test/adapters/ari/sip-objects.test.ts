import { expect } from 'chai';
import { describe, it } from 'mocha';
import { Agent, Line } from '../../../orchestrator/core/configuration/schemas.ts';
import { lineObjects } from '../../../orchestrator/adapters/ari/line-objects.ts';
import { browserPhone, sipPhone } from '../../../orchestrator/adapters/ari/phone-objects.ts';
import { fingerprint, isOurEntity, type SipFields } from '../../../orchestrator/adapters/ari/sip-objects.ts';

const agent = (more: object = {}): Agent =>
  Agent.parse({ id: 3, name: 'Ada "Boss"', username: 'ada', extension: '201', ...more });
const line = (more: object): Line => Line.parse({ id: 7, name: 'Provider', kind: 'address', ...more });

const values = (fields: SipFields | undefined, attribute: string): string[] =>
  (fields ?? []).filter(([name]) => name === attribute).map(([, value]) => value);

describe('SIP objects', () => {
  it('of an agent without SIP phone, or without secret, are none', () => {
    expect(sipPhone(agent(), 'secret')).to.equal(null);
    expect(sipPhone(agent({ sipPhone: {} }), '')).to.equal(null);
  });

  it('of a registering phone ask for its secret', () => {
    const phone = sipPhone(agent({ sipPhone: {} }), 'secret');
    expect(phone?.name).to.equal('agent-201');
    const { endpoint, aor, auth, identify } = phone?.objects ?? {};
    expect(values(auth, 'password')).to.deep.equal(['secret']);
    expect(values(endpoint, 'auth')).to.deep.equal(['agent-201']);
    expect(values(endpoint, 'set_var')).to.deep.equal([
      'PHONES_AGENT=3',
      'PJSIP_TRANSFER_HANDLING()=ari-only',
    ]);
    expect(values(endpoint, 'allow_transfer')).to.deep.equal(['yes']);
    expect(values(endpoint, 'callerid')).to.deep.equal(['"Ada Boss" <201>']);
    expect([values(aor, 'max_contacts'), values(aor, 'remove_existing')]).to.deep.equal([['1'], ['yes']]);
    expect(identify).to.equal(undefined);
  });

  it('of a phone at a fixed address know it by its address only', () => {
    const phone = sipPhone(agent({ sipPhone: { address: 'sip:201@10.0.0.5:5070' } }), 'secret');
    const { endpoint, aor, auth, identify } = phone?.objects ?? {};
    expect(auth).to.equal(undefined);
    expect(values(aor, 'contact')).to.deep.equal(['sip:201@10.0.0.5:5070']);
    expect(values(endpoint, 'identify_by')).to.deep.equal(['ip']);
    expect(values(identify, 'match')).to.deep.equal(['10.0.0.5']);
  });

  it('of a browser are WebRTC with opus first', () => {
    const { endpoint } = browserPhone(agent(), 'secret').objects;
    expect(values(endpoint, 'webrtc')).to.deep.equal(['yes']);
    expect(values(endpoint, 'allow')).to.deep.equal(['opus,ulaw']);
    // The list of codecs is emptied before it is filled.
    const names = (endpoint ?? []).map(([name]) => name);
    expect(names.indexOf('disallow')).to.be.lessThan(names.indexOf('allow'));
  });

  it('of a line fit its kind and direction', () => {
    expect(lineObjects(line({ kind: 'dialplan', context: 'out' }), '')).to.equal(null);
    expect(lineObjects(line({ host: '' }), '')).to.equal(null);
    const known = lineObjects(
      line({
        host: 'sip.example.org',
        port: 5070,
        transport: 'tcp',
        addresses: ['192.0.2.0/24', '2001:db8::1'],
        emergencyTarget: '112',
      }),
      '',
    )?.objects;
    expect(values(known?.aor, 'contact')).to.deep.equal(['sip:sip.example.org:5070;transport=tcp']);
    expect(values(known?.identify, 'match')).to.deep.equal(['192.0.2.0/24', '2001:db8::1']);
    expect(values(known?.endpoint, 'set_var')).to.deep.equal(['PHONES_LINE=7', 'PHONES_EMERGENCY=112']);
    expect(values(known?.endpoint, 'identify_by')).to.deep.equal(['ip']);
    expect([known?.auth, known?.registration]).to.deep.equal([undefined, undefined]);
    const registered = lineObjects(
      line({ kind: 'registration', host: '2001:db8::2', username: 'me' }),
      'pw',
    )?.objects;
    expect(values(registered?.registration, 'server_uri')).to.deep.equal(['sip:[2001:db8::2]:5060']);
    expect(values(registered?.endpoint, 'outbound_auth')).to.deep.equal(['line-7']);
    const outbound = lineObjects(line({ host: 'a.example', direction: 'outbound' }), '')?.objects;
    expect(outbound?.identify).to.equal(undefined);
  });

  it('are told apart from those of the telephony engineers, and changed ones from the same', () => {
    expect(['agent-201', 'browser-9999', 'line-12'].every(isOurEntity)).to.equal(true);
    expect(['agent-x', 'line-', 'trunk', 'myline-1', 'agent-201b'].some(isOurEntity)).to.equal(false);
    const [one, same, other] = ['a', 'a', 'b'].map(secret => fingerprint(browserPhone(agent(), secret)));
    expect(one).to.equal(same).and.not.to.equal(other);
  });
});
