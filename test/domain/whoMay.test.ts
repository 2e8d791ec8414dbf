// Who may do what moves money or ends a duty: every cell of the table as written here, and each act tried at the door of the domain.
import assert from 'node:assert/strict';
import type { Engagement } from '../../domain/terms/engagement.ts';
import { whoMay, whyMayNot, type GuardedAct, type WhoMay } from '../../domain/people/whoMay.ts';
import { verifiersOf } from '../../domain/exceptions/verifiers.ts';
import * as act from './acts.ts';
import { engagementWith, people } from './cast.ts';
import { given, givenTerms, Scenario, started, until, type Step } from './scenario.ts';
import { SignOffError } from '../../domain/errors.ts';

/** From the closest to the farthest somebody can stand from whoever has a stake in an act. */
const relations = [
  'the same person',
  'the same human under another ID',
  'another of the party',
  'the other party',
] as const;

/** To whom it is reserved, then who may against the owner and against the proposer, in the order of the relations. */
const expected: Record<GuardedAct, [by: WhoMay['by'], owner: string, proposer: string]> = {
  recordValidationReport: ['listed', 'no  no  yes yes', 'yes yes yes yes'],
  sign: ['listed', 'no  no  yes yes', 'yes yes yes yes'],
  enterDecision: ['firm', 'no  no  yes yes', 'no  no  yes yes'],
  deemAccepted: ['time', 'no  no  no  yes', 'yes yes yes yes'],
  submitPackage: ['manager', 'yes yes yes yes', 'yes yes yes yes'],
  takeBackPackage: ['manager', 'yes yes yes yes', 'yes yes yes yes'],
  addressFeedback: ['manager', 'yes yes yes yes', 'yes yes yes yes'],
  scheduleReviewMeeting: ['manager', 'yes yes yes yes', 'yes yes yes yes'],
  recordMeetingNotes: ['manager', 'yes yes yes yes', 'yes yes yes yes'],
  recordFacilitationOutcome: ['manager', 'yes yes yes yes', 'yes yes yes yes'],
  reassign: ['manager', 'yes yes yes yes', 'yes yes yes yes'],
  amendTerms: ['managerOrSponsor', 'yes yes yes yes', 'yes yes yes yes'],
  appointDeputy: ['manager', 'yes yes yes yes', 'yes yes yes yes'],
  endDeputy: ['manager', 'yes yes yes yes', 'yes yes yes yes'],
  correctCalendar: ['manager', 'yes yes yes yes', 'yes yes yes yes'],
  extendDeadline: ['managerOrSponsor', 'yes yes yes yes', 'yes yes yes yes'],
  extendSponsorsDeadline: ['sponsor', 'yes yes yes yes', 'yes yes yes yes'],
  escalate: ['managerOrSponsor', 'yes yes yes yes', 'yes yes yes yes'],
  escalateOverdue: ['manager', 'yes yes yes yes', 'yes yes yes yes'],
  proposeException: ['manager', 'yes yes yes yes', 'yes yes yes yes'],
  verifyException: ['listed', 'no  no  no  yes', 'no  no  no  yes'],
  rejectClosure: ['listed', 'no  no  no  yes', 'no  no  no  yes'],
  grantConcession: ['listed', 'no  no  yes yes', 'no  no  yes yes'],
  extendException: ['listed', 'no  no  no  yes', 'no  no  yes yes'],
  failException: ['sponsor', 'yes yes yes yes', 'yes yes yes yes'],
  decideAsSponsor: ['sponsor', 'no  no  yes yes', 'yes yes yes yes'],
  cancel: ['managerOrSponsor', 'yes yes yes yes', 'yes yes yes yes'],
  stopClock: ['managerOrSponsor', 'yes yes yes yes', 'yes yes yes yes'],
  resumeClock: ['managerOrSponsor', 'yes yes yes yes', 'yes yes yes yes'],
  nudge: ['manager', 'yes yes yes yes', 'yes yes yes yes'],
  correctPerson: ['managerOrSponsor', 'yes yes yes yes', 'yes yes yes yes'],
  addPerson: ['managerOrSponsor', 'yes yes yes yes', 'yes yes yes yes'],
  proposePart: ['manager', 'yes yes yes yes', 'yes yes yes yes'],
  withdrawPart: ['manager', 'yes yes yes yes', 'yes yes yes yes'],
  amendPlan: ['managerOrSponsor', 'yes yes yes yes', 'yes yes yes yes'],
  withdrawAmendment: ['managerOrSponsor', 'yes yes yes yes', 'yes yes yes yes'],
  consentToAmendment: ['listed', 'yes yes yes yes', 'no  no  no  yes'],
  revokeLink: ['managerOrSponsor', 'yes yes yes yes', 'yes yes yes yes'],
  resetPasskeys: ['managerOrSponsor', 'yes yes yes yes', 'yes yes yes yes'],
  proposeRevocation: ['manager', 'yes yes yes yes', 'yes yes yes yes'],
  confirmRevocation: ['sponsor', 'yes yes yes yes', 'no  no  yes yes'],
  declineRevocation: ['sponsor', 'yes yes yes yes', 'no  no  yes yes'],
  registerInvoice: ['firm', 'yes yes yes yes', 'yes yes yes yes'],
  registerCreditNote: ['firm', 'yes yes yes yes', 'yes yes yes yes'],
};

const actorOf = (by: WhoMay['by']): string =>
  ({
    manager: 'manager',
    sponsor: 'sponsor',
    managerOrSponsor: 'manager',
    listed: 'validator1',
    firm: 'author',
    time: 'validator1',
  })[by];

const twin = (personId: string) => ({
  ...people.find((each) => each.personId === personId),
  personId: 'twin',
  email: `${personId.toUpperCase()}@Example.com`,
  party: 'client',
});

const holders = (actor: string) => [actor, 'twin', actor === 'validator2' ? 'author' : 'validator2', 'director'];

const engagementFor = (actor: string, contract: object = {}) =>
  engagementWith(contract, { people: [...people, twin(actor)] }) as unknown as Engagement;

describe('Who may do what moves money or ends a duty', () => {
  it('is written down for every act of the table', () => {
    assert.deepEqual(Object.keys(expected).sort(), Object.keys(whoMay).sort());
  });

  for (const [name, [by, ...sides]] of Object.entries(expected) as [GuardedAct, (typeof expected)[GuardedAct]][]) {
    it(`${name}: is reserved to "${by}"`, () => {
      const engagement = engagementFor('manager');
      assert.equal(whoMay[name].by, by);
      assert.equal(whyMayNot({ engagement }, name, actorOf(by)), undefined);
      const other = whyMayNot({ engagement }, name, 'director');
      if (by === 'listed' || by === 'time') assert.equal(other, undefined);
      else assert.match(String(other?.message), /"director" cannot .*; that is for the .*\. To have it done, /);
    });

    for (const [index, side] of (['owner', 'proposer'] as const).entries())
      for (const [place, relation] of relations.entries())
        it(`${name}: against the ${side}, ${relation}`, () => {
          const actor = actorOf(by);
          const stake = { personId: holders(actor)[place] as string, words: 'has a stake in it' };
          const why = whyMayNot({ engagement: engagementFor(actor) }, name, actor, { [side]: stake });
          const may = sides[index]?.split(/ +/)[place];
          assert.equal(why === undefined ? 'yes' : 'no', may, why?.message);
          if (why) assert.deepEqual([why.code, why.field], ['SEPARATION_OF_DUTIES', 'actor.personId']);
          if (why) assert.match(why.message, /has a stake in it and cannot .*; .+\./, 'names the stake and the remedy');
        });
  }

  it('lets a party judge its own where the contract says so, never the human who owns or proposed it', () => {
    const terms = { ownVerification: { parties: ['firm'], words: 'Clause 9: the supplier certifies closure.' } };
    const engagement = engagementFor('validator1', terms);
    for (const name of ['verifyException', 'rejectClosure'] as const)
      for (const side of ['owner', 'proposer'] as const)
        assert.deepEqual(
          holders('validator1').map((personId) => {
            const stake = { personId, words: 'has a stake in it' };
            return whyMayNot({ engagement }, name, 'validator1', { [side]: stake }) === undefined;
          }),
          [false, false, true, true],
        );
    const owner = { personId: 'approver1', words: 'has a stake in it' };
    assert.ok(whyMayNot({ engagement }, 'verifyException', 'director', { owner }), 'the other party is not let');
    assert.ok(whyMayNot({ engagement }, 'extendException', 'validator1', { owner: { ...owner, personId: 'author' } }));
  });
});

const ownVerification = { parties: ['firm'], words: 'Clause 9: the supplier certifies closure.' };
const signAll = act.toAccepted.slice(-3);

describe('The vendor alone', () => {
  it('releases nothing of what is withheld: its manager, validators and whoever stands in for them are refused', () => {
    const before = given(...act.toConditional, act.showClosed('E1'));
    for (const own of ['manager', 'validator1', 'validator2'])
      for (const judging of [act.verify('E1', own), act.rejectClosure('E1', own)])
        before.when(judging).then('SEPARATION_OF_DUTIES', 'actor.personId');
    assert.deepEqual(verifiersOf(before.milestone, before.milestone.exceptions[0]!), [
      'approver1',
      'approver2',
      'director',
    ]);
    before.when(act.verify('E1', 'director')).then('exceptionVerified', 'closedOut');
  });

  it('verifies its own where the contract says so, by another human than who owns or proposed it', () => {
    const before = givenTerms({ contract: { ownVerification } }, ...act.toConditional);
    before.when(act.verify('E1', 'manager')).then('SEPARATION_OF_DUTIES');
    before.when(act.verify('E1', 'author')).then('SEPARATION_OF_DUTIES');
    before.when(act.verify('E1', 'validator1')).then('exceptionVerified', 'closedOut');
  });

  it('is not given more time by the signer who owns the exception, but by another of the same authority', () => {
    const list = [{ name: 'Both', members: [{ personId: 'approver1' }, { personId: 'validator1' }] }];
    const before = givenTerms(
      { plan: { approvalAuthorityList: list } },
      ...act.toSignOff,
      act.propose('E1', { ownerId: 'validator1' }),
      act.sign('approver1'),
      act.sign('validator1'),
    );
    before.when(act.extendException('E1', '2026-04-15', 'validator1')).then('SEPARATION_OF_DUTIES', 'actor.personId');
    before.when(act.extendException('E1', '2026-04-15', 'approver1')).then('exceptionExtended');
  });

  it('accepts nothing by its own silence', () => {
    const list = [
      { name: 'Firm', members: [{ personId: 'validator1' }] },
      { name: 'Client', members: [{ personId: 'director' }] },
    ];
    const silence = { signOff: 'deemedAccepted' };
    const before = givenTerms({ contract: { silence }, plan: { approvalAuthorityList: list } }, ...act.toSignOff);
    const after = before.when(until('2026-04-10T00:00:00.000Z'));
    const judged = after.events.find((each) => each.type === 'silenceNotDeemed');
    assert.ok(
      judged?.reasons.some((each) =>
        /Name of validator1 is of the party of Name of manager.*cannot accept it by silence/.test(each),
      ),
    );
    assert.ok(!after.events.some((each) => each.type === 'silenceDeemed'));
  });
});

describe('An exception that nobody could verify closed', () => {
  it('is not agreed on: owned by one party and proposed by the other', () => {
    const refused = given(...act.toSignOff).when(act.propose('E1', { ownerId: 'director' }));
    refused.then('EXCEPTION_NOT_ALLOWED', 'ownerId');
    assert.match(String(refused.result?.outcome.message), /contract\.ownVerification/);
    const named = given(...act.toSignOff, act.refuse('approver1'), act.conclude('escalate'));
    named
      .when(act.determine('formalSignOff', 'sponsor', { exceptions: [act.exception('E1', { ownerId: 'director' })] }))
      .then('EXCEPTION_NOT_ALLOWED', 'exceptions.0.ownerId');
  });

  it('is agreed on where the contract lets one of the parties verify its own', () => {
    const before = givenTerms(
      { contract: { ownVerification } },
      ...act.toSignOff,
      act.propose('E1', { ownerId: 'director' }),
      ...signAll,
    );
    before.when(act.verify('E1', 'director')).then('SEPARATION_OF_DUTIES');
    before.when(act.verify('E1', 'validator1')).then('exceptionVerified', 'closedOut');
  });
});

describe('One human under two person IDs', () => {
  const refused = (engagement: object, field: string, remedy: RegExp) =>
    assert.throws(
      () => started({ engagement }),
      (error) => error instanceof SignOffError && error.field === `engagement.${field}` && remedy.test(error.message),
    );
  const second = (email: string, rest: object = {}) => ({
    people: [...people, { ...twin('director'), email, ...rest }],
  });

  it('is refused at registration: by case, by tag, and by dots where the provider counts none', () => {
    for (const email of ['Director@EXAMPLE.com', 'director+1@example.com', 'director+a+b@example.com'])
      refused(second(email), `people.${people.length}.email`, /"twin" has the mailbox of "director".*sharedMailbox/);
    for (const [one, other] of [
      ['jo.doe@gmail.com', 'jodoe@googlemail.com'],
      ['j.o.doe+x@gmail.com', 'jo.doe@gmail.com'],
    ])
      refused(
        { people: [...people, { ...twin('user1'), email: one }, { ...twin('user2'), personId: 'jo', email: other }] },
        `people.${people.length + 1}.email`,
        /"jo" has the mailbox of "twin"/,
      );
  });

  it('is not taken for one where only the provider could know: another dot, another domain', () => {
    for (const email of ['direc.tor@example.com', 'director@sub.example.com', 'director-1@example.com'])
      assert.ok(started({ engagement: second(email) }));
  });

  it('is manager and sponsor at once under no ID', () => {
    refused({ engagementSponsorId: 'manager' }, 'engagementSponsorId', /another person/);
  });

  /** As in a state that somebody made up: registration lets no such people in. */
  function asOne(personId: string, plan: object, party: 'firm' | 'client', ...steps: Step[]): Scenario {
    const apart = { ...twin(personId), party, email: 'twin@example.com' };
    const before = givenTerms({ plan, engagement: { people: [...people, apart] } }, ...steps);
    const { milestone, now, history } = before;
    const together = milestone.engagement.people.map((each) =>
      each.personId === 'twin' ? { ...each, email: `${personId}+2@example.com` } : each,
    );
    const engagement = { ...milestone.engagement, people: together };
    return new Scenario({ ...milestone, engagement }, now, history, []);
  }

  it('does not verify as one what the other owns', () => {
    const approvalAuthorityList = [{ name: 'Board', members: [{ personId: 'director' }, { personId: 'twin' }] }];
    const before = asOne(
      'author',
      { approvalAuthorityList },
      'client',
      ...act.toSignOff,
      act.propose('E1'),
      act.sign('director'),
      act.sign('twin', { typedName: 'Name of author' }),
    );
    before.when(act.verify('E1', 'twin')).then('SEPARATION_OF_DUTIES', 'actor.personId');
    before.when(act.extendException('E1', '2026-04-15', 'twin')).then('SEPARATION_OF_DUTIES', 'actor.personId');
    before.when(act.verify('E1', 'director')).thenIn('accepted');
  });

  it('does not validate as one what the other wrote, sign as one what the other submitted, nor act for both', () => {
    const validators = { name: 'V', quorum: { kind: 'any' }, memberIds: ['twin', 'validator1'] };
    asOne('author', { validators }, 'client', ...act.toValidation)
      .when(act.report('twin'))
      .then('SEPARATION_OF_DUTIES', 'actor.personId');
    const list = [{ name: 'B', quorum: { kind: 'any' }, members: [{ personId: 'director' }, { personId: 'twin' }] }];
    asOne('manager', { approvalAuthorityList: list }, 'client', ...act.toSignOff)
      .when(act.sign('twin', { typedName: 'Name of manager' }))
      .then('SEPARATION_OF_DUTIES', 'actor.personId');
    asOne('user1', {}, 'client', ...act.toReview)
      .when(act.delegate('user2', 'twin'))
      .then('DELEGATE_NOT_ELIGIBLE', 'toPersonId');
  });
});

describe('A shared mailbox', () => {
  const team = { personId: 'team', name: 'Works team', party: 'client', capacity: 'Team', sharedMailbox: true };
  const withTeam = (rest: object = {}) => ({ people: [...people, { ...team, email: 'team@example.com' }], ...rest });
  const inconsistent = (plan: object, field: string) =>
    assert.throws(
      () => started({ plan, engagement: withTeam() }),
      (error) =>
        error instanceof SignOffError &&
        error.code === 'PLAN_INCONSISTENT' &&
        error.field === `plan.${field}` &&
        /"team" is a shared mailbox/.test(error.message),
    );

  it('may be read by several, who all say so', () => {
    const both = [
      { ...team, email: 'team@example.com' },
      { ...team, personId: 'team2', email: 'team+2@example.com' },
    ];
    assert.ok(started({ engagement: { people: [...people, ...both] } }));
    const [one, other] = both;
    const undeclared = [...people, one, { ...other, sharedMailbox: undefined }];
    assert.throws(() => started({ engagement: { people: undeclared } }), /"team2" has the mailbox of "team"/);
  });

  it('validates, reviews, signs, authors and holds office nowhere', () => {
    inconsistent({ validators: { name: 'V', memberIds: ['team', 'validator1'] } }, 'validators.memberIds');
    inconsistent({ reviewGroups: [{ name: 'Users', memberIds: ['user1', 'team'] }] }, 'reviewGroups.0.memberIds');
    inconsistent(
      { approvalAuthorityList: [{ name: 'B', members: [{ personId: 'team' }] }] },
      'approvalAuthorityList.0.members',
    );
    inconsistent(
      {
        approvalAuthorityList: [{ name: 'B', members: [{ personId: 'director' }], delegates: [{ personId: 'team' }] }],
      },
      'approvalAuthorityList.0.delegates',
    );
    inconsistent(
      { deliverables: [{ deliverableId: 'D1', title: 'Design', authorIds: ['team'] }] },
      'deliverables.0.authorIds',
    );
    for (const office of ['engagementManagerId', 'engagementSponsorId'])
      assert.throws(
        () => started({ engagement: withTeam({ [office]: 'team' }) }),
        (error) => error instanceof SignOffError && error.field === `engagement.${office}`,
      );
    assert.throws(
      () => started({ contract: { concessions: { grantedBy: ['team'] } }, engagement: withTeam() }),
      /"team" is a shared mailbox/,
    );
  });

  it('is passed no duty, and may own an exception', () => {
    const before = givenTerms({ engagement: withTeam() }, ...act.toReview);
    before.when(act.delegate('user2', 'team')).then('DELEGATE_NOT_ELIGIBLE', 'toPersonId');
    const ofFirm = { people: [...people, { ...team, party: 'firm', email: 'team@example.com' }] };
    givenTerms({ engagement: ofFirm }, ...act.toSignOff)
      .when(act.propose('E1', { ownerId: 'team' }))
      .then('exceptionProposed', 'formalSignOffOpened');
  });
});
