// Whether a course on record is what entrances vouched for, but for the signatures, which whoever has the keys checks.
import assert from 'node:assert/strict';
import type { RecordedEvent } from '../../domain/events.ts';
import { notVouchedFor } from '../../domain/sufficiency/vouched.ts';
import { whyInsufficient } from '../../domain/sufficiency/sufficiency.ts';
import { addressee } from '../support/testVouchers.ts';
import * as act from './acts.ts';
import { asIfBy, changed, signatureOf, withVoucher, withVoucherMovedTo, type Forgery } from './forgeries.ts';
import { given } from './scenario.ts';

const accepted = given(...act.toAccepted).history;
const course = given(
  ...[...act.toReview, act.delegate('user1', 'owner2'), act.approve('user2'), act.requestRevision('owner2')],
  ...[...act.toReview, act.approve('user1'), act.approve('user2'), act.approve('owner1'), act.address('F1')],
  ...[act.sign('approver1'), act.refuse('approver2', { asksForRevision: true }), act.conclude('reviewAgain')],
).history;
const why = (events: readonly RecordedEvent[], holds = true) => [
  ...notVouchedFor(events, addressee('M1'), () => holds).values(),
];

const director = ({ actor }: RecordedEvent): boolean => actor.personId === 'director';
const otherMethod: Forgery = (events) =>
  events.map((each) =>
    each.type === 'signed' && director(each)
      ? { ...each, actor: { ...each.actor, authentication: { method: 'requestLink', requestId: 'another' } } }
      : each,
  );

describe('What is on record as somebody’s act', () => {
  it('was vouched for, in every course', () => {
    assert.deepEqual(why(accepted), []);
    assert.deepEqual(why(course), []);
  });

  it('is nobody’s where no key of an entrance signed it', () => {
    assert.ok(why(accepted, false).every((each) => each === 'its voucher is of no entrance, or of another message'));
  });

  const forgeries: Record<string, [Forgery, string]> = {
    'without a voucher': [withVoucher('director', undefined), 'no entrance vouches for it'],
    'of somebody else': [
      asIfBy('signed', 'director', 'outsider'),
      'the entrance vouched for somebody else, or for another way',
    ],
    'that came in another way': [otherMethod, 'the entrance vouched for somebody else, or for another way'],
    'with the voucher of another signer': [
      withVoucherMovedTo('director'),
      'the entrance vouched for somebody else, or for another way',
    ],
    'on another package': [
      signatureOf('director', { packageDigest: act.noDigest }),
      'the entrance vouched for another packageDigest',
    ],
    'dated by another instant than it was taken at': [
      signatureOf('director', { at: '2026-03-01T10:00:00.000Z' }),
      'the entrance vouched for another instant',
    ],
    'with words that were not said': [
      changed('signed', (event) => ({ ...event, said: { ...event.said, typedName: 'Somebody' } }), director),
      'the entrance vouched for other words',
    ],
    'that finds what the validator did not': [
      changed('validationReported', (event) => ({
        ...event,
        report: { ...event.report, results: event.report.results.map((each) => ({ ...each, evidence: 'None' })) },
      })),
      'the entrance vouched for another results',
    ],
  };
  for (const [what, [forge, says]] of Object.entries(forgeries))
    it(`is found ${what}, and accepts nothing`, () => {
      const forged = forge(accepted);
      assert.ok(why(forged).includes(says), why(forged).join('; '));
      const reasons = whyInsufficient(forged, (events) => notVouchedFor(events, addressee('M1'), () => true));
      assert.ok(
        reasons.some((each) => each.includes('is not vouched for: ') && each.includes(says)),
        reasons.join('\n'),
      );
    });
});
