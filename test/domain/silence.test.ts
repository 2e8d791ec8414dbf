// Rule 7: silence means nothing unless the contract says so, delivery is proven, a final notice was given and nothing stands against it.
import assert from 'node:assert/strict';
import { handleTimer } from '../../domain/decide.ts';
import { nextInstant, whatToLookUp } from '../../domain/time/onTimer.ts';
import { notificationsFor } from '../../domain/requests/notifications.ts';
import { pendingAssignees } from '../../domain/requests/pendingAssignees.ts';
import type { Outage } from '../../domain/time/outages.ts';
import type { Delivery, Milestone } from '../../domain/milestone.ts';
import type { RecordedEvent } from '../../domain/events.ts';
import * as act from './acts.ts';
import { given, givenTerms, ruleOn, type Scenario } from './scenario.ts';

const silence = (terms: object) => ({ contract: { silence: terms } });
const accepted = silence({ review: 'deemedAccepted', signOff: 'deemedAccepted' });

const delivered = (...ids: string[]): Delivery[] =>
  ids.flatMap((recipientId) =>
    ['reviewRequest', 'signatureRequest', 'finalNotice'].map((kind): Delivery => ({
      mailId: `${kind}:${recipientId}`,
      recipientId,
      kind,
      status: 'sent',
      sentAt: '2026-03-16T17:31:00.000Z',
      response: '250 taken',
    })),
  );

/** Lets the clock run up to the judging of silence, and judges it on these deliveries. */
function judged(
  { milestone }: Pick<Scenario, 'milestone'>,
  deliveries: readonly Delivery[],
  outages: readonly Outage[] = [],
): { milestone: Milestone; events: RecordedEvent[] } {
  for (;;) {
    const next = nextInstant(milestone);
    assert.ok(next);
    const isJudged = whatToLookUp(milestone, next) !== undefined;
    const passed = handleTimer(milestone, next, { deliveries, outages });
    if (isJudged) return passed;
    milestone = passed.milestone;
  }
}

const typesOf = ({ events }: { events: RecordedEvent[] }) => events.map((each) => each.type);

describe('Silence under a contract that makes it acceptance', () => {
  it('is judged later by as long as nobody could have answered in the further period, who is silent is told, and so is the manager', () => {
    const signing = givenTerms(accepted, ...act.toSignOff);
    const mails = delivered('approver1', 'approver2');
    const [notice, week] = ['2026-03-16T17:30:00.000Z', '2026-03-23T17:30:00.000Z'];
    const reached = '2026-03-16T17:31:00.000Z';
    for (const [from, to, until] of [
      [notice, week, '2026-03-30T17:29:00.000Z'],
      ['2026-03-18T10:00:00.000Z', '2026-03-18T16:00:00.000Z', '2026-03-23T23:30:00.000Z'],
    ] as const) {
      const first = judged(signing, mails, [{ from, to }]);
      const [event] = first.events;
      assert.equal(event?.type, 'furtherPeriodExtended');
      assert.equal(event.judgedAt, until);
      const [lost, back] = [from > reached ? from : reached, to].map((at) => at.slice(0, 19).replace('T', ' '));
      const reason = `The service could take no answers from ${lost} UTC to ${back} UTC, within the further period.`;
      assert.deepEqual(event.reasons, [reason]);
      assert.deepEqual(
        notificationsFor(first.milestone, event).map((each) => `${each.kind} to ${each.recipientId}`),
        ['approver1', 'approver2', 'manager'].map((each) => `furtherPeriodNotice to ${each}`),
      );
      assert.equal(nextInstant(first.milestone), until, 'and nothing is escalated before');
      const second = judged(first, mails, [{ from, to }]);
      assert.deepEqual(typesOf(second), ['silenceDeemed', 'approvalGroupAsked'], 'the same outage counts once');
      assert.equal(second.events[0]?.at, until);
    }
    const before = judged(signing, mails, [{ from: '2026-03-10T00:00:00.000Z', to: reached }]);
    assert.equal(before.events[0]?.type, 'silenceDeemed', 'they could answer for all of it');
  });

  it('is judged no sooner than a service that was away at the end of the further period was back for as long as it had been away', () => {
    const signing = givenTerms(accepted, ...act.toSignOff).when({ until: '2026-03-17T00:00:00.000Z' });
    const back = '2026-03-27T09:00:00.000Z';
    const outages = [{ from: '2026-03-23T15:30:00.000Z', to: back }];
    const event = handleTimer(signing.milestone, back, { deliveries: delivered('approver1', 'approver2'), outages })
      .events[0];
    assert.equal(event?.type, 'furtherPeriodExtended');
    assert.equal(event.judgedAt, '2026-03-27T11:00:00.000Z', 'two hours of the period were left');
  });

  it('counts for nothing, however long nobody could answer, where something stands against it', () => {
    const mails = delivered('approver1');
    const outages = [{ from: '2026-03-18T10:00:00.000Z', to: '2026-03-18T16:00:00.000Z' }];
    assert.deepEqual(typesOf(judged(givenTerms(accepted, ...act.toSignOff), mails, outages)), ['silenceNotDeemed']);
  });

  it('is preceded by a final notice at the deadline, and judged after the further period', () => {
    const after = givenTerms(accepted, ...act.toSignOff).when({ until: '2026-04-30T00:00:00.000Z' });
    assert.deepEqual(
      after.events.map((each) => `${each.at.slice(5, 16)} ${each.type}`),
      [
        '03-09T09:00 reminderDue',
        '03-12T09:00 reminderDue',
        '03-16T09:00 reminderDue',
        '03-16T17:30 finalNoticeGiven',
        '03-23T17:30 silenceNotDeemed',
        '03-25T17:30 overdueEscalated',
        '03-27T17:30 overdueEscalated',
        '03-31T16:30 overdueEscalated',
      ],
    );
  });

  it('counts when request and final notice are proven to have been delivered, and the certificate says deemed', () => {
    const first = judged(givenTerms(accepted, ...act.toSignOff), delivered('approver1', 'approver2'));
    assert.deepEqual(typesOf(first), ['silenceDeemed', 'approvalGroupAsked']);
    const second = judgedOn(first.milestone, delivered('director').map(later));
    assert.deepEqual(typesOf(second), ['silenceDeemed', 'accepted']);
    const { acceptances, signatures, deemings } = second.milestone;
    assert.equal(acceptances.at(-1)?.basis, 'deemed');
    assert.deepEqual(signatures, [], 'nobody signed for anybody');
    assert.deepEqual(
      deemings.map((each) => each.personIds),
      [['approver1', 'approver2'], ['director']],
    );
    assert.equal(deemings[0]?.deliveries.length, 6);
  });

  it('does not make an acceptance deemed when everybody needed signed after all', () => {
    const { milestone } = judged(givenTerms(accepted, ...act.toReview), delivered('user1', 'user2'));
    assert.equal(milestone.stage.phase, 'inReview');
    const signed = givenTerms(accepted, ...act.toAccepted).event('accepted').acceptance;
    assert.equal(signed.basis, 'express');
  });

  const unproven: [string, (mails: Delivery[]) => Delivery[]][] = [
    ['the request never left', (mails) => mails.filter((each) => each.kind !== 'signatureRequest')],
    [
      'the final notice is still queued',
      (mails) => mails.map((each) => (each.kind === 'finalNotice' ? { ...each, status: 'queued' } : each)),
    ],
    [
      'the final notice was rejected',
      (mails) => mails.map((each) => (each.kind === 'finalNotice' ? { ...each, status: 'failed' } : each)),
    ],
    ['only one of two got the mails', (mails) => mails.filter((each) => each.recipientId === 'approver1')],
  ];
  for (const [why, change] of unproven)
    it(`counts for nothing when ${why}`, () => {
      const after = judged(givenTerms(accepted, ...act.toSignOff), change(delivered('approver1', 'approver2')));
      assert.deepEqual(typesOf(after), ['silenceNotDeemed']);
      assert.equal(after.milestone.stage.phase, 'formalSignOff');
    });

  it('is judged later when the final notice reached one of them late, by the period counted from then', () => {
    const late = delivered('approver1', 'approver2').map((each) =>
      each.recipientId === 'approver2' ? { ...each, sentAt: '2026-03-18T09:00:00.000Z' } : each,
    );
    const first = judged(givenTerms(accepted, ...act.toSignOff), late);
    const [event] = first.events;
    assert.ok(event?.type === 'furtherPeriodExtended');
    assert.deepEqual(
      [event.judgedAt, event.reasons],
      ['2026-03-25T17:30:00.000Z', ['The final notice reached Name of approver2 only at 2026-03-18T09:00:00.000Z.']],
    );
    assert.deepEqual(typesOf(judged(first, late)), ['silenceDeemed', 'approvalGroupAsked']);
  });

  it('counts for nothing when a mail came back', () => {
    const bounced = givenTerms(accepted, ...act.toSignOff).when(
      act.but(act.bounce('approver1'), { mailId: 'finalNotice:approver1' }),
    );
    assert.deepEqual(typesOf(judged(bounced, delivered('approver1', 'approver2'))), ['silenceNotDeemed']);
  });

  it('counts for nothing after a refusal that the refuser has not taken back', () => {
    const asked = givenTerms(
      accepted,
      ...act.toSignOff,
      act.refuse('approver1'),
      act.conclude('askAgain'),
      act.confirmOutcome('approver1'),
    );
    const after = judged(asked, delivered('approver1', 'approver2'));
    assert.deepEqual(typesOf(after), ['silenceNotDeemed']);
    const [event] = after.events;
    assert.ok(event?.type === 'silenceNotDeemed' && /refused/.test(event.reasons.join()));
  });

  it('counts for nothing beside a critical issue the contract let through', () => {
    const critical = { issues: [{ description: 'Slow', severity: 2, isMaterial: false }] };
    const contract = { silence: { signOff: 'deemedAccepted' }, acceptableIssueSeverity: 1 };
    const steps = [
      act.submit(),
      act.report('validator1', critical),
      act.report('validator2'),
      ...act.toSignOff.slice(3),
    ];
    assert.deepEqual(typesOf(judged(givenTerms({ contract }, ...steps), delivered('approver1', 'approver2'))), [
      'silenceNotDeemed',
    ]);
  });

  it('never counts in review while feedback is not addressed', () => {
    const asked = givenTerms(accepted, ...act.toReview, act.comment('user1', 'Why?'));
    assert.deepEqual(typesOf(judged(asked, delivered('user1', 'user2'))), ['silenceNotDeemed']);
    const answered = asked.when(act.address('F1'));
    assert.deepEqual(typesOf(judged(answered, delivered('user1', 'user2'))), ['silenceDeemed', 'reviewGroupAsked']);
  });

  it('is judged only after the final notice, even when the workflow slept through both', () => {
    const { milestone } = givenTerms(accepted, ...act.toSignOff);
    const late = '2026-05-01T00:00:00.000Z';
    const first = handleTimer(milestone, late, { deliveries: delivered('approver1', 'approver2') });
    assert.deepEqual(typesOf(first), ['finalNoticeGiven']);
    const second = handleTimer(first.milestone, late, {
      deliveries: delivered('approver1', 'approver2').map((each) => ({ ...each, sentAt: late })),
    });
    assert.deepEqual(typesOf(second), ['furtherPeriodExtended'], 'the further period has not run');
  });

  it('leaves a decision of the last moment its effect', () => {
    const noticed = givenTerms(accepted, ...act.toSignOff).when({ until: '2026-03-20T00:00:00.000Z' });
    noticed.when(act.refuse('approver1')).then('refused', 'facilitationOpened');
    const signed = noticed.when(act.sign('approver1')).when(act.sign('approver2'));
    signed.then('signed', 'approvalGroupAsked');
  });

  it('of somebody who refuses later no longer counts, and that of others still does', () => {
    const { milestone } = judged(givenTerms(accepted, ...act.toSignOff), delivered('approver1', 'approver2'));
    const now = '2026-03-24T10:00:00.000Z';
    const asked = [act.refuse('approver1'), act.conclude('askAgain')].reduce(
      (state, step) => ruleOn(state, step(state), now).milestone,
      milestone,
    );
    assert.equal(asked.stage.phase, 'formalSignOff');
    assert.deepEqual(pendingAssignees(asked), ['approver1']);
  });
});

describe('Silence under a contract that makes it rejection', () => {
  it('leads to facilitation, and those who had signed are told', () => {
    const terms = silence({ signOff: 'deemedRejected' });
    const after = judged(givenTerms(terms, ...act.toSignOff, act.sign('approver1')), delivered('approver2'));
    assert.deepEqual(typesOf(after), ['silenceDeemed', 'facilitationOpened']);
    assert.equal(after.milestone.stage.phase, 'facilitation');
  });
});

describe('Silence under a contract that says nothing of it', () => {
  it('is followed by no final notice, and is never judged', () => {
    const after = given(...act.toSignOff).when({ until: '2030-01-01T00:00:00.000Z' });
    assert.ok(!after.events.some((each) => each.type === 'finalNoticeGiven'));
    assert.equal(after.phase, 'formalSignOff');
  });
});

const later = (each: Delivery): Delivery => ({ ...each, sentAt: '2026-04-06T16:31:00.000Z' });

function judgedOn(milestone: Milestone, deliveries: Delivery[]) {
  return judged({ milestone }, deliveries);
}
