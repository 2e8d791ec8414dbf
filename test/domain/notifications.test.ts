// Who is told of what; above all that the client never reads what is for the firm alone.
import assert from 'node:assert/strict';
import { handleTimer } from '../../domain/decide.ts';
import type { RecordedEvent } from '../../domain/events.ts';
import { mailIdOf } from '../../domain/requests/mailIds.ts';
import { notificationsFor } from '../../domain/requests/notifications.ts';
import * as act from './acts.ts';
import { people } from './cast.ts';
import { given, givenTerms, type Scenario, type Step } from './scenario.ts';

const told = (steps: Step[], last: Step): string[] =>
  given(...steps)
    .when(last)
    .notifications();

describe('Those told of an act', () => {
  const cases: [string, Step[], Step, string[]][] = [
    ['a package', [], act.submit(), ['validationRequest to validator1', 'validationRequest to validator2']],
    ['a first report', act.toValidation, act.report('validator1'), ['decisionReceipt to validator1']],
    [
      'the last report',
      [...act.toValidation, act.report('validator1')],
      act.report('validator2'),
      ['decisionReceipt to validator2', 'reviewRequest to user1', 'reviewRequest to user2'],
    ],
    [
      'a failed validation',
      act.toValidation,
      act.fail('validator1'),
      [
        'decisionReceipt to validator1',
        'indemnityPrompt to manager',
        'indemnityPrompt to sponsor',
        'nonConformanceNotice to manager',
        'nonConformanceNotice to author',
        'reworkNotice to manager',
      ],
    ],
    [
      'a comment',
      act.toReview,
      act.comment('user1', 'Why?'),
      ['decisionReceipt to user1', 'feedbackNotice to manager'],
    ],
    [
      'a meeting moved during the review',
      act.toReview,
      act.schedule(),
      ['meetingInvitation to user1', 'meetingInvitation to user2', 'meetingInvitation to manager'],
    ],
    ['a meeting planned before it', [], act.schedule(), []],
    [
      'a review at quorum',
      act.toSignOff.slice(0, -1),
      act.approve('owner1'),
      ['decisionReceipt to owner1', 'signatureRequest to approver1', 'signatureRequest to approver2'],
    ],
    [
      'the first group signed',
      [...act.toSignOff, act.sign('approver1')],
      act.sign('approver2'),
      ['decisionReceipt to approver2', 'signatureRequest to director'],
    ],
    [
      'a refusal: those who approved or signed before, too',
      act.toLastSignature,
      act.refuse('director'),
      [
        'decisionReceipt to director',
        ...['user1', 'user2', 'owner1', 'approver1', 'approver2'].map((id) => `refusalNotice to ${id}`),
        'indemnityPrompt to manager',
        'indemnityPrompt to sponsor',
        'facilitationRequest to manager',
      ],
    ],
    [
      'what a facilitation led to',
      [...act.toLastSignature, act.refuse('director')],
      act.conclude('askAgain'),
      ['decisionReceipt to manager', 'facilitationOutcomeNotice to director', 'signatureRequest to director'],
    ],
    [
      'an escalation',
      [...act.toLastSignature, act.refuse('director')],
      act.escalate('director'),
      ['sponsorBrief to sponsor'],
    ],
    [
      'an exception after signatures',
      [...act.toSignOff, act.sign('approver1')],
      act.propose('E1'),
      ['signaturesVoidedNotice to approver1', 'signatureRequest to approver1', 'signatureRequest to approver2'],
    ],
    [
      'a delegation: the delegate is asked, the manager told',
      act.toSignOff,
      act.delegate('approver1', 'deputy'),
      ['decisionReceipt to approver1', 'passedOnNotice to manager', 'signatureRequest to deputy'],
    ],
    [
      'a reassignment of what is asked',
      act.toReview,
      act.reassign('user1', 'outsider'),
      ['passedOnNotice to user1', 'reviewRequest to outsider'],
    ],
    [
      'a reassignment of what is not asked yet',
      act.toReview,
      act.reassign('approver1', 'deputy', { duty: 'signature' }),
      ['passedOnNotice to approver1'],
    ],
    ['a link replaced', act.toReview, act.reassign('user1', 'user1'), ['reviewRequest to user1']],
    [
      'an exception verified',
      act.toConditional,
      act.verify('E1', 'approver1'),
      ['decisionReceipt to approver1', 'exceptionVerifiedNotice to manager', 'exceptionVerifiedNotice to author'],
    ],
    ['a bounced mail', act.toReview, act.bounce('user1'), ['undeliverableNotice to manager']],
    ['an automatic reply', act.toReview, act.beAway('user1'), ['absenceNotice to manager']],
    ['an automatic reply of somebody not asked any more', act.toSignOff, act.beAway('user1'), []],
    ['a mail to the manager that bounced', act.toReview, act.bounce('manager'), ['undeliverableNotice to sponsor']],
    [
      'a notice of returned mail that came back from the manager',
      act.toReview,
      act.bounce('manager', mailIdOf('M1', 9, 'undeliverableNotice', 'manager')),
      ['undeliverableNotice to sponsor'],
    ],
    [
      'one that came back from the sponsor as well, or notices would follow one another for ever',
      act.toReview,
      act.bounce('sponsor', mailIdOf('M1', 10, 'undeliverableNotice', 'sponsor')),
      [],
    ],
    [
      'another mail to the sponsor that came back',
      act.toReview,
      act.bounce('sponsor', mailIdOf('M1', 10, 'escalationNotice', 'sponsor')),
      ['undeliverableNotice to manager'],
    ],
    [
      'a cancellation before there was a package',
      [],
      act.cancel('sponsor'),
      ['cancellationNotice to manager', 'cancellationNotice to sponsor'],
    ],
  ];
  for (const [what, steps, last, expected] of cases)
    it(`${what}: ${expected.join(', ') || 'nobody'}`, () => {
      assert.deepEqual(told(steps, last), expected);
    });

  it('a cancellation: manager, sponsor and everybody who had been asked, also before rework, and nobody else', () => {
    const recipients = (steps: act.Act[]) =>
      told(steps, act.cancel('manager'))
        .map((each) => each.replace('cancellationNotice to ', ''))
        .sort();
    const offices = ['manager', 'sponsor'];
    const validators = ['validator1', 'validator2'];
    assert.deepEqual(recipients([act.submit()]), [...offices, ...validators].sort());
    const users = ['user1', 'user2'];
    assert.deepEqual(recipients(act.toReview), [...offices, ...validators, ...users].sort());
    assert.deepEqual(
      recipients([...act.toReview, act.delegate('user1', 'owner1')]),
      [...offices, ...validators, ...users, 'owner1'].sort(),
    );
    assert.deepEqual(
      recipients([...act.toReview, act.refuse('user1'), act.conclude('rework')]),
      [...offices, ...validators, ...users].sort(),
    );
  });

  it('a determination: the manager, who refused, and who had decided', () => {
    const steps = [...act.toLastSignature, act.refuse('director'), act.escalate('manager')];
    const notifications = told(steps, act.determine('terminate'));
    for (const id of ['manager', 'director', 'approver1', 'user1'])
      assert.ok(notifications.includes(`determinationNotice to ${id}`), id);
    assert.ok(notifications.includes('terminationNotice to validator1'));
  });

  it('a refusal, where the sponsor belongs to the client: the prompt stays with the firm', () => {
    const engagement = {
      people: people.map((each) => (each.personId === 'sponsor' ? { ...each, party: 'client' } : each)),
    };
    const notifications = givenTerms({ engagement }, ...act.toReview)
      .when(act.refuse('user1'))
      .notifications();
    assert.deepEqual(
      notifications.filter((each) => each.startsWith('indemnityPrompt')),
      ['indemnityPrompt to manager'],
    );
  });

  it('a missed rework: the manager, who is asked for no page; a missed signature: the request comes again', () => {
    const reminderAfter = (...steps: Step[]) => {
      const { milestone, event } = lastReminder(given(...steps));
      return notificationsFor(milestone, event);
    };
    assert.deepEqual(reminderAfter(...act.toValidation, act.fail('validator1')), [
      { kind: 'reminder', recipientId: 'manager' },
    ]);
    assert.deepEqual(reminderAfter(...act.toLastSignature), [
      { kind: 'reminder', recipientId: 'director', asks: 'signature' },
    ]);
  });
});

function lastReminder(waiting: Scenario) {
  const { milestone, events } = handleTimer(waiting.milestone, '2026-03-10T00:00:00.000Z');
  const [event] = events;
  assert.equal(event?.type, 'reminderDue');
  return { milestone, event: event as RecordedEvent };
}
