// Acceptance per deliverable: a part is put to signature by itself, signed by everybody for the same, released with its part of the value,
// and the rest stays open under the same milestone.
import assert from 'node:assert/strict';
import { openDeliverables } from '../../domain/acceptance/parts.ts';
import { replay } from '../../domain/evolve.ts';
import { planProblems } from '../../domain/terms/plan.ts';
import { validSigners } from '../../domain/signOff/signers.ts';
import { whyInsufficient } from '../../domain/sufficiency/sufficiency.ts';
import { nodePrimitives } from '../../evidence/verify/nodePrimitives.ts';
import { whyInsufficient as toTheReader } from '../../evidence/verify/format1/sufficiency.ts';
import * as act from './acts.ts';
import { deemedTerms, partPlan, partTerms, toFirstPart, toLastPart, toRest } from './parting.ts';
import { given, givenTerms, started, until, type Scenario } from './scenario.ts';

const parted = (...steps: Parameters<typeof givenTerms>[1][]): Scenario => givenTerms(partTerms, ...steps);
const toSignature = parted(...act.toSignOff);
const proposed = toSignature.when(act.proposePart(['D1', 'D2']));

const assertSufficient = ({ history }: Scenario): void => {
  assert.deepEqual(
    whyInsufficient(history, () => new Map()),
    [],
  );
  assert.deepEqual(toTheReader(nodePrimitives, history, new Map()), []);
};

describe('A plan with parts of its value', () => {
  const problems = (deliverables: object[]): string[] => {
    const { milestone } = started();
    const { plan } = milestone;
    return planProblems({ ...plan, deliverables: deliverables as typeof plan.deliverables }, milestone.engagement);
  };
  const [first, second, third] = partPlan.deliverables.map((each) => ({ authorIds: [], isRequired: true, ...each }));

  it('says of each deliverable what it is worth, or of none', () => {
    const without = { ...second, value: undefined };
    assert.deepEqual(problems([{ ...first }, without, { ...third }]), [
      'plan.deliverables.1.value: other deliverables have a part of the value; give one for each',
    ]);
  });

  it('adds up to the value, to the last minor unit', () => {
    assert.deepEqual(problems([{ ...first }, { ...second, value: '30000.06' }, { ...third }]), [
      'plan.deliverables: their parts of the value add up to 100000.01 EUR; the milestone is worth 100000.00 EUR',
    ]);
    assert.deepEqual(problems([{ ...first }, { ...second }, { ...third }]), []);
  });
});

describe('A part of a milestone', () => {
  it('is put to signature by the manager, where contract and plan have it, and the field at fault is named', () => {
    given(...act.toSignOff)
      .when(act.proposePart(['D1']))
      .then('PART_NOT_ALLOWED', 'contract.partialAcceptance');
    givenTerms({ contract: partTerms.contract }, ...act.toSignOff)
      .when(act.proposePart(['D1']))
      .then('PART_NOT_ALLOWED', 'plan.deliverables.0.value');
    toSignature.when(act.proposePart(['D1'], {}, 'approver1')).then('WRONG_ACTOR', 'actor.personId');
    parted(...act.toReview)
      .when(act.proposePart(['D1']))
      .then('PART_NOT_ALLOWED');
  });

  it('is some of what is open and handed in, named once, and not all of it', () => {
    toSignature.when(act.proposePart(['D1', 'D2', 'D3'])).then('PART_NOT_ALLOWED', 'deliverableIds');
    toSignature.when(act.proposePart(['D1', 'D9'])).then('PART_NOT_ALLOWED', 'deliverableIds.1');
    toSignature.when(act.proposePart(['D1', 'D1'])).then('PART_NOT_ALLOWED', 'deliverableIds.1');
    const waived = { deliverables: [{ deliverableId: 'D1', version: '1', documentIds: ['doc1'] }] };
    const reasons = { waivers: ['D2', 'D3'].map((deliverableId) => ({ deliverableId, reason: 'Later section' })) };
    const section = parted(act.submit({ ...waived, ...reasons }), ...act.toSignOff.slice(1));
    section.when(act.proposePart(['D2'])).then('PART_NOT_ALLOWED', 'deliverableIds.0');
    section.when(act.proposePart(['D1'])).then('partProposed', 'formalSignOffOpened');
    parted(...toRest)
      .when(act.proposePart(['D1']))
      .then('PART_NOT_ALLOWED', 'deliverableIds.0');
  });

  it('is accepted without exceptions, and none is agreed while it is put to signature', () => {
    parted(...act.toSignOff, act.propose('E1'))
      .when(act.proposePart(['D1']))
      .then('PART_NOT_ALLOWED', 'deliverableIds');
    proposed.when(act.propose('E1')).then('EXCEPTION_NOT_ALLOWED', 'exceptionId');
  });

  it('asks everybody again, also who had signed for all of it', () => {
    const signed = parted(...act.toSignOff, act.sign('approver1')).when(act.proposePart(['D1']));
    signed.then('partProposed', 'signaturesVoided', 'formalSignOffOpened');
    assert.deepEqual(
      signed.notifications().filter((each) => !each.includes('decisionReceipt')),
      ['signaturesVoidedNotice to approver1', 'signatureRequest to approver1', 'signatureRequest to approver2'],
    );
  });

  it('is signed by who names just its deliverables', () => {
    proposed.when(act.sign('approver1', { deliverableIds: undefined })).then('PART_CHANGED', 'deliverableIds');
    proposed.when(act.sign('approver1', { deliverableIds: ['D1'] })).then('PART_CHANGED', 'deliverableIds');
    proposed.when(act.sign('approver1', { deliverableIds: ['D2', 'D1'] })).then('signed');
    toSignature.when(act.sign('approver1', { deliverableIds: ['D1'] })).then('PART_CHANGED', 'deliverableIds');
  });

  it('is no way round a limit: who may not accept the whole milestone accepts no part of it', () => {
    const limited = {
      ...partTerms,
      plan: {
        ...partPlan,
        approvalAuthorityList: [
          {
            name: 'Business',
            quorum: { kind: 'any' },
            members: [{ personId: 'approver1', limit: '90000.00' }, { personId: 'approver2' }],
          },
        ],
      },
    };
    givenTerms(limited, ...act.toSignOff, act.proposePart(['D1']))
      .when(act.sign('approver1'))
      .then('AUTHORITY_EXCEEDED');
  });

  it('is withdrawn by the manager, and all of it is signed then', () => {
    proposed.when(act.withdrawPart('P9')).then('PART_NOT_ALLOWED', 'partId');
    const withdrawn = proposed.when(act.sign('approver1')).when(act.withdrawPart());
    withdrawn.then('partWithdrawn', 'signaturesVoided', 'formalSignOffOpened');
    const all = ['approver1', 'approver2', 'director'].reduce((after, each) => after.when(act.sign(each)), withdrawn);
    all.thenIn('accepted');
    assert.equal(all.event('accepted').acceptance.part, undefined);
    assertSufficient(all);
  });

  it('is refused like any acceptance, and goes with its package', () => {
    const reworked = proposed.when(act.refuse('approver1')).when(act.conclude('rework')).when(act.submit());
    assert.equal(reworked.milestone.parts[0]?.outcome?.kind, 'lapsed');
  });

  it('goes when the plan is amended in what it is signed for', () => {
    const value = { amount: '100000.01', currency: 'EUR' };
    const deliverables = partPlan.deliverables.map((each, index) =>
      index === 0 ? { ...each, value: '50000.01' } : each,
    );
    const amended = givenTerms(
      { ...partTerms, contract: { ...partTerms.contract, amendments: 'byOneParty' } },
      ...act.toSignOff,
      act.proposePart(['D1']),
    ).when(
      act.amendPlan({
        deliverables,
        value,
        approvalAuthorityList: [{ name: 'Direction', members: [{ personId: 'director' }] }],
      }),
    );
    amended.then('amendmentProposed', 'planAmended', 'partWithdrawn', 'formalSignOffOpened');
  });
});

describe('A milestone of which a part was accepted', () => {
  const first = parted(...toFirstPart);

  it('has a certificate for it, releases its part of the value, and goes on with the rest', () => {
    const { acceptance } = first.event('partAccepted');
    assert.deepEqual(acceptance, {
      certificateNumber: 'M1-C1',
      kind: 'partial',
      acceptedAt: first.now,
      basis: 'express',
      amountReleased: '80000.05',
      amountWithheld: '19999.95',
      part: { number: 1, isLast: false, deliverableIds: ['D1', 'D2'], amount: '80000.05' },
    });
    first.thenIn('compiling');
    assert.deepEqual(openDeliverables(first.milestone), ['D3']);
    assertSufficient(first);
  });

  it('has dates of its own for the rest', () => {
    assert.equal(first.deadline(), '2026-03-30T16:30:00.000Z');
    const dated = parted(...act.toSignOff, act.proposePart(['D1', 'D2'], { restDueOn: '2026-06-30' }));
    const after = ['approver1', 'approver2', 'director'].reduce((so, each) => so.when(act.sign(each)), dated);
    assert.equal(after.deadline(), '2026-06-30T16:30:00.000Z');
    const reminded = after.when(until('2026-06-30T16:00:00.000Z'));
    assert.ok(reminded.events.every((each) => each.type === 'reminderDue'));
    assert.equal(reminded.events.length, 3);
    toSignature.when(act.proposePart(['D1'], { restDueOn: '2026-06-28' })).then('PART_NOT_ALLOWED', 'restDueOn');
  });

  it('takes the rest in a package without what was accepted', () => {
    const all = ['D1', 'D3'].map((id) => ({ deliverableId: id, version: '1', documentIds: [`doc-${id}`] }));
    first.when(act.submit({ deliverables: all })).then('PACKAGE_INCOMPLETE', 'deliverables');
    first.when(act.submit()).then('packageFrozen', 'signOffRequestPrepared', 'validationOpened');
  });

  it('keeps the signatures that accepted it, which count for nothing else', () => {
    const { milestone } = parted(...toRest);
    assert.deepEqual(
      milestone.signatures.map(({ personId, isVoid, deliverableIds }) => ({ personId, isVoid, deliverableIds })),
      ['approver1', 'approver2', 'director'].map((personId) => ({
        personId,
        isVoid: false,
        deliverableIds: ['D1', 'D2'],
      })),
    );
    assert.deepEqual(validSigners(milestone), []);
  });

  it('is not amended in what was accepted, nor below it', () => {
    const terms = { ...partTerms, contract: { ...partTerms.contract, amendments: 'byOneParty' } };
    const after = givenTerms(terms, ...toFirstPart);
    const changed = (index: number, change: object) =>
      partPlan.deliverables.map((each, at) => (at === index ? { ...each, ...change } : each));
    const moved = changed(0, { value: '49999.95' }).map((each, at) =>
      at === 2 ? { ...each, value: '20000.00' } : each,
    );
    after.when(act.amendPlan({ deliverables: moved })).then('PLAN_INCONSISTENT', 'changes.deliverables.0');
    after
      .when(act.amendPlan({ deliverables: changed(0, { title: 'Another' }) }))
      .then('PLAN_INCONSISTENT', 'changes.deliverables.0');
    const cheaper = { deliverables: changed(2, { value: '9999.95' }), value: { amount: '90000.00', currency: 'EUR' } };
    const amended = after.when(act.amendPlan(cheaper));
    amended.then('amendmentProposed', 'planAmended');
    const rest = [...act.toSignOff, ...['approver1', 'approver2', 'director'].map((each) => act.sign(each))];
    const last = rest.reduce((so, each) => so.when(each), amended);
    const { amountReleased, part } = last.event('accepted').acceptance;
    assert.deepEqual([amountReleased, part?.amount], ['90000.00', '9999.95']);
    assertSufficient(last);
  });

  it('withholds no more under exceptions than is not accepted yet', () => {
    const rest = parted(...toRest);
    rest.when(act.propose('E1', { amountWithheld: '19999.96' })).then('EXCEPTION_NOT_ALLOWED', 'amountWithheld');
    const signed = ['approver1', 'approver2', 'director'].map((each) => act.sign(each));
    const last = [act.propose('E1', { amountWithheld: '19999.95' }), ...signed].reduce(
      (so, each) => so.when(each),
      rest,
    );
    const { kind, amountReleased, amountWithheld, part } = last.event('acceptedWithExceptions').acceptance;
    assert.deepEqual(
      [kind, amountReleased, amountWithheld, part?.isLast],
      ['conditional', '80000.05', '19999.95', true],
    );
    assertSufficient(last);
  });

  it('is accepted in a last act that says that it is the last, and follows the certificate before it', () => {
    const last = parted(...toLastPart);
    assert.deepEqual(last.event('accepted').acceptance, {
      certificateNumber: 'M1-C2',
      kind: 'acceptance',
      acceptedAt: last.now,
      basis: 'express',
      amountReleased: '100000.00',
      amountWithheld: '0.00',
      supersedes: 'M1-C1',
      part: { number: 2, isLast: true, deliverableIds: ['D3'], amount: '19999.95' },
    });
    assertSufficient(last);
    assert.deepEqual({ ...replay(last.history), messages: {} }, { ...last.milestone, messages: {} });
  });

  it('can be accepted in three acts, and revoked as a whole', () => {
    const signed = ['approver1', 'approver2', 'director'].map((each) => act.sign(each));
    const second = parted(
      ...act.toSignOff,
      act.proposePart(['D2']),
      ...signed,
      ...act.toSignOff,
      act.proposePart(['D3']),
      ...signed,
    );
    assert.equal(second.event('partAccepted').acceptance.amountReleased, '50000.00');
    const last = [...act.toSignOff, ...signed].reduce((so, each) => so.when(each), second);
    assert.deepEqual(last.event('accepted').acceptance.part, {
      number: 3,
      isLast: true,
      deliverableIds: ['D1'],
      amount: '50000.00',
    });
    assertSufficient(last);
    last.when(act.proposeRevocation()).when(act.confirmRevocation()).thenIn('revoked');
  });

  it('keeps what was accepted when the rest is cancelled', () => {
    const cancelled = first.when(act.cancel('manager')).thenIn('cancelled');
    assert.equal(cancelled.milestone.acceptances.at(-1)?.kind, 'partial');
  });
});

describe('Silence about a part', () => {
  const silent = (contract: object) =>
    givenTerms({ contract: { ...deemedTerms.contract, ...contract }, plan: partPlan }, ...act.toSignOff).when(
      act.proposePart(['D1']),
    );
  const kinds = ({ milestone }: Scenario) =>
    'wait' in milestone.stage ? milestone.stage.wait.schedule.map((each) => each.kind) : [];

  it('accepts nothing where the contract has parts by signature alone, whatever it says of silence', () => {
    assert.ok(!kinds(silent({ partialAcceptance: 'bySignature' })).includes('silence'));
    assert.ok(kinds(silent({})).includes('silence'));
  });
});
