// Open Contracting releases: valid against the published schema, only on opting in, and without a single person's name.
import assert from 'node:assert/strict';
import ajvDraft04 from 'ajv-draft-04';
import ajvFormats from 'ajv-formats';
import {
  openContractingPackage,
  type ChangedMilestone,
  type ReleasePackage,
} from '../../administration/reports/openContracting.ts';
import type { Milestone } from '../../domain/milestone.ts';
import * as act from '../domain/acts.ts';
import { people } from '../domain/cast.ts';
import { givenTerms, type Step } from '../domain/scenario.ts';
import { libcoveocds, needOpenContractingTools, releaseSchema } from '../support/openContractingTools.ts';

const terms = { ocid: 'ocds-213czf-000-00001', awardId: 'AW-1', publishesCertificates: true };
const at = { uri: 'https://sign-off.example/open-contracting', publishedAt: '2026-04-01T00:00:00.000Z' };

/** As the record gives it: with the instant of its last event. */
function after(...steps: Step[]): ChangedMilestone {
  const { milestone, events } = givenTerms(
    { engagement: { openContracting: terms }, plan: { dueOn: '2026-03-31' } },
    ...steps,
  );
  return { milestone: withOutputs(milestone), changedAt: events.at(-1)?.at ?? '' };
}

const withOutputs = (milestone: Milestone): Milestone => ({
  ...milestone,
  outputs: milestone.acceptances.map(({ acceptedAt, certificateNumber }) => ({
    certificateNumber,
    certificateSha256: 'a'.repeat(64),
    archiveSha256: 'b'.repeat(64),
    publishedAt: acceptedAt,
  })),
});

const called = (milestoneId: string, { milestone, changedAt }: ChangedMilestone): ChangedMilestone => ({
  milestone: {
    ...milestone,
    milestoneId,
    outputs: milestone.outputs.map((each, index) => ({ ...each, certificateNumber: `${milestoneId}-${index}` })),
    acceptances: milestone.acceptances.map((each, index) => ({
      ...each,
      certificateNumber: `${milestoneId}-${index}`,
    })),
  },
  changedAt,
});

const packageOf = (...milestones: ChangedMilestone[]): ReleasePackage => {
  const [first] = milestones;
  assert.ok(first);
  const made = openContractingPackage(first.milestone.engagement, milestones, at);
  assert.ok(made);
  return made;
};

interface Implementation {
  milestones: { id: string; status: string; dateMet?: string; dueDate?: string; dateModified: string }[];
  documents?: { documentType: string; id: string; title: string }[];
}

const implementationOf = (...milestones: ChangedMilestone[]): Implementation => {
  const [contract] = packageOf(...milestones).releases[0].contracts as { implementation: Implementation }[];
  assert.ok(contract);
  return contract.implementation;
};

const revoked: Step[] = [...act.toAccepted, act.proposeRevocation(), act.confirmRevocation()];
const sentBack: Step[] = [act.submit(), act.fail('validator1')];
const closedOut: Step[] = [
  ...act.toConditional,
  { until: '2026-03-09T09:00:00.000Z' },
  act.showClosed('E1'),
  act.verify('E1', 'approver1'),
];
const everyState = (): ChangedMilestone[] =>
  [[], act.toReview, sentBack, act.toAccepted, act.toConditional, closedOut, revoked, [act.cancel('manager')]].map(
    (steps, index) => called(`M${index}`, after(...steps)),
  );

describe('Open Contracting release of an engagement', () => {
  it('is valid against the published 1.1 schema in every state of its milestones', async function () {
    this.timeout(180_000);
    await needOpenContractingTools(this);
    const ajv = new ajvDraft04.default({ strict: false, allErrors: true });
    ajvFormats.default(ajv);
    const validate = ajv.compile(await releaseSchema());
    const [release] = packageOf(...everyState()).releases;
    assert.equal(validate(release), true, JSON.stringify(validate.errors, null, 2));
    assert.equal(validate({ ...release, tag: ['finished'], date: 1 }), false, 'the schema refuses what is wrong');
  });

  it('passes the checks of lib-cove-ocds in every state, with no field or closed code of our own', async function () {
    this.timeout(180_000);
    await needOpenContractingTools(this);
    const made = packageOf(...everyState());
    const { validation_errors, additional_closed_codelist_values, additional_checks, ...more } =
      await libcoveocds(made);
    assert.deepEqual(
      { validation_errors, additional_closed_codelist_values, additional_checks },
      { validation_errors: [], additional_closed_codelist_values: {}, additional_checks: {} },
    );
    assert.deepEqual([more.all_additional_fields, more.deprecated_fields], [[], []]);
    const text = JSON.stringify(made).replace('"status":"notMet"', '"status":"failed"');
    const wrong = await libcoveocds(JSON.parse(text) as object);
    assert.notDeepEqual(wrong.additional_closed_codelist_values, {}, 'it sees what is wrong');
  });

  it('says scheduled, not met while sent back, met, partially met, and not met once revoked or cancelled', () => {
    const { milestones } = implementationOf(...everyState());
    assert.deepEqual(
      milestones.map((each) => each.status),
      ['scheduled', 'scheduled', 'notMet', 'met', 'partiallyMet', 'met', 'notMet', 'notMet'],
    );
  });

  it('calls nothing met whose certificate is not published, as where the acceptance is withheld', () => {
    const { milestone, changedAt } = after(...act.toAccepted);
    const [shown] = implementationOf({ milestone: { ...milestone, outputs: [] }, changedAt }).milestones;
    assert.equal(shown?.status, 'scheduled');
    assert.deepEqual(
      Object.keys(shown).filter((each) => ['dateMet', 'code'].includes(each)),
      [],
    );
  });

  it('is due on the date of the contract, in every state, and never on the deadline of a wait', () => {
    for (const each of implementationOf(...everyState()).milestones)
      assert.equal(each.dueDate, '2026-03-31T23:59:59Z', each.id);
    const { milestone, changedAt } = after(...act.toReview);
    const { dueOn, ...plan } = milestone.plan;
    assert.equal(dueOn, '2026-03-31');
    const [without] = implementationOf({ milestone: { ...milestone, plan }, changedAt }).milestones;
    assert.ok(without && !('dueDate' in without), 'a contract without a date gives none');
  });

  it('was met when the work was completed, or when the last exception was closed', () => {
    const { milestones } = implementationOf(...everyState());
    assert.equal(milestones[3]?.dateMet, '2026-02-27T00:00:00Z');
    assert.equal(milestones[5]?.dateMet, '2026-03-09T00:00:00Z');
    assert.deepEqual(
      milestones.filter((each) => each.dateMet).map((each) => each.status),
      ['met', 'met'],
    );
  });

  it('was modified when the milestone last changed, whenever it is asked for', () => {
    const steps = [...act.toConditional, { until: '2026-03-09T09:00:00.000Z' }, act.showClosed('E1')];
    const [shown] = implementationOf(after(...steps)).milestones;
    assert.equal(shown?.dateModified, '2026-03-09T09:00:00.000Z');
    assert.equal(packageOf(after(...steps)).releases[0].date, '2026-03-09T09:00:00.000Z');
  });

  it('names the completion certificate in force, and what was superseded or revoked as what it is', () => {
    const kinds = (...steps: Step[]) =>
      implementationOf(after(...steps)).documents?.map((each) => `${each.documentType} ${each.id.slice(-1)}`);
    assert.deepEqual(kinds(...act.toAccepted), ['completionCertificate 1']);
    assert.deepEqual(kinds(...closedOut), ['supersededCompletionCertificate 1', 'completionCertificate 2']);
    assert.deepEqual(kinds(...revoked), ['revokedCompletionCertificate 1', 'completionCertificateRevocation 2']);
  });

  it('names no document where the engagement does not publish them', () => {
    const { milestone, changedAt } = after(...act.toAccepted);
    const engagement = { ...milestone.engagement, openContracting: { ...terms, publishesCertificates: false } };
    assert.equal(implementationOf({ milestone: { ...milestone, engagement }, changedAt }).documents, undefined);
  });

  it('names nobody, neither by name nor by address', () => {
    const text = JSON.stringify(packageOf(...everyState()));
    for (const { name, email, personId } of people)
      for (const word of [name, email, `"${personId}"`]) assert.ok(!text.includes(word), `it says ${word}`);
  });

  it('is the same release whenever it is asked for, until a milestone changes', () => {
    const before = packageOf(after(...act.toReview)).releases[0];
    const { milestone, changedAt } = after(...act.toReview);
    const later = openContractingPackage(milestone.engagement, [{ milestone, changedAt }], {
      ...at,
      publishedAt: '2026-05-01T00:00:00.000Z',
    });
    assert.deepEqual(later?.releases[0], before);
    assert.notEqual(packageOf(after(...act.toAccepted)).releases[0].id, before.id);
  });

  it('does not exist for an engagement that has not opted in', () => {
    const { milestone } = givenTerms({}, ...act.toAccepted);
    assert.equal(openContractingPackage(milestone.engagement, [{ milestone, changedAt: '' }], at), undefined);
  });
});
