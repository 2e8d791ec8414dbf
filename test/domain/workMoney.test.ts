// The money of a firm over its milestones: what may be invoiced, what is withheld, what comes when; per currency, exact.
import assert from 'node:assert/strict';
import { moneyOf, sums, type OpenMoney, type ReleasedMoney } from '../../domain/work/money.ts';

const released = (
  milestoneId: string,
  figures: { released: string; withheld?: string; invoiced?: string; reserved?: string },
) => {
  const { released: amountReleased, withheld = '0.00', invoiced = '0.00', reserved = '0.00' } = figures;
  const draft = { draftNumber: '', amount: reserved, currency: 'EUR', reservedUntil: '' };
  const invoice = { invoiceNumber: '', amount: invoiced, currency: 'EUR', issuedOn: '' };
  return {
    ...{ milestoneId, engagementId: 'E', title: milestoneId, certificateNumber: `C-${milestoneId}` },
    ...{ releasedAt: '2026-03-02T10:00:00.000Z', openExceptions: [] },
    gated: {
      phase: 'accepted',
      value: { amount: '100.00', currency: 'EUR' },
      release: { certificateNumber: `C-${milestoneId}`, amountReleased, amountWithheld: withheld },
      ...{ failedExceptions: [], invoices: [invoice], credits: [], drafts: [draft] },
    },
  } satisfies ReleasedMoney;
};

const open = (milestoneId: string, amount: string, dueOn?: string, currency = 'EUR'): OpenMoney => ({
  ...{ milestoneId, engagementId: 'E', title: milestoneId, phase: 'inReview', waitingFor: [], amount, currency },
  ...(dueOn === undefined ? {} : { dueOn }),
});

describe('Money over milestones', () => {
  it('is ready as far as it is released and not invoiced, and is to be credited where it was invoiced beyond', () => {
    const money = moneyOf(
      [
        released('A', { released: '100.00', invoiced: '40.00' }),
        released('B', { released: '95.00', withheld: '5.00', invoiced: '95.00' }),
        released('C', { released: '50.00', withheld: '50.00', invoiced: '50.10' }),
        released('D', { released: '100.00', invoiced: '40.00', reserved: '25.00' }),
      ],
      [],
      '2026-03-10',
    );
    const amounts = (rows: { milestoneId: string; amount: string }[]) =>
      rows.map((each) => [each.milestoneId, each.amount]);
    assert.deepEqual(amounts(money.ready), [
      ['A', '60.00'],
      ['D', '35.00'],
    ]);
    assert.deepEqual(amounts(money.reserved), [['D', '25.00']]);
    assert.deepEqual(amounts(money.withheld), [
      ['B', '5.00'],
      ['C', '50.00'],
    ]);
    assert.deepEqual(amounts(money.toCredit), [['C', '0.10']]);
  });

  it('adds up each currency by itself, to the last digit', () => {
    const rows = [
      open('A', '0.10'),
      open('B', '0.20'),
      open('C', '9007199254740993.10'),
      open('D', '7', undefined, 'JPY'),
    ];
    assert.deepEqual(sums(rows), [
      { currency: 'EUR', amount: '9007199254740993.40' },
      { currency: 'JPY', amount: '7' },
    ]);
  });

  it('comes in by the month of the contract’s date, late where that is over, undated last', () => {
    const rows = [
      open('A', '1.00', '2026-04-30'),
      open('B', '2.00', '2026-02-01'),
      open('C', '3.00'),
      open('D', '4.00', '2026-04-01'),
    ];
    assert.deepEqual(moneyOf([], rows, '2026-03-10').expected, [
      { month: '2026-02', currency: 'EUR', amount: '2.00', isLate: true },
      { month: '2026-04', currency: 'EUR', amount: '5.00', isLate: false },
      { currency: 'EUR', amount: '3.00', isLate: false },
    ]);
  });
});
