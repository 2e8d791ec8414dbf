// What the firm enters as a decision of somebody of the client: where the contract allows it, on a document, with time to object.
import assert from 'node:assert/strict';
import { handleTimer } from '../../domain/decide.ts';
import type { RecordedEvent } from '../../domain/events.ts';
import { standingEntries } from '../../domain/entered/entries.ts';
import { whyInsufficient as judged } from '../../domain/sufficiency/sufficiency.ts';
import { engagement as engagementSchema } from '../../domain/terms/engagement.ts';
import { nodePrimitives } from '../../evidence/verify/nodePrimitives.ts';
import { whyInsufficient as toTheReader } from '../../evidence/verify/format1/sufficiency.ts';
import { certificateDocument } from '../../evidence/certificate.ts';
import { pendingAssignees } from '../../domain/requests/pendingAssignees.ts';
import * as act from './acts.ts';
import { engagementWith } from './cast.ts';
import { ended, letterTerms, periodEnds, signing, told } from './entering.ts';
import { asIfBy, changed, inTurn, type Forgery } from './forgeries.ts';
import { given, givenTerms, Scenario, until } from './scenario.ts';

const entered = signing(act.enter('director'));
const byLetter = letterTerms.contract.channels.client;

const why = (events: readonly RecordedEvent[]): string[] => judged(events, () => new Map());

describe('What the firm enters as a decision of somebody of the client', () => {
  it('is off unless the contract names it for that kind of decision of the client', () => {
    given(...act.toLastSignature)
      .when(act.enter('director'))
      .then('CHANNEL_NOT_ALLOWED', 'forPersonId');
    const onlyReview = { contract: { channels: { client: { review: byLetter.review } } } };
    givenTerms(onlyReview, ...act.toLastSignature)
      .when(act.enter('director'))
      .then('CHANNEL_NOT_ALLOWED', 'forPersonId');
    givenTerms(onlyReview, ...act.toReview)
      .when(act.enter('user1'))
      .then('decisionEntered');
  });

  it('is named in a contract for review or signature of the client, beside a channel of their own', () => {
    const fields = (channels: object) =>
      engagementSchema
        .safeParse(engagementWith({ channels }))
        .error?.issues.map((each) => each.path.slice(2).join('.'));
    assert.equal(fields({ client: byLetter }), undefined);
    assert.deepEqual(fields({ client: { everyKind: ['link', 'enteredByFirm'] } }), ['client.everyKind']);
    assert.deepEqual(fields({ client: { refusal: ['link', 'enteredByFirm'] } }), ['client.refusal']);
    assert.deepEqual(fields({ client: { signature: ['enteredByFirm'] } }), ['client.signature']);
    assert.deepEqual(fields({ firm: { signature: ['link', 'enteredByFirm'] } }), ['firm.signature']);
  });

  it('is told to them with a page to object on, to manager and sponsor, and decides nothing before', () => {
    entered.then('decisionEntered').thenIn('formalSignOff');
    assert.deepEqual(entered.notifications(), ['entryNotice to director', 'entryNotice to manager']);
    assert.deepEqual(pendingAssignees(entered.milestone), ['director'], 'who is asked as before');
    assert.deepEqual(
      entered.milestone.signatures.map((each) => each.personId),
      ['approver1', 'approver2'],
    );
    assert.equal(entered.milestone.entered[0]?.objectBy, periodEnds);
    assert.equal(entered.milestone.entered[0]?.files[0]?.documentId, 'letter');
  });

  it('counts when the period is over, and is nobody’s signature', () => {
    const after = ended(entered).then('entryUpheld', 'accepted');
    const acceptance = after.milestone.acceptances[0]!;
    assert.equal(acceptance.basis, 'entered');
    const head = { sequence: after.milestone.sequence, hash: '' };
    const certificate = certificateDocument(after.milestone, acceptance, head, { events: after.history });
    assert.deepEqual(
      certificate.signatories.map((each) => each.personId),
      ['approver1', 'approver2'],
    );
    const [entry] = certificate.entered;
    assert.deepEqual(
      [entry?.name, entry?.enteredBy, entry?.decidedOn, entry?.files[0]?.fileName, entry?.objectBy],
      ['Name of director', 'Name of sponsor', '2026-03-02', 'letter.pdf', periodEnds],
    );
    assert.deepEqual(why(after.history), []);
  });

  it('counts for an approval in review as well, and the certificate says so', () => {
    const reviewing = givenTerms(letterTerms, ...act.toReview, act.approve('user1'), act.enter('user2'));
    const after = ended(reviewing).then('entryUpheld', 'reviewGroupAsked');
    const accepted = [act.approve('owner1'), ...act.toAccepted.slice(-3)].reduce<Scenario>(
      (on, each) => on.when(each),
      after,
    );
    accepted.then('signed', 'accepted');
    assert.equal(accepted.milestone.acceptances[0]?.basis, 'entered');
    assert.deepEqual(why(accepted.history), []);
  });

  it('stands for nothing once they object in time; only they can decide then', () => {
    const opposed = entered.when(act.opposeEntry('director')).then('entryOpposed').thenIn('formalSignOff');
    assert.deepEqual(opposed.notifications(), [
      'decisionReceipt to director',
      'entryOutcomeNotice to manager',
      'entryOutcomeNotice to sponsor',
    ]);
    assert.deepEqual(pendingAssignees(opposed.milestone), ['director']);
    assert.equal(opposed.when(until('2026-03-16T17:29:00.000Z')).phase, 'formalSignOff');
    opposed.when(act.enter('director')).then('ALREADY_DECIDED', 'forPersonId');
    opposed.when(act.sign('director')).then('signed', 'accepted');
  });

  it('is objected to by whose decision it is, and only as long as the period runs', () => {
    entered.when(act.opposeEntry('approver1')).then('WRONG_ACTOR', 'actor.personId');
    entered.when(act.opposeEntry('director', 'N7')).then('NOTHING_TO_OBJECT_TO', 'entryId');
    const late = new Scenario(entered.milestone, periodEnds, [], [...entered.history]);
    late.when(act.opposeEntry('director')).then('NOTHING_TO_OBJECT_TO', 'entryId');
    const after = ended(entered).when(act.opposeEntry('director')).then('NOTHING_TO_OBJECT_TO');
    assert.match(after.result?.outcome.message ?? '', /tell "manager" and "sponsor", who together can revoke/);
  });

  it('gives way to what they decide themselves, whatever it is', () => {
    const own = entered.when(act.sign('director')).then('signed', 'accepted');
    assert.equal(own.milestone.acceptances[0]?.basis, 'express');
    const refused = entered.when(act.refuse('director')).then('refused', 'facilitationOpened');
    assert.equal(refused.when(act.conclude('askAgain')).when(until('2026-03-17T10:00:00.000Z')).phase, 'formalSignOff');
  });

  it('stands for nothing without proof that they were told, or where that mail came back', () => {
    for (const deliveries of [[], told(entered).map((each) => ({ ...each, status: 'failed' as const }))])
      ended(entered, { deliveries }).then('entryDropped').thenIn('formalSignOff');
    const returned = entered.when(act.bounce('director', 'mail-N1'));
    ended(returned, { deliveries: told(entered) }).then('entryDropped');
  });

  it('gives more time by exactly what nobody could object in, and from when they were told', () => {
    const hour = [{ from: '2026-03-10T10:00:00.000Z', to: '2026-03-10T11:00:00.000Z' }];
    const more = ended(entered, { outages: hour }).then('objectionPeriodExtended');
    assert.equal(more.milestone.entered[0]?.objectBy, '2026-03-16T18:30:00.000Z');
    assert.deepEqual(more.notifications(), ['entryPeriodNotice to director']);
    const { milestone } = more.when(until('2026-03-16T18:29:00.000Z'));
    const passed = handleTimer(milestone, '2026-03-16T18:30:00.000Z', { deliveries: told(entered), outages: hour });
    assert.deepEqual(
      passed.events.map((each) => each.type),
      ['entryUpheld', 'accepted'],
    );
    const late = ended(entered, { deliveries: told(entered, '2026-03-04T09:00:00.000Z') }).then(
      'objectionPeriodExtended',
    );
    assert.equal(late.milestone.entered[0]?.objectBy, '2026-03-18T17:30:00.000Z');
  });

  it('is entered by somebody of the firm, over its own system, who neither made nor submitted the work nor decides on it', () => {
    for (const by of ['manager', 'author', 'validator1'])
      signing()
        .when(act.enter('director', {}, by))
        .then('SEPARATION_OF_DUTIES', 'actor.personId');
    signing()
      .when(act.enter('director', {}, 'approver1'))
      .then('WRONG_ACTOR', 'actor.personId');
    signing()
      .when(act.by({ method: 'temporalMessage' }, act.enter('director')))
      .then('CHANNEL_NOT_ALLOWED', 'actor.authentication.method');
    signing()
      .when(act.by({ method: 'requestLink', requestId: 'r1' }, act.enter('director')))
      .then('CHANNEL_NOT_ALLOWED', 'actor.authentication.method');
  });

  it('does not let who entered it sign for the firm beside it', () => {
    const list = [
      { name: 'Client', members: [{ personId: 'director' }] },
      { name: 'Firm', members: [{ personId: 'author' }], delegates: [{ personId: 'sponsor' }] },
    ];
    const both = givenTerms(
      { ...letterTerms, plan: { approvalAuthorityList: list } },
      ...act.toSignOff,
      act.enter('director'),
    );
    const asked = ended(both).then('entryUpheld', 'approvalGroupAsked');
    asked.when(act.delegate('author', 'sponsor')).then('SEPARATION_OF_DUTIES');
  });

  it('does not let who entered it review for the firm beside it, by whoever passes that on', () => {
    const reviewGroups = [
      { name: 'Users', memberIds: ['user1', 'user2'] },
      { name: 'Firm', memberIds: ['validator1'] },
    ];
    const reviewing = givenTerms(
      { ...letterTerms, plan: { reviewGroups } },
      ...act.toReview,
      act.approve('user1'),
      act.enter('user2'),
    );
    for (const each of [reviewing, ended(reviewing).then('entryUpheld', 'reviewGroupAsked')]) {
      each.when(act.reassign('validator1', 'sponsor')).then('DELEGATE_NOT_ELIGIBLE', 'toPersonId');
      each.when(act.reassign('validator1', 'author')).then('reassigned');
    }
  });

  it('rests on an uploaded document that is not of the package, dated when there was one to decide on', () => {
    signing()
      .when(act.enter('director', { documentIds: [] }))
      .then('INVALID_MESSAGE', 'documentIds');
    signing()
      .when(act.enter('director', { documentIds: ['missing1'] }))
      .then('DOCUMENT_UNKNOWN', 'documentIds');
    signing()
      .when(act.enter('director', { documentIds: ['doc1'] }))
      .then('INVALID_MESSAGE', 'documentIds');
    signing()
      .when(act.enter('director', { decidedOn: '2026-03-03' }))
      .then('INVALID_MESSAGE', 'decidedOn');
    signing()
      .when(act.enter('director', { decidedOn: '2026-03-01' }))
      .then('INVALID_MESSAGE', 'decidedOn');
    signing()
      .when(act.enter('director', { packageDigest: act.noDigest }))
      .then('STALE_PACKAGE');
  });

  it('is for whoever is asked now, once', () => {
    signing().when(act.enter('approver1')).then('ALREADY_DECIDED', 'forPersonId');
    signing().when(act.enter('outsider')).then('NOT_ON_LIST');
    entered.when(act.enter('director')).then('ALREADY_DECIDED', 'forPersonId');
    givenTerms(letterTerms, ...act.toSignOff)
      .when(act.enter('director'))
      .then('NOT_YET_ASKED');
  });

  it('names the exceptions, falls with those agreed later, and grants no concession', () => {
    const under = givenTerms(letterTerms, ...act.toSignOff, act.propose('E1'));
    under.when(act.enter('approver1', { exceptionIds: [] })).then('EXCEPTIONS_CHANGED', 'exceptionIds');
    const later = under.when(act.enter('approver1')).then('decisionEntered').when(act.propose('E2'));
    later.then('exceptionProposed', 'entryDropped', 'formalSignOffOpened');
    const conceded = act.exception('E1', { severity: 3, requirementIds: ['R1'] });
    const unmet = [
      { requirementId: 'R1', outcome: 'notMet', evidence: '84 %', severity: 3 },
      { requirementId: 'R2', outcome: 'met', evidence: 'Page 3' },
    ];
    givenTerms(
      letterTerms,
      act.submit(),
      act.report('validator1', { results: unmet, recommendation: 'acceptWithIssues', exceptions: [conceded] }),
      ...[act.report('validator2'), act.approve('user1'), act.approve('user2'), act.approve('owner1')],
    )
      .when(act.enter('approver1'))
      .then('CHANNEL_NOT_ALLOWED', 'duty');
  });

  it('is void with a new package', () => {
    const asked = givenTerms(
      letterTerms,
      ...act.toReview,
      act.enter('user1'),
      act.requestRevision('user2'),
      act.submit(),
    );
    assert.deepEqual(standingEntries(asked.milestone, 'review'), []);
    assert.equal(asked.milestone.entered[0]?.isVoid, true);
  });
});

describe('An acceptance on record that rests on what the firm entered', () => {
  const upheld = ended(entered).history;
  const forged: [what: string, forge: Forgery, told: string][] = [
    [
      'without the contract saying so',
      changed('milestoneStarted', (event) => {
        const { contract } = event.engagement;
        const channels = { ...contract.channels, client: { everyKind: contract.channels.client.everyKind } };
        return { ...event, engagement: { ...event.engagement, contract: { ...contract, channels } } };
      }),
      'the signature of Name of director of the client was entered by Name of sponsor: the contract does not take it that way',
    ],
    [
      'by who submitted the package',
      changed('decisionEntered', (event) => {
        const actor = { ...event.actor, personId: 'manager' };
        return { ...event, actor, entry: { ...event.entry, enteredBy: 'manager', actor } };
      }),
      'was entered by Name of manager: "manager" submitted the package and cannot enter a decision of somebody else',
    ],
    [
      'with access to Temporal',
      changed('decisionEntered', (event) => {
        const actor = { ...event.actor, authentication: { method: 'temporalMessage' as const } };
        return { ...event, actor, entry: { ...event.entry, actor } };
      }),
      'was entered by Name of sponsor: the contract does not take it that way',
    ],
    [
      'on no document',
      changed('decisionEntered', (event) => ({ ...event, entry: { ...event.entry, files: [] } })),
      'was entered by Name of sponsor: no document shows it',
    ],
    [
      'before the period was over',
      changed('entryUpheld', (event) => ({ ...event, at: '2026-03-10T10:00:00.000Z' })),
      'was entered by Name of sponsor: the period to object was not over',
    ],
    [
      'with less time than the contract gives',
      changed('decisionEntered', (event) => ({
        ...event,
        entry: { ...event.entry, objectBy: '2026-03-10T10:00:00.000Z' },
      })),
      'was entered by Name of sponsor: it leaves less time to object than the contract does',
    ],
    [
      'though they were not told',
      changed('entryUpheld', (event) => ({ ...event, deliveries: [] })),
      'was entered by Name of sponsor: There is no proof that Name of director was told of it',
    ],
  ];
  for (const [what, forge, sentence] of forged)
    it(`is insufficient ${what}`, () => {
      const found = why(forge(upheld));
      assert.ok(
        found.some((each) => each.includes(sentence)),
        found.join('\n'),
      );
      assert.ok(
        found.some((each) => each.startsWith('accepted without the client’s signature')),
        found.join('\n'),
      );
    });

  it('is insufficient where it says that everybody signed', () => {
    const found = why(
      changed('accepted', (event) => ({ ...event, acceptance: { ...event.acceptance, basis: 'express' } }))(upheld),
    );
    assert.deepEqual(found, ['the acceptance states the basis “express”; by the record it is “entered” (event 21)']);
  });

  it('does not suffice where who entered a decision of somebody else was passed a duty, and reviewed for them', () => {
    const firmReviews = {
      ...letterTerms,
      plan: {
        reviewGroups: [
          { name: 'Users', memberIds: ['user1', 'user2'] },
          { name: 'Firm', memberIds: ['author'] },
        ],
      },
    };
    const reviewing = givenTerms(firmReviews, ...act.toReview, act.enter('user1'), act.approve('user2'));
    const { history: course } = [act.delegate('author', 'validator2'), act.approve('validator2')]
      .concat(act.sign('approver1'), act.sign('approver2'), act.sign('director'))
      .reduce((played, step) => played.when(step), ended(reviewing));
    assert.deepEqual(why(course), []);
    assert.deepEqual(toTheReader(nodePrimitives, course, new Map()), []);
    const forged = inTurn(
      changed('delegated', (event) => ({ ...event, delegation: { ...event.delegation, toPersonId: 'sponsor' } })),
      asIfBy('feedbackGiven', 'validator2', 'sponsor'),
    )(course);
    const told = /^the same human entered a decision of somebody else and reviewed: Name of sponsor of the firm/;
    for (const reasons of [why(forged), toTheReader(nodePrimitives, forged, new Map())])
      assert.ok(
        reasons.some((each) => told.test(each)),
        reasons.join('\n'),
      );
  });
});
