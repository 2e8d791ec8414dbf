// Cases of an acceptance matrix: rows of requirements with what was found, taken over the API from registration to the certificate.
import assert from 'node:assert/strict';
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import { findCertificate } from '../../db/outputs.ts';
import type { CertificateDocument } from '../../evidence/certificate.ts';
import type { ApiStage, HttpMilestone } from '../../test/api/apiStage.ts';
import * as act from '../../test/domain/acts.ts';
import { readPdf } from '../../test/evidence/readPdf.ts';
import { jsonKind } from './caseKind.ts';

const row = z.strictObject({
  requirementId: z.string().min(1),
  text: z.string().min(1),
  standard: z.string().min(1),
  acceptableQualityLevel: z.string().min(1),
  method: z.string().min(1),
  isMandatory: z.boolean(),
  result: z.strictObject({
    outcome: z.enum(['met', 'notMet']),
    evidence: z.string().min(1).default('Seen as described'),
    severity: z.int().min(1).max(5).optional(),
    isMaterial: z.boolean().optional(),
  }),
});
type Row = z.infer<typeof row>;
const columns = ['text', 'standard', 'acceptableQualityLevel', 'method', 'isMandatory'] as const;

const matrixCase = z.strictObject({
  about: z.string().min(1),
  rows: z.array(row).min(1),
  recommendation: z.literal('acceptWithIssues'),
  expect: z.array(z.string().min(1)).min(1).describe('in words; what they mean is below'),
});
type MatrixCase = z.infer<typeof matrixCase>;

export const requirementsMatrix = jsonKind({
  name: 'requirementsMatrix',
  shape: matrixCase,
  titleOf: (each) => each.about,
  async run(given, environment) {
    const checks = given.expect.map(checkFor);
    const api = await environment.api();
    await assertSponsorCan(api, given);
    const milestone = await taken(api, given, underExceptions(given));
    await milestone.play(...approvals, act.sign('approver1'), act.sign('approver2'), act.sign('director'));
    await milestone.until(({ outputs }) => outputs.length > 0);
    for (const check of checks) await check(milestone, given);
  },
});

type Check = (milestone: HttpMilestone, given: MatrixCase) => Promise<void>;

/** By the word of the expectation that no other has; one that is not known is no case that holds. */
function checkFor(words: string): Check {
  const known: [RegExp, Check][] = [
    [/\bcertificate\b/, assertOnCertificate],
    [/\bverif/, assertVerifiedByAnother],
    [/\bcolumns\b/, assertColumns],
    [/\bexception\b/, assertAsFound],
  ];
  const found = known.find(([word]) => word.test(words));
  if (!found) throw new Error(`is malformed: there is no such expectation as “${words}”`);
  return found[1];
}

const approvals = [act.approve('user1'), act.approve('user2'), act.approve('owner1')];
const conceded = ({ rows }: MatrixCase): Row[] =>
  rows.filter((each) => each.isMandatory && each.result.outcome === 'notMet');

const exceptionsFor = (given: MatrixCase): object[] =>
  conceded(given).map(({ requirementId, text, acceptableQualityLevel, result }, index) =>
    act.exception(`E${index + 1}`, {
      description: `${text}: ${result.evidence}`,
      severity: result.severity ?? 3,
      closureCriterion: acceptableQualityLevel,
      dueOn: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10),
      requirementIds: [requirementId],
    }),
  );

const underExceptions = (given: MatrixCase): act.Act[] => [
  act.but(act.conclude('underExceptions'), { exceptions: exceptionsFor(given) }),
];

/** A milestone registered with the matrix, its package found to be as the rows say, and put on by `next`. */
async function taken(api: ApiStage, given: MatrixCase, next: act.Act[]): Promise<HttpMilestone> {
  const milestone = await api.milestone({
    plan: {
      requirements: given.rows.map(({ result: _result, ...requirement }) => requirement),
      validators: { name: 'Validators', memberIds: ['validator1'] },
    },
  });
  const results = given.rows.map(({ requirementId, result }) => ({ requirementId, ...result }));
  await milestone.play(act.submit(), act.report('validator1', { results, recommendation: given.recommendation }));
  const { stage } = await milestone.state();
  assert.equal(stage.phase, 'facilitation', `after validation the milestone is in ${stage.phase}`);
  await milestone.play(...next);
  return milestone;
}

async function assertSponsorCan(api: ApiStage, given: MatrixCase): Promise<void> {
  const milestone = await taken(api, given, [
    act.conclude('escalate'),
    act.determine('formalSignOff', 'sponsor', { exceptions: exceptionsFor(given) }),
  ]);
  const { stage } = await milestone.state();
  assert.equal(stage.phase, 'formalSignOff', `after the sponsor’s determination the milestone is in ${stage.phase}`);
}

async function certificateOf({ stage, path }: HttpMilestone): Promise<CertificateDocument> {
  const { status, body } = await stage.get(`${path}/certificate`);
  assert.equal(status, 200, JSON.stringify(body));
  return (body as { document: unknown }).document as CertificateDocument;
}

async function planOf({ stage, path }: HttpMilestone): Promise<Row[]> {
  const { body } = await stage.get<{ plan: { requirements: Row[] } }>(path);
  return body.plan.requirements;
}

/** What was found stands, and what was mandatory is. */
async function assertAsFound(milestone: HttpMilestone, given: MatrixCase): Promise<void> {
  const { requirements } = await certificateOf(milestone);
  const found = requirements.map((each) => [each.requirementId, each.isMandatory, each.results[0]?.outcome]);
  const right = given.rows.map((each) => [each.requirementId, each.isMandatory, each.result.outcome]);
  assert.deepEqual(found, right);
}

async function assertOnCertificate(milestone: HttpMilestone, given: MatrixCase): Promise<void> {
  const certificate = await findCertificate(milestone.stage.database.db, milestone.milestoneId);
  const { text } = readPdf(
    await buffer(await milestone.stage.files.of(milestone.engagementId).open(certificate?.pdfSha256 ?? '')),
  );
  const { requirements, signatories, exceptions } = await certificateOf(milestone);
  for (const [index, { requirementId }] of conceded(given).entries()) {
    const exceptionId = `E${index + 1}`;
    const words = `Mandatory, not met, accepted under exception ${exceptionId}`;
    assert.ok(text.replace(/\s+/g, ' ').includes(words), `the certificate should say “${words}”`);
    const conceding = requirements.find((each) => each.requirementId === requirementId)?.concession;
    assert.equal(conceding?.exceptionId, exceptionId);
    assert.ok(exceptions.some((each) => each.requirementIds?.includes(requirementId)));
  }
  assert.equal(signatories.length, 3, 'every signer should be on it');
}

/** Nobody of the party that owns an exception or proposed it, here the firm. */
async function assertVerifiedByAnother(milestone: HttpMilestone, given: MatrixCase): Promise<void> {
  for (const [index] of conceded(given).entries()) {
    const exceptionId = `E${index + 1}`;
    await milestone.play(act.showClosed(exceptionId));
    for (const own of ['author', 'manager', 'validator1']) {
      const { status, body } = await milestone.send(act.verify(exceptionId, own));
      assert.ok(status >= 400, `"${own}", who is of the firm, verified ${exceptionId}: ${JSON.stringify(body)}`);
    }
    await milestone.play(act.verify(exceptionId, 'director'));
  }
}

async function assertColumns(milestone: HttpMilestone, given: MatrixCase): Promise<void> {
  const [planned, { requirements }] = [await planOf(milestone), await certificateOf(milestone)];
  for (const wanted of given.rows)
    for (const held of [planned, requirements]) {
      const found = held.find((each) => each.requirementId === wanted.requirementId);
      for (const column of columns) assert.equal(found?.[column], wanted[column], `${wanted.requirementId}, ${column}`);
    }
}
