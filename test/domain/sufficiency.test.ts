// An acceptance is derived again from the events alone: what nobody decided, or nobody could, is told in words.
import assert from 'node:assert/strict';
import type { RecordedEvent } from '../../domain/events.ts';
import { replay } from '../../domain/evolve.ts';
import type { Acceptance } from '../../domain/milestone.ts';
import { whyInsufficient as judged } from '../../domain/sufficiency/sufficiency.ts';
import { nodePrimitives } from '../../evidence/verify/nodePrimitives.ts';
import { whyInsufficient as toTheReader } from '../../evidence/verify/format1/sufficiency.ts';
import * as act from './acts.ts';
import {
  asIfBy,
  changed,
  inTurn,
  signatureOf,
  type Forgery,
  withAddress,
  withBeforeTheEnd,
  without,
  withoutEvents,
  withoutSignatureOf,
} from './forgeries.ts';
import { given, type Scenario } from './scenario.ts';
import { silentlyAccepted } from './silentAcceptance.ts';

const eventsOf = ({ history }: Scenario): RecordedEvent[] => [...history];

const accepted = eventsOf(given(...act.toAccepted));
const conditional = eventsOf(given(...act.toConditional));

const concession = act.exception('E1', { severity: 3, requirementIds: ['R1'] });
const unmet = [
  { requirementId: 'R1', outcome: 'notMet', evidence: '84 %', severity: 3 },
  { requirementId: 'R2', outcome: 'met', evidence: 'Page 3' },
];
const conceded = eventsOf(
  given(
    act.submit(),
    act.report('validator1', { results: unmet, recommendation: 'acceptWithIssues', exceptions: [concession] }),
    act.report('validator2'),
    ...[act.approve('user1'), act.approve('user2'), act.approve('owner1')],
    ...[act.sign('approver1'), act.sign('approver2'), act.sign('director')],
  ),
);

const silence = { contract: { silence: { signOff: 'deemedAccepted' } } };
const deemed = silentlyAccepted(silence, ...act.toLastSignature);

type Case = [what: string, course: readonly RecordedEvent[], forge: Forgery, told: string];

const oneMonday = '2026-03-02T10:05:00.000Z';

const cases: Case[] = [
  [
    'accepted with the first group’s signatures alone',
    accepted,
    withoutSignatureOf('director'),
    'accepted without the client’s signature: group “Direction” of the approval authority list is not at quorum, not signed by Name of director',
  ],
  [
    'accepted right after the package was submitted',
    accepted,
    without(({ sequence, type }) => sequence > 4 && type !== 'accepted'),
    'acceptance was entered from technical validation, which does not lead there',
  ],
  [
    'a signature of somebody who is not on the list',
    accepted,
    asIfBy('signed', 'director', 'outsider'),
    'Name of outsider of the client signed without being on the approval authority list',
  ],
  [
    'a signature on another digest',
    accepted,
    signatureOf('director', { packageDigest: act.noDigest }),
    'Name of director of the client signed on another digest than that of the current package',
  ],
  [
    'a signature recorded by somebody else',
    accepted,
    changed(
      'signed',
      (event) => ({ ...event, actor: { ...event.actor, personId: 'manager' } }),
      ({ signature }) => signature.personId === 'director',
    ),
    'it is recorded that Name of director of the client signed, but it was Name of manager who acted',
  ],
  [
    'a signature that the system gave',
    accepted,
    changed(
      'signed',
      (event) => ({ ...event, actor: { ...event.actor, authentication: { method: 'system' } } }),
      ({ signature }) => signature.personId === 'director',
    ),
    'a signature of Name of director of the client came by the system itself, which the contract does not take for it',
  ],
  [
    'a signature under another name',
    accepted,
    signatureOf('director', { typedName: 'Somebody Else' }),
    'Name of director of the client signed under another name, “Somebody Else”',
  ],
  [
    'a signature on another statement',
    accepted,
    signatureOf('director', { statementVersion: '0' }),
    'Name of director of the client signed statement version “0”; that of the contract is “1”',
  ],
  [
    'a signature on a statement in another language than the contract has it in',
    accepted,
    signatureOf('director', { statementLanguage: 'fr' }),
    'Name of director of the client signed the statement in “fr”, in which the contract does not have it',
  ],
  [
    'one person’s signature in the place of two',
    accepted,
    asIfBy('signed', 'approver2', 'approver1'),
    'Name of approver1 of the client signed twice on one package',
  ],
  [
    'a signature above the limit',
    accepted,
    changed('milestoneStarted', (event) => ({
      ...event,
      plan: { ...event.plan, value: { ...event.plan.value, amount: '100000.01' } },
    })),
    'Name of approver2 of the client signed above the limit of 100000.00 EUR; the milestone is worth 100000.01 EUR',
  ],
  [
    'who submitted the package signing it',
    accepted,
    inTurn(
      changed('milestoneStarted', (event) => ({
        ...event,
        engagement: { ...event.engagement, engagementManagerId: 'director' },
      })),
      changed('packageFrozen', (event) => ({
        ...event,
        actor: { ...event.actor, personId: 'director' },
        package: { ...event.package, submittedBy: 'director' },
      })),
      changed('milestoneStarted', (event) => ({
        ...event,
        engagement: {
          ...event.engagement,
          people: event.engagement.people.map((each) =>
            each.personId === 'director' ? { ...each, party: 'firm' } : each,
          ),
        },
      })),
    ),
    'the same human submitted the package for the firm and signed: Name of director of the firm',
  ],
  [
    'a validation report by an author of the deliverable',
    accepted,
    changed('milestoneStarted', (event) => ({
      ...event,
      plan: {
        ...event.plan,
        deliverables: event.plan.deliverables.map((each) => ({ ...each, authorIds: ['validator2'] })),
      },
    })),
    'the same human authored and validated: Name of validator2 of the firm',
  ],
  [
    'a validation report left out',
    accepted,
    withoutEvents('validationReported', 'validator2'),
    'accepted without technical validation: “Validators” not at quorum, not passed by Name of validator2',
  ],
  [
    'a validation report without a result',
    accepted,
    changed('validationReported', (event) => ({
      ...event,
      report: { ...event.report, results: event.report.results.filter((each) => each.requirementId !== 'R2') },
    })),
    'the report of Name of validator1 of the firm has no result for requirement R2',
  ],
  [
    'a failed report recorded as passed',
    accepted,
    changed('validationReported', (event) => ({
      ...event,
      report: {
        ...event.report,
        results: event.report.results.map((each) => ({ ...each, outcome: 'notMet' as const })),
      },
    })),
    'the report of Name of validator1 of the firm is recorded as passed, over this: Requirement R1 is not met: Page 3',
  ],
  [
    'a review group that was not at quorum',
    accepted,
    withoutEvents('feedbackGiven', 'user2'),
    'formal sign-off was opened without the quorum of review group “Users”: not approved by Name of user2',
  ],
  [
    'an approval by somebody who was never asked',
    accepted,
    changed(
      'feedbackGiven',
      (event) => ({
        ...event,
        actor: { ...event.actor, personId: 'outsider' },
        feedback: { ...event.feedback, personId: 'outsider', actor: { ...event.actor, personId: 'outsider' } },
      }),
      ({ feedback }) => feedback.personId === 'user2',
    ),
    'Name of outsider of the client reviewed without belonging to a review group',
  ],
  [
    'another package under the digest that was signed',
    accepted,
    changed('packageFrozen', (event) => ({ ...event, package: { ...event.package, summary: 'Half done' } })),
    'the digest that was decided on is not that of the package',
  ],
  [
    'a package that was put in its place after everybody signed',
    accepted,
    withBeforeTheEnd('packageFrozen'),
    'the package was replaced in formal sign-off',
  ],
  [
    'exceptions agreed after the signatures',
    accepted,
    withBeforeTheEnd('exceptionProposed', conditional),
    'Name of director signed without having seen the exceptions accepted under: E1',
  ],
  [
    'exceptions that the signatures name and the record has not',
    conditional,
    withoutEvents('exceptionProposed'),
    'the acceptance states the kind “conditional”; by the record it is “acceptance”',
  ],
  [
    'more released than the exceptions leave',
    conditional,
    changed('acceptedWithExceptions', (event) => ({
      ...event,
      acceptance: { ...event.acceptance, amountReleased: '100000.00', amountWithheld: '0.00' },
    })),
    'the acceptance releases 100000.00 and withholds 0.00; by the record it is 99000.00 and 1000.00',
  ],
  [
    'a requirement not met that no exception names',
    conceded,
    changed('exceptionProposed', (event) => {
      const { requirementIds: _named, ...exception } = event.exception;
      return { ...event, exception };
    }),
    'accepted over requirement R1, found not met and named in no exception',
  ],
  [
    'one human under several person IDs in the roles of both parties',
    accepted,
    withAddress('director', 'Validator1+board@example.com'),
    '“director” and “validator1” have one mailbox and are one human under two person IDs',
  ],
  [
    'a signature from a shared mailbox',
    accepted,
    withAddress('director', 'board@example.com', true),
    'Name of director of the client is a shared mailbox, which decides nothing, and signed',
  ],
  [
    'a concession that its own proposer’s party granted',
    conceded,
    changed('milestoneStarted', (event) => ({
      ...event,
      engagement: {
        ...event.engagement,
        contract: {
          ...event.engagement.contract,
          concessions: { ...event.engagement.contract.concessions, grantedBy: ['user1'] },
        },
      },
    })),
    'accepted under exception E1, a concession that nobody of the client who may has granted',
  ],
  [
    'silence that the contract gives no meaning',
    deemed,
    changed('milestoneStarted', (event) => ({
      ...event,
      engagement: {
        ...event.engagement,
        contract: {
          ...event.engagement.contract,
          silence: { ...event.engagement.contract.silence, signOff: 'none' },
        },
      },
    })),
    'the silence of Name of director was taken for acceptance: the contract gives it no such meaning',
  ],
  [
    'silence judged before its period ended',
    deemed,
    changed('silenceDeemed', (event) => ({ ...event, at: '2026-03-17T10:00:00.000Z' })),
    'the silence of Name of director was taken for acceptance: the further period after the final notice was not over',
  ],
  [
    'silence without a final notice',
    deemed,
    withoutEvents('finalNoticeGiven'),
    'the silence of Name of director was taken for acceptance: No final notice was given',
  ],
  [
    'silence after fewer days than the contract gives',
    deemed,
    changed('approvalGroupAsked', (event) => ({ ...event, wait: { ...event.wait, deadline: oneMonday } })),
    'people were given less than the 10 business days of the contract to answer',
  ],
  [
    'a basis that hides the silence',
    deemed,
    changed('accepted', (event) => ({ ...event, acceptance: { ...event.acceptance, basis: 'express' } })),
    'the acceptance states the basis “express”; by the record it is “deemed”',
  ],
  [
    'a duty that was passed to the other party',
    eventsOf(
      given(
        ...act.toSignOff,
        act.reassign('approver1', 'deputy'),
        act.sign('deputy'),
        act.sign('approver2'),
        act.sign('director'),
      ),
    ),
    inTurn(
      changed('reassigned', (event) => ({ ...event, delegation: { ...event.delegation, toPersonId: 'sponsor' } })),
      asIfBy('signed', 'deputy', 'sponsor'),
    ),
    'the duty of Name of approver1 of the client was passed to Name of sponsor of the firm',
  ],
  [
    'a sponsor’s determination that somebody else made',
    eventsOf(
      given(
        ...[...act.toSignOff, act.refuse('approver1'), act.escalate('approver1'), act.determine('formalSignOff')],
        ...[act.sign('approver1'), act.sign('approver2'), act.sign('director')],
      ),
    ),
    changed('sponsorDecided', (event) => ({ ...event, actor: { ...event.actor, personId: 'manager' } })),
    'the determination was made by Name of manager of the firm and not by the engagement sponsor, Name of sponsor',
  ],
];

const asOf = (fields: Partial<Acceptance>): Forgery =>
  changed('revoked', (event) => ({ ...event, acceptance: { ...event.acceptance, ...fields } }));

/** Vouchers are asked for beside everything else. */
const whyInsufficient = (events: readonly RecordedEvent[]) => judged(events, () => new Map());

describe('Sufficiency of an acceptance', () => {
  it('is found where everybody decided as the rules ask: express, conditional, conceded, deemed', () => {
    for (const course of [accepted, conditional, conceded, deemed]) {
      assert.deepEqual(whyInsufficient(course), []);
      assert.deepEqual(toTheReader(nodePrimitives, course, new Map()), []);
    }
  });

  it('is asked of acceptances only', () => {
    assert.deepEqual(whyInsufficient(eventsOf(given(...act.toLastSignature))), []);
  });

  for (const [what, course, forge, told] of cases)
    it(`is missing, and said to be, with ${what}`, () => {
      const forged = forge(course);
      assert.ok(replay(forged).acceptances.length > 0, 'the state machine believes it');
      const reasons = whyInsufficient(forged);
      assert.ok(
        reasons.some((each) => each.startsWith(told) && /\(event \d+\)$/.test(each)),
        reasons.join('\n'),
      );
      // The verifier finds another package in the file of it.
      const offline = toTheReader(nodePrimitives, forged, new Map());
      assert.ok(offline.length > 0 || what.startsWith('another package under'), 'the verifier believes it');
    });

  it('is asked of a close-out as well: who owns an exception does not verify it', () => {
    const closed = eventsOf(given(...act.toConditional, act.verify('E1', 'approver1')));
    assert.deepEqual(whyInsufficient(closed), []);
    const byAuthor = ({ actor }: RecordedEvent) => ({ actor: { ...actor, personId: 'author' }, verifiedBy: 'author' });
    const forged = changed('exceptionVerified', (event) => ({ ...event, ...byAuthor(event) }))(closed);
    assert.deepEqual(
      [closed, forged].map((each) => toTheReader(nodePrimitives, each, new Map())),
      [[], whyInsufficient(forged)],
    );
    assert.deepEqual(whyInsufficient(forged), [
      'exception E1 was verified closed by Name of author of the firm, who may not verify it (event 20)',
    ]);
  });

  it('is asked of a revocation only as far as who took the acceptance back', () => {
    const taken = eventsOf(given(...act.toAccepted, act.proposeRevocation(), act.confirmRevocation()));
    assert.deepEqual(whyInsufficient(withoutSignatureOf('director')(taken)), []);
    assert.deepEqual(toTheReader(nodePrimitives, withoutSignatureOf('director')(taken), new Map()), []);
    const alone = changed('revoked', (event) => ({ ...event, actor: { ...event.actor, personId: 'manager' } }))(taken);
    assert.deepEqual(whyInsufficient(alone), [
      'the revocation was confirmed by Name of manager of the firm and not by the engagement sponsor, Name of sponsor (event 19)',
      'the same human proposed and confirmed the revocation (event 19)',
    ]);
    assert.deepEqual(toTheReader(nodePrimitives, alone, new Map()), whyInsufficient(alone));
    for (const [forge, says] of [
      [withoutEvents('revocationProposed'), 'the revocation was confirmed without having been proposed'],
      [asOf({ amountReleased: '100000.00', amountWithheld: '0.00' }), 'the acceptance releases 100000.00'],
      [asOf({ supersedes: 'M1-C7' }), 'the acceptance states number M1-C2'],
    ] as const) {
      assert.match(String(whyInsufficient(forge(taken))), new RegExp(says));
      assert.notDeepEqual(toTheReader(nodePrimitives, forge(taken), new Map()), []);
    }
  });
});
