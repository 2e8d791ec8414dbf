// Bytes that two readers of JSON could take for two things.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { repeatedName, whyNotStrict } from '../../domain/terms/strictJson.ts';
import { propertyRuns } from '../run/properties.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('JSON', () => {
  for (const [text, field] of [
    ['{"a":1,"a":2}', 'a'],
    ['{"actor":{"personId":"x","role":"r","personId":"y"}}', 'actor.personId'],
    ['{"list":[{"a":1},{"b":{"c":[],"c":{}}}]}', 'list.1.b.c'],
    ['{"a":"{\\"a\\":1}","b":{"a":[1,2,{"x":"]"}]},"a":0}', 'a'],
    ['{"\\u0061":1,"a":2}', 'a'],
    ['[{"a":1},{"__proto__":1,"__proto__":2}]', '1.__proto__'],
    ['{"":1,"":2}', ''],
  ] as const)
    it(`says which name is given twice: ${text}`, () => {
      assert.equal(repeatedName(text), field);
      assert.equal(whyNotStrict(bytes(text))?.field, field);
    });

  it('is taken as it is where each name is there once, in whatever order and depth', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const once = JSON.stringify(JSON.parse(text));
        assert.equal(whyNotStrict(bytes(once)), undefined);
      }),
      { numRuns: propertyRuns(0.2) },
    );
  });

  it('is refused where its bytes are no UTF-8: cut short, overlong, half a pair, another encoding', () => {
    for (const inside of [[0xc3], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xff], [0xe4]])
      assert.match(whyNotStrict(Uint8Array.from([0x22, ...inside, 0x22]))?.why ?? '', /no valid UTF-8/);
  });

  it('does not compare every character with every other: two million of the worst are read at once', () => {
    const hostile: ((length: number) => string)[] = [
      (length) => '['.repeat(length),
      (length) => `"${'\\"'.repeat(length / 2)}`,
      (length) => '{"a":'.repeat(length / 5),
      (length) => '"'.repeat(length + 1),
    ];
    // Compared with each other, two million characters would take hours: the test would not end.
    for (const text of hostile) assert.equal(repeatedName(text(2_000_000)), undefined);
  });
});
