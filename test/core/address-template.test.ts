/** Addresses of other applications' pages: what is wrong with a template, and how it is filled in. */
import { expect } from 'chai';
import { describe, it } from 'mocha';
import {
  addressProblem,
  fillAddress,
  originOf,
  type AddressValues,
} from '../../orchestrator/core/configuration/address-template.ts';

const values = (change: Partial<AddressValues> = {}): AddressValues => ({
  caller: '+39061234567',
  name: 'Mario & Co',
  dialled: '800100',
  service: 'Green number',
  campaign: 'Care',
  contact: 'phones-a-1',
  agent: 'Anna',
  extension: '201',
  callData: {},
  ...change,
});

describe('address of a page to be opened', () => {
  it('is filled in, each value escaped', () => {
    expect(
      fillAddress('https://crm.example.com/{contact}?n={caller}&who={name}&k={call.order.id}#{service}', {
        ...values(),
        callData: { 'order.id': 'a/b?c' },
      }),
    ).to.equal(
      'https://crm.example.com/phones-a-1?n=%2B39061234567&who=Mario%20%26%20Co&k=a%2Fb%3Fc#Green%20number',
    );
  });

  it('has nothing where the call data has no such value, and JSON where it is no text', () => {
    const filled = fillAddress('https://a.example/?{call.a}|{call.b}|{call.toString}', {
      ...values(),
      callData: { b: { c: 1 } },
    });
    expect(filled).to.equal('https://a.example/?|%7B%22c%22%3A1%7D|');
  });

  it('keeps its host and its path, whatever the values are', () => {
    for (const name of [
      '..',
      '.',
      '...',
      '/../..',
      '@evil.example',
      '\\evil',
      '%2e%2e',
      '\ud800',
      '\n',
      'a b',
    ])
      expect(
        new URL(fillAddress('https://crm.example.com/c/{name}/x', values({ name }))).href,
        name,
      ).to.match(/^https:\/\/crm\.example\.com\/c\/[^/]*\/x$/);
  });

  it('names what is wrong', () => {
    for (const wrong of [
      '',
      'crm.example.com',
      'javascript:alert(1)',
      'https://',
      'https://user@crm.example.com/',
      'https://{caller}.example.com/',
      'https://crm.example.com{caller}',
      'https://crm.example.com:99999/',
      'https://crm.example.com/a b',
      'ftp://crm.example.com/',
    ])
      expect(addressProblem(wrong), wrong).to.deep.equal({ code: 'address' });
    for (const wrong of ['https://a.example/{', 'https://a.example/}', 'https://a.example/{{caller}}'])
      expect(addressProblem(wrong), wrong).to.deep.equal({ code: 'brace' });
    for (const name of ['', 'Caller', 'call', 'call.', 'call.1', 'number'])
      expect(addressProblem(`https://a.example/{${name}}`)).to.deep.equal({ code: 'unknownPlace', name });
    for (const right of ['https://a.example', 'http://a.example:8080/x?{caller}#{call.a-b}'])
      expect(addressProblem(right), right).to.equal(null);
  });

  it('has an origin', () => {
    expect(originOf('https://crm.example.com:8443/{caller}')).to.equal('https://crm.example.com:8443');
    expect(originOf('https://crm.example.com:443/?{caller}')).to.equal('https://crm.example.com');
  });
});
