// Money to the last decimal.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { amount, differenceOf, isMore, sumOf } from '../../domain/terms/money.ts';

const amounts = fc
  .tuple(fc.nat(9_999_999), fc.nat(9999), fc.nat(4))
  .map(([whole, part, places]) =>
    places === 0 ? String(whole) : `${whole}.${String(part).padStart(4, '0').slice(0, places)}`,
  );

describe('Money', () => {
  it('adds without binary fractions and shows at least two decimals', () => {
    assert.equal(sumOf(['0.1', '0.2']), '0.30');
    assert.equal(sumOf([]), '0.00');
    assert.equal(differenceOf('100', '0.01'), '99.99');
    assert.equal(sumOf(['0.0049']), '0.0049');
    assert.equal(differenceOf('9999999999999.9999', '0.0001'), '9999999999999.9998');
  });

  it('compares by value, not by text', () => {
    assert.equal(isMore('100000.00', '99999.99'), true);
    assert.equal(isMore('100', '100.0000'), false);
    assert.equal(isMore('9', '10'), false);
  });

  it('loses nothing between the whole and its parts', () => {
    fc.assert(
      fc.property(amounts, amounts, (left, right) => {
        const whole = sumOf([left, right]);
        assert.equal(sumOf([differenceOf(whole, right), right]), whole);
        assert.equal(isMore(left, whole), false);
        assert.equal(amount.safeParse(whole).success, true);
      }),
    );
  });

  for (const bad of ['-1', '1e3', '1.23456', '', '.5', '1.', '1,000', 'NaN', '99999999999999', ' 1', '0x10'])
    it(`is not written "${bad}"`, () => {
      assert.equal(amount.safeParse(bad).success, false);
    });
});
