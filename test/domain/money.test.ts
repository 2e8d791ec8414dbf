// Money to the last decimal.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  amount,
  currency,
  differenceOf,
  formatMoney,
  inCurrency,
  isMore,
  money,
  sumOf,
} from '../../domain/terms/money.ts';

const amounts = fc
  .tuple(fc.nat(9_999_999), fc.nat(9999), fc.nat(4))
  .map(([whole, part, places]) =>
    places === 0 ? String(whole) : `${whole}.${String(part).padStart(4, '0').slice(0, places)}`,
  );

describe('Money', () => {
  it('adds without binary fractions and has the decimals of its currency', () => {
    assert.equal(sumOf(['0.1', '0.2'], 'EUR'), '0.30');
    assert.equal(sumOf([], 'EUR'), '0.00');
    assert.equal(sumOf([], 'JPY'), '0');
    assert.equal(differenceOf('100', '0.01', 'EUR'), '99.99');
    assert.equal(sumOf(['0.0049'], 'CLF'), '0.0049');
    assert.equal(sumOf(['333333', '333333', '333334'], 'JPY'), '1000000');
    assert.equal(inCurrency('12.5', 'KWD'), '12.500');
    assert.equal(differenceOf('9999999999999.9999', '0.0001', 'CLF'), '9999999999999.9998');
  });

  it('refuses what is no amount with a reason that names the field, however it is written', () => {
    for (const written of ['1,000.00', '1.000,00', '1 000', '€5', 'abc', '', '1.00.00', '-1', '1e3', '٣', '0x10']) {
      const { error } = money.safeParse({ amount: written, currency: 'EUR' });
      assert.deepEqual(error?.issues[0]?.path, ['amount'], written);
      assert.match(error.issues[0].message, /digits/);
    }
  });

  it('compares by value, not by text', () => {
    assert.equal(isMore('100000.00', '99999.99'), true);
    assert.equal(isMore('100', '100.0000'), false);
    assert.equal(isMore('9', '10'), false);
  });

  it('loses nothing between the whole and its parts', () => {
    fc.assert(
      fc.property(amounts, amounts, (left, right) => {
        const whole = sumOf([left, right], 'CLF');
        assert.equal(sumOf([differenceOf(whole, right, 'CLF'), right], 'CLF'), whole);
        assert.equal(isMore(left, whole), false);
        assert.equal(amount.safeParse(whole).success, true);
      }),
    );
  });

  const printed: [string, string, string][] = [
    ['1000000', 'JPY', '¥1,000,000'],
    ['85000', 'EUR', '€85,000.00'],
    ['12.345', 'KWD', 'KWD 12.345'],
    ['9999999999999.99', 'EUR', '€9,999,999,999,999.99'],
  ];
  for (const [value, code, expected] of printed)
    it(`of ${value} ${code} is printed ${expected}`, () => {
      assert.equal(formatMoney(value, code), expected);
    });

  const refused: [string, string, string][] = [
    ['0.5', 'JPY', 'JPY has no decimals; write a whole amount, not 0.5'],
    ['1000.1234', 'EUR', 'EUR has 2 decimals; write the amount with no more, not 1000.1234'],
    ['1.0001', 'KWD', 'KWD has 3 decimals; write the amount with no more, not 1.0001'],
  ];
  for (const [value, code, why] of refused)
    it(`of ${value} ${code} is refused with the remedy`, () => {
      const { error } = money.safeParse({ amount: value, currency: code });
      assert.deepEqual(
        error?.issues.map(({ path, message }) => [path.join('.'), message]),
        [['amount', why]],
      );
    });

  it('takes zeros behind the last decimal, since they lose nothing', () => {
    assert.equal(money.safeParse({ amount: '1000000.00', currency: 'JPY' }).success, true);
  });

  for (const code of ['EUR', 'JPY', 'KWD', 'CLF', 'XCG', 'ZWG', 'XOF'])
    it(`may be in ${code}`, () => assert.equal(currency.safeParse(code).success, true));

  for (const code of ['ZZZ', 'XTS', 'XXX', 'XAU', 'DEM', 'HRK', 'BGN', 'ANG', 'eur', 'constructor'])
    it(`may not be in ${code}`, () => assert.equal(currency.safeParse(code).success, false));

  for (const bad of ['-1', '1e3', '1.23456', '', '.5', '1.', '1,000', 'NaN', '99999999999999', ' 1', '0x10'])
    it(`is not written "${bad}"`, () => {
      assert.equal(amount.safeParse(bad).success, false);
    });
});
