// Who may do what moves money or ends a duty: every cell of the table as written here, and each act tried at the door of the domain.
import assert from 'node:assert/strict';
import type { Engagement } from '../../domain/terms/engagement.ts';
import { whoMay, whyMayNot, type GuardedAct, type WhoMay } from '../../domain/people/whoMay.ts';
import { verifiersOf } from '../../domain/exceptions/verifiers.ts';
import * as act from './acts.ts';
import { engagementWith, people, planWith } from './cast.ts';
import { given, givenTerms, started, until } from './scenario.ts';
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
  deemAccepted: ['time', 'no  no  no  yes', 'yes yes yes yes'],
  proposeException: ['manager', 'yes yes yes yes', 'yes yes yes yes'],
  verifyException: ['listed', 'no  no  no  yes', 'no  no  no  yes'],
  rejectClosure: ['listed', 'no  no  no  yes', 'no  no  no  yes'],
  grantConcession: ['listed', 'no  no  yes yes', 'no  no  yes yes'],
  extendException: ['listed', 'no  no  no  yes', 'no  no  yes yes'],
  failException: ['sponsor', 'yes yes yes yes', 'yes yes yes yes'],
  decideAsSponsor: ['sponsor', 'no  no  yes yes', 'yes yes yes yes'],
  cancel: ['managerOrSponsor', 'yes yes yes yes', 'yes yes yes yes'],
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
  const withTwin = (personId: string, party: 'firm' | 'client') => ({
    people: [...people, { ...twin(personId), party }],
  });
  const inconsistent = (plan: object, engagement: object) =>
    assert.throws(
      () => started({ plan, engagement }),
      (error) =>
        error instanceof SignOffError &&
        error.code === 'PLAN_INCONSISTENT' &&
        /one human counts once/.test(error.message),
    );

  it('does not verify as one what the other owns', () => {
    const list = [{ name: 'Board', members: [{ personId: 'director' }, { personId: 'twin' }] }];
    const before = givenTerms(
      { plan: { approvalAuthorityList: list }, engagement: withTwin('author', 'client') },
      ...act.toSignOff,
      act.propose('E1'),
      act.sign('director'),
      act.sign('twin', { typedName: 'Name of author' }),
    );
    before.when(act.verify('E1', 'twin')).then('SEPARATION_OF_DUTIES', 'actor.personId');
    before.when(act.extendException('E1', '2026-04-15', 'twin')).then('SEPARATION_OF_DUTIES', 'actor.personId');
    before.when(act.verify('E1', 'director')).thenIn('accepted');
  });

  it('does not validate as one what the other wrote, nor sign as one what the other submitted', () => {
    const validators = { name: 'V', quorum: { kind: 'any' }, memberIds: ['twin', 'validator1'] };
    givenTerms({ plan: { validators }, engagement: withTwin('author', 'client') }, ...act.toValidation)
      .when(act.report('twin'))
      .then('SEPARATION_OF_DUTIES', 'actor.personId');
    const list = [{ name: 'B', quorum: { kind: 'any' }, members: [{ personId: 'director' }, { personId: 'twin' }] }];
    givenTerms({ plan: { approvalAuthorityList: list }, engagement: withTwin('manager', 'client') }, ...act.toSignOff)
      .when(act.sign('twin', { typedName: 'Name of manager' }))
      .then('SEPARATION_OF_DUTIES', 'actor.personId');
  });

  it('stands for one in a duty: as listed by the plan, and when it is passed on', () => {
    const engagement = withTwin('user1', 'client');
    inconsistent({ reviewGroups: [{ name: 'Users', memberIds: ['user1', 'twin'] }] }, engagement);
    inconsistent({ validators: { name: 'V', memberIds: ['user1', 'twin', 'validator1'] } }, engagement);
    const [first] = planWith().approvalAuthorityList;
    inconsistent(
      { approvalAuthorityList: [{ ...first, members: [{ personId: 'user1' }], delegates: [{ personId: 'twin' }] }] },
      engagement,
    );
    givenTerms({ engagement }, ...act.toReview)
      .when(act.delegate('user2', 'twin'))
      .then('DELEGATE_NOT_ELIGIBLE', 'toPersonId');
  });

  it('is not manager and sponsor at once', () => {
    assert.throws(
      () => started({ engagement: { ...withTwin('manager', 'client'), engagementSponsorId: 'twin' } }),
      (error) => error instanceof SignOffError && error.field === 'engagement.engagementSponsorId',
    );
  });
});
