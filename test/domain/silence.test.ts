// Rule 7: silence means nothing unless the contract says so, delivery is proven, a final notice was given and nothing stands against it.
import assert from 'node:assert/strict';
import { handleTimer } from '../../domain/decide.ts';
import { nextInstant, whatToLookUp } from '../../domain/time/onTimer.ts';
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
  { milestone }: Scenario,
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
  it('counts for nothing where nobody could have answered for some of the further period, and goes to the sponsor', () => {
    const signing = givenTerms(accepted, ...act.toSignOff);
    const mails = delivered('approver1', 'approver2');
    const [notice, week] = ['2026-03-16T17:30:00.000Z', '2026-03-23T17:30:00.000Z'];
    const told = (from: string, to: string) => judged(signing, mails, [{ from, to }]).events[0];
    for (const [from, to] of [
      [notice, week],
      ['2026-03-10T00:00:00.000Z', '2026-03-30T00:00:00.000Z'],
      ['2026-03-18T10:00:00.000Z', '2026-03-18T16:00:00.000Z'],
    ] as const) {
      const event = told(from, to);
      assert.equal(event?.type, 'silenceNotDeemed');
      const [first, last] = [from > notice ? from : notice, to < week ? to : week];
      const reason = `The service could take no answers from ${first} to ${last}, within the further period.`;
      assert.deepEqual(event.reasons, [reason]);
    }
    assert.equal(told('2026-03-10T00:00:00.000Z', notice)?.type, 'silenceDeemed', 'they could answer for all of it');
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
    [
      'the final notice arrived too late for the further period',
      (mails) => mails.map((each) => ({ ...each, sentAt: '2026-03-18T09:00:00.000Z' })),
    ],
    ['only one of two got the mails', (mails) => mails.filter((each) => each.recipientId === 'approver1')],
  ];
  for (const [why, change] of unproven)
    it(`counts for nothing when ${why}`, () => {
      const after = judged(givenTerms(accepted, ...act.toSignOff), change(delivered('approver1', 'approver2')));
      assert.deepEqual(typesOf(after), ['silenceNotDeemed']);
      assert.equal(after.milestone.stage.phase, 'formalSignOff');
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
    assert.deepEqual(typesOf(second), ['silenceNotDeemed'], 'the further period has not run');
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
  return judged({ milestone } as Scenario, deliveries);
}
