// Canonical JSON and SHA-256: what every digest of the record stands on.
import assert from 'node:assert/strict';
import { canonicalJson, sha256Hex } from '../../evidence/ledger/canonicalJson.ts';

describe('Canonical JSON', () => {
  it('is the same however the keys came, in the order and notation RFC 8785 gives', () => {
    const example = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 1e-27],
      string: '\u20ac$\u000f\nA\'B"\\\\"/',
      literals: [null, true, false],
    };
    assert.equal(
      canonicalJson(example),
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
    assert.equal(canonicalJson({ b: 1, a: { d: 2, c: 3 } }), canonicalJson({ a: { c: 3, d: 2 }, b: 1 }));
  });

  it('sorts keys by UTF-16 units, not by code points', () => {
    assert.equal(canonicalJson({ '\ufb33': 1, '\u{1f600}': 2, '\u20ac': 3 }), '{"\u20ac":3,"\u{1f600}":2,"\ufb33":1}');
  });

  it('leaves out what is undefined in an object, as JSON does', () => {
    assert.equal(canonicalJson({ a: undefined, b: 1 }), '{"b":1}');
  });

  for (const [what, value] of [
    ['undefined', undefined],
    ['a number that JSON has no word for', Number.NaN],
    ['half a surrogate pair', '\ud83d'],
  ] as const)
    it(`refuses ${what}`, () => {
      assert.throws(() => canonicalJson(value));
    });

  it('is hashed as UTF-8', () => {
    assert.equal(sha256Hex('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    assert.equal(sha256Hex('é'), sha256Hex(Buffer.from([0xc3, 0xa9])));
  });
});
