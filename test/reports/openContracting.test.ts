// Open Contracting releases: valid against the published schema, only on opting in, and without a single person's name.
import assert from 'node:assert/strict';
import ajvDraft04 from 'ajv-draft-04';
import ajvFormats from 'ajv-formats';
import { openContractingPackage } from '../../administration/reports/openContracting.ts';
import type { Milestone } from '../../domain/milestone.ts';
import * as act from '../domain/acts.ts';
import { people } from '../domain/cast.ts';
import { givenTerms, type Step } from '../domain/scenario.ts';
import { openContractingSchema } from '../support/openContractingSchema.ts';

const terms = { ocid: 'ocds-213czf-000-00001', awardId: 'AW-1', publishesCertificates: true };
const at = { uri: 'https://sign-off.example/open-contracting', publishedAt: '2026-04-01T00:00:00.000Z' };

const milestoneAfter = (...steps: Step[]): Milestone =>
  givenTerms({ engagement: { openContracting: terms } }, ...steps).milestone;

const packageOf = (...milestones: Milestone[]) => {
  const [first] = milestones;
  assert.ok(first);
  const made = openContractingPackage(first.engagement, milestones, at);
  assert.ok(made);
  return made;
};

interface Implementation {
  milestones: { id: string; status: string; dateMet?: string; dueDate?: string }[];
  documents?: { documentType: string; id: string }[];
}

const implementationOf = (...milestones: Milestone[]): Implementation => {
  const [contract] = packageOf(...milestones).releases[0].contracts as { implementation: Implementation }[];
  assert.ok(contract);
  return contract.implementation;
};

describe('Open Contracting release of an engagement', () => {
  const withOutputs = (milestone: Milestone, milestoneId = 'M1'): Milestone => ({
    ...milestone,
    milestoneId,
    outputs: milestone.acceptances.map(({ acceptedAt }, index) => ({
      certificateNumber: `${milestoneId}-C${index + 1}`,
      certificateSha256: 'a'.repeat(64),
      archiveSha256: 'b'.repeat(64),
      publishedAt: acceptedAt,
    })),
  });

  it('is valid against the published 1.1 schema in every state of its milestones', async () => {
    const ajv = new ajvDraft04.default({ strict: false, allErrors: true });
    ajvFormats.default(ajv);
    const validate = ajv.compile(await openContractingSchema());
    const milestones = [
      milestoneAfter(),
      milestoneAfter(...act.toReview),
      withOutputs(milestoneAfter(...act.toAccepted)),
      withOutputs(milestoneAfter(...act.toConditional), 'M2'),
      milestoneAfter(act.cancel('manager')),
    ];
    const [release] = packageOf(...milestones).releases;
    assert.equal(validate(release), true, JSON.stringify(validate.errors, null, 2));
    assert.equal(validate({ ...release, tag: ['finished'], date: 1 }), false, 'the schema refuses what is wrong');
  });

  it('says scheduled with the date due, met with the date completed, partially met, and not met', () => {
    const { milestones } = implementationOf(
      milestoneAfter(...act.toReview),
      milestoneAfter(...act.toAccepted),
      milestoneAfter(...act.toConditional),
      milestoneAfter(act.cancel('manager')),
    );
    assert.deepEqual(
      milestones.map((each) => each.status),
      ['scheduled', 'met', 'partiallyMet', 'notMet'],
    );
    assert.ok(milestones[0]?.dueDate);
    assert.equal(milestones[1]?.dateMet, '2026-02-27T00:00:00Z');
  });

  it('names completion certificates only where the engagement publishes them', () => {
    const accepted = withOutputs(milestoneAfter(...act.toAccepted));
    assert.deepEqual(
      implementationOf(accepted).documents?.map((each) => [each.documentType, each.id]),
      [['completionCertificate', 'M1-C1']],
    );
    const engagement = { ...accepted.engagement, openContracting: { ...terms, publishesCertificates: false } };
    assert.equal(implementationOf({ ...accepted, engagement }).documents, undefined);
  });

  it('names nobody, neither by name nor by address', () => {
    const text = JSON.stringify(packageOf(milestoneAfter(...act.toAccepted), milestoneAfter(...act.toConditional)));
    for (const { name, email, personId } of people)
      for (const word of [name, email, `"${personId}"`]) assert.ok(!text.includes(word), `it says ${word}`);
  });

  it('keeps its ID while nothing changed, and gets another with the state', () => {
    const before = packageOf(milestoneAfter(...act.toReview));
    const engagement = milestoneAfter(...act.toReview).engagement;
    const later = openContractingPackage(engagement, [milestoneAfter(...act.toReview)], {
      ...at,
      publishedAt: '2026-05-01T00:00:00.000Z',
    });
    assert.equal(later?.releases[0].id, before.releases[0].id);
    assert.notEqual(packageOf(milestoneAfter(...act.toAccepted)).releases[0].id, before.releases[0].id);
  });

  it('does not exist for an engagement that has not opted in', () => {
    const { milestone } = givenTerms({}, ...act.toAccepted);
    assert.equal(openContractingPackage(milestone.engagement, [milestone], at), undefined);
  });
});
