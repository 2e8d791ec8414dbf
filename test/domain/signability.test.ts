// Whether a milestone can be signed at all: said when it starts, before a package is taken, and to the sponsor.
import { wordsIn } from '../../mail/messages/words.ts';
import assert from 'node:assert/strict';
import { SignOffError } from '../../domain/errors.ts';
import { obstaclesToSigning } from '../../domain/signOff/signability.ts';
import { sponsorBrief } from '../../mail/sponsorBrief.ts';
import * as act from './acts.ts';
import { monday } from './cast.ts';
import { given, givenTerms, started, withPlan, type Terms } from './scenario.ts';

const signers = (...members: { personId: string; limit?: string }[]) => ({
  approvalAuthorityList: [{ name: 'Board', members }],
});
const low = signers({ personId: 'approver1', limit: '50000.00' }, { personId: 'director' });
const from = (first: string, days: number): string[] =>
  Array.from({ length: days }, (_, day) => new Date(Date.parse(first) + day * 86_400_000).toISOString().slice(0, 10));

function refused(terms: Terms): SignOffError {
  try {
    started(terms);
  } catch (error) {
    assert.ok(error instanceof SignOffError);
    return error;
  }
  throw new Error('It was started');
}

describe('A plan that nobody could sign', () => {
  const impossible: [string, Terms, string, RegExp][] = [
    [
      'by a limit below the value where all must sign',
      { plan: low },
      'plan.approvalAuthorityList.0',
      /"Board" .* "approver1" may accept up to 50000\.00 EUR; .* raise their limit/,
    ],
    [
      'by the submitter where all must sign',
      { plan: signers({ personId: 'manager' }, { personId: 'approver1' }) },
      'plan.approvalAuthorityList.0',
      /"manager" submitted the package/,
    ],
    [
      'since it waits for itself',
      { plan: { dependsOn: [{ milestoneId: 'M1' }] } },
      'plan.dependsOn.0.milestoneId',
      /its own acceptance/,
    ],
    [
      'since it waits for another twice',
      { plan: { dependsOn: [{ milestoneId: 'M0' }, { milestoneId: 'M0' }] } },
      'plan.dependsOn',
      /"M0" is listed twice/,
    ],
    [
      'due before its engagement begins',
      { plan: { dueOn: '2026-01-31' }, engagement: { startsOn: '2026-02-01' } },
      'plan.dueOn',
      /2026-01-31 is before/,
    ],
    [
      'with a review meeting before its engagement begins',
      {
        plan: { reviewMeeting: { startsAt: '2026-01-31T10:00:00Z', location: 'Room 1' } },
        engagement: { startsOn: '2026-02-01' },
      },
      'plan.reviewMeeting.startsAt',
      /review meeting on 2026-01-31/,
    ],
    [
      'in a calendar without business days',
      { contract: { calendar: { timeZone: 'Europe/London', holidays: from('2026-04-01', 90) } } },
      'contract.calendar',
      /no business day from 2026-04-01 until/,
    ],
  ];
  for (const [what, terms, field, words] of impossible)
    it(`${what} is not started, and the field is named`, () => {
      const { code, field: at, message } = refused(terms);
      assert.deepEqual([code, at], ['PLAN_INCONSISTENT', field]);
      assert.match(message, words);
    });

  it('is refused with everything at once, each thing once', () => {
    const { details } = refused({
      plan: { ...low, validators: { name: 'V', memberIds: ['author'] }, dependsOn: [{ milestoneId: 'M1' }] },
    });
    assert.deepEqual(
      details.map((each) => each.split(':', 1)[0]),
      ['plan.validators', 'plan.approvalAuthorityList.0', 'plan.dependsOn.0.milestoneId'],
    );
  });

  it('is started where a quorum is within limits, over a holiday, and on the day the engagement begins', () => {
    const approvalAuthorityList = [{ ...low.approvalAuthorityList[0], quorum: { kind: 'any' } }];
    assert.ok(started({ plan: { approvalAuthorityList } }));
    assert.ok(started({ contract: { calendar: { holidays: from('2026-08-01', 45) } } }));
    assert.ok(started({ plan: { dueOn: '2026-02-01' }, engagement: { startsOn: '2026-02-01' } }));
  });
});

describe('A milestone that came to be one that nobody could sign', () => {
  it('takes no package, and says what to do', () => {
    const { milestone } = withPlan(given(), low);
    const after = withPlan(given(), low).when(act.submit());
    after.then('NOT_SIGNABLE', 'plan.approvalAuthorityList.0').thenIn('compiling');
    assert.deepEqual(
      obstaclesToSigning(milestone, monday).map(({ field }) => field),
      ['plan.approvalAuthorityList.0'],
    );
  });

  it('is offered to the sponsor without a way to signature, in a brief that names people by name', () => {
    const before = withPlan(given(...act.toSignOff, act.refuse('approver1'), act.conclude('escalate')), low);
    before.when(act.determine('formalSignOff')).then('OUTCOME_NOT_AVAILABLE', 'determination');
    const options = sponsorBrief(before.milestone, wordsIn('en')).find((each) => each.title.startsWith('Your options'));
    const why = options?.items.find((each) => each.startsWith('Formal sign-off is not open'));
    assert.match(String(why), /Name of approver1 may accept up to/);
  });

  it('is asked for no signature again after a refusal', () => {
    withPlan(given(...act.toSignOff, act.refuse('approver1')), low)
      .when(act.conclude('askAgain'))
      .then('OUTCOME_NOT_AVAILABLE', 'outcome');
  });

  it('has no calendar corrected so that no business is done', () => {
    given()
      .when(act.correctDays(from('2026-04-01', 90)))
      .then('INVALID_MESSAGE', 'contract.calendar');
  });
});

describe('A milestone', () => {
  it('has nothing in the way of signing, wherever it is', () => {
    for (const steps of [[], act.toValidation, act.toReview, act.toSignOff, act.toConditional, act.toAccepted]) {
      const { milestone, now } = givenTerms({}, ...steps);
      assert.deepEqual(obstaclesToSigning(milestone, now), []);
    }
  });
});
