// Cases of publication: a course that a milestone takes, and what its Open Contracting release must say then.
import assert from 'node:assert/strict';
import { z } from 'zod';
import { openContractingPackage } from '../../administration/reports/openContracting.ts';
import { applyEvents } from '../../domain/decide.ts';
import { verifiersOf } from '../../domain/exceptions/verifiers.ts';
import { currentPackage, type Milestone } from '../../domain/milestone.ts';
import { systemActor } from '../../domain/people/people.ts';
import { dateAfter, dateOf } from '../../domain/time/businessTime.ts';
import * as act from '../../test/domain/acts.ts';
import { givenTerms, until, type Scenario, type Step } from '../../test/domain/scenario.ts';
import { jsonKind } from './caseKind.ts';

const status = z.enum(['scheduled', 'met', 'notMet', 'partiallyMet']);
const shape = z.strictObject({
  course: z.string().min(1),
  expect: z.strictObject({
    status: status.optional(),
    statusBefore: status.optional().describe('before the last step of the course'),
    statusAfter: status.optional(),
    completionCertificates: z.int().min(0).optional().describe('documents of that type'),
    dateMet: z.string().optional(),
    dueDate: z.string().optional(),
    dateModified: z.string().optional(),
    note: z.string().optional(),
  }),
});
type Expected = z.infer<typeof shape>['expect'];

export const openContracting = jsonKind({
  name: 'openContracting',
  shape,
  titleOf: (each) => each.course,
  async run({ course, expect }) {
    for (const steps of coursesOf(course)) {
      const before = published(playedTo(steps.slice(0, -1)));
      const after = published(playedTo(steps));
      assertRelease({ before, after }, expect);
    }
  },
});

const verifyAll: Step = (milestone) => {
  const [exception] = milestone.exceptions;
  const verifiers = exception ? verifiersOf(milestone, exception) : [];
  const client = verifiers.find((id) =>
    milestone.engagement.people.some((p) => p.personId === id && p.party === 'client'),
  );
  return act.verify(exception?.exceptionId ?? '', client ?? '')(milestone);
};

const ways: [RegExp, (found: RegExpExecArray) => Step[]][] = [
  [/\baccepted with exceptions\b/, () => act.toConditional],
  [/\baccepted\b/, () => act.toAccepted],
  // Before "in review": whatever went before, a dispute is what is handed to the sponsor.
  [/\bescalated\b|\bterminated\b/, () => [...act.toLastSignature, act.refuse('director')]],
  [/\bvalidation failed\b|\brework\b/, () => [...act.toValidation, act.fail('validator1')]],
  [/\brefused\b/, () => [...act.toLastSignature, act.refuse('director')]],
  [/\bin review\b/, () => act.toReview],
  [/\bawaiting signatures\b|\bin sign-off\b/, () => act.toSignOff],
  [/\bin validation\b/, () => act.toValidation],
  [/\bcompil/, () => []],
];
const furtherWays: [RegExp, (found: RegExpExecArray) => Step[]][] = [
  [/\bclosed out (\w+) days later\b/, ([, days = '']) => [until(daysAfterStart(days)), verifyAll]],
  [/\bclosed out\b/, () => [verifyAll]],
  [/\brevoked\b/, () => [act.proposeRevocation(), act.confirmRevocation()]],
  [/\bterminated\b/, () => [act.conclude('escalate'), act.determine('terminate')]],
  [/\bescalated\b/, () => [act.conclude('escalate')]],
  [/\bcancelled\b/, () => [act.cancel('manager')]],
];

const counted = ['none', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const daysAfterStart = (days: string): string =>
  `${dateAfter('2026-03-02', Number(days) || counted.indexOf(days))}T12:00:00.000Z`;

/** The steps of a course by its words; "any" is one of every outcome. Throws for a course that has none. */
function coursesOf(course: string): Step[][] {
  if (course === 'any')
    return ['in review', 'accepted', 'accepted, then revoked', 'validation failed', 'cancelled'].flatMap(coursesOf);
  const found = [ways, furtherWays].flatMap((each) => {
    const way = each.map(([words, make]) => ({ match: words.exec(course), make })).find(({ match }) => match);
    return way?.match ? [way.make(way.match)] : [];
  });
  const steps = found.flat();
  if (found.length === 0) throw new Error(`is malformed: there is no such course as “${course}”`);
  return [steps];
}

interface Played {
  milestone: Milestone;
  changedAt: string;
}

const planned = '2026-06-30';

/** As it is once its outputs are published, which no step of a person does. */
function playedTo(steps: readonly Step[]): Played {
  const openTerms = { ocid: 'ocds-213czf-000-00001', awardId: 'AW-1', publishesCertificates: true };
  const scenario = givenTerms({ engagement: { openContracting: openTerms }, plan: { dueOn: planned } }, ...steps);
  return { milestone: withOutputs(scenario), changedAt: scenario.history.at(-1)?.at ?? '' };
}

function withOutputs({ milestone, now }: Scenario): Milestone {
  const events = milestone.acceptances.map(({ certificateNumber }) => ({
    type: 'outputsPublished' as const,
    outputs: {
      certificateNumber,
      certificateSha256: 'a'.repeat(64),
      archiveSha256: 'b'.repeat(64),
      publishedAt: now,
    },
  }));
  return applyEvents(milestone, events, systemActor, now).milestone;
}

interface Published extends Played {
  status: string;
  completionCertificates: number;
  dateMet?: string;
  dueDate?: string;
  dateModified?: string;
}

function published(played: Played): Published {
  const made = openContractingPackage(played.milestone.engagement, [played], {
    uri: 'https://sign-off.example/open-contracting',
    publishedAt: '2030-01-01T00:00:00.000Z',
  });
  const [contract] = (made?.releases[0].contracts ?? []) as {
    implementation: { milestones: Published[]; documents?: { documentType: string }[] };
  }[];
  const [milestone] = contract?.implementation.milestones ?? [];
  if (!milestone) throw new Error('nothing was published');
  const documents = contract?.implementation.documents ?? [];
  const completionCertificates = documents.filter((each) => each.documentType === 'completionCertificate').length;
  return { ...milestone, ...played, completionCertificates };
}

function assertRelease({ before, after }: { before: Published; after: Published }, expect: Expected): void {
  const { status: now = expect.statusAfter, statusBefore, completionCertificates, dateMet } = expect;
  if (now !== undefined) assert.equal(after.status, now, `the status is ${after.status}; it should be ${now}`);
  if (statusBefore !== undefined) assert.equal(before.status, statusBefore, 'the status before is another one');
  if (completionCertificates !== undefined)
    assert.equal(after.completionCertificates, completionCertificates, 'another number of completion certificates');
  if (dateMet !== undefined) assert.equal(after.dateMet?.slice(0, 10), metOn(after, dateMet), 'another date met');
  if (expect.dueDate !== undefined)
    assert.equal(after.dueDate?.slice(0, 10), sayingOf(expect.dueDate, /contract/, planned), 'another due date');
  if (expect.dateModified !== undefined) {
    const wanted = sayingOf(expect.dateModified, /last changed/, after.changedAt);
    assert.equal(after.dateModified, wanted, 'another date of change');
  }
}

/** What a case says in words, or the date it gives. */
function sayingOf(said: string, words: RegExp, meant: string): string {
  if (words.test(said)) return meant;
  if (/^\d{4}-\d\d-\d\d/.test(said)) return said;
  throw new Error(`is malformed: “${said}” is neither a date nor words that are known`);
}

function metOn({ milestone }: Published, said: string): string {
  const { calendar } = milestone.engagement.contract;
  const last = milestone.exceptions
    .flatMap((each) => each.verifiedAt ?? [])
    .sort()
    .at(-1);
  if (/last exception/.test(said)) return last === undefined ? 'no exception was closed' : dateOf(last, calendar);
  return sayingOf(said, /completed/, currentPackage(milestone)?.completedOn ?? '');
}
