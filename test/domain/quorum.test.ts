// When a group has decided.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isAtQuorum, needed, type Quorum } from '../../domain/people/quorum.ts';

const all: Quorum = { kind: 'all' };
const any: Quorum = { kind: 'any' };
const two: Quorum = { kind: 'atLeast', count: 2 };

describe('A quorum', () => {
  const cases: [string, Quorum, string[], string[], boolean][] = [
    ['of all needs everybody', all, ['a', 'b'], ['a'], false],
    ['of all is met by everybody', all, ['a', 'b'], ['b', 'a'], true],
    ['of any is not met by nobody', any, ['a', 'b'], [], false],
    ['of any is met by one', any, ['a', 'b'], ['b'], true],
    ['of two is not met by one person twice', two, ['a', 'b', 'c'], ['a', 'a'], false],
    ['of two is met by two', two, ['a', 'b', 'c'], ['c', 'a'], true],
    ['does not count people from elsewhere', two, ['a', 'b', 'c'], ['a', 'x', 'y'], false],
  ];
  for (const [what, rule, members, agreed, expected] of cases)
    it(what, () => {
      assert.equal(isAtQuorum(rule, members, agreed), expected);
    });

  it('is never lost by another agreement, nor won by a repeated one', () => {
    const someone = fc.constantFrom('a', 'b', 'c', 'd', 'x');
    const rules = fc.constantFrom<Quorum>(all, any, two);
    fc.assert(
      fc.property(rules, fc.array(someone), someone, (rule, agreed, next) => {
        const members = ['a', 'b', 'c', 'd'];
        const before = isAtQuorum(rule, members, agreed);
        const after = isAtQuorum(rule, members, [...agreed, next]);
        assert.ok(after || !before);
        if (agreed.includes(next)) assert.equal(after, before);
        assert.equal(before, new Set(agreed.filter((id) => id !== 'x')).size >= needed(rule, 4));
      }),
    );
  });
});
