// Routes of the contract terms of an engagement: read with their version, amended as a JSON Merge Patch, listed as versions.
import { z } from 'zod';
import { amendEngagementTerms } from '../administration/engagementTerms.ts';
import { listTermsVersions } from '../db/termsVersions.ts';
import { amendTerms, consentToTerms } from '../domain/terms/contractVersions.ts';
import { contractTerms } from '../domain/terms/engagement.ts';
import { personId } from '../domain/people/people.ts';
import { assertThemself, carriedOutBy } from './authentication.ts';
import { assertTermsOffered } from './engagements.ts';
import { getEngagement, noSuch } from './http/lookUps.ts';
import { assertMatches, expectedTag } from './http/preconditions.ts';
import { tagOfTerms, termsOf, termsView } from './http/termsTag.ts';
import { actOn, readOf, route } from './route.ts';
import { documentView } from './schemas.ts';

const path = '/engagements/{engagementId}/contract';

const amendmentView = z
  .object({
    version: z.int().describe('from the second on; the first is what the engagement was registered with'),
    contract: contractTerms,
    reference: z.string(),
    reason: z.string(),
    amendedBy: personId,
    amendedAt: z.iso.datetime(),
    consent: z
      .object({
        ...consentToTerms.pick({ byPersonId: true, agreedOn: true }).shape,
        files: z.array(
          documentView.pick({ documentId: true, fileName: true, mediaType: true, sizeBytes: true, sha256: true }),
        ),
      })
      .optional(),
  })
  .meta({ id: 'TermsAmendment' });

export const engagementTermsRoutes = [
  route({
    method: 'get',
    path,
    operationId: 'getTerms',
    right: 'readMilestones',
    tag: 'Engagements',
    summary: 'The contract terms of an engagement',
    description:
      'As milestones that start now run under them, with their version. The `ETag` of the answer goes into the `If-Match` of an amendment.',
    answer: termsView,
    audited: readOf('engagement'),
    async handle({ db }, { params, response }) {
      const found = await getEngagement(db, params.engagementId);
      response.set('ETag', tagOfTerms(found));
      return termsOf(found);
    },
  }),
  route({
    method: 'patch',
    path,
    operationId: 'amendTerms',
    right: 'oversee',
    tag: 'Engagements',
    summary: 'Amend the contract terms, as their next version',
    description:
      'A JSON Merge Patch (RFC 7396): under `contract`, what is left out stays, `null` takes away, a list is given whole; who amends, by which reference and why stand beside it. `If-Match` is the `ETag` of the terms as they were read. Where the contract as it was asks for the other party’s consent (`contract.amendments`), `consent` names who agreed, on which date, and the uploaded document that shows it. Milestones under way keep the version they started under.',
    body: z.object({
      ...amendTerms.shape,
      contract: z.record(z.string(), z.unknown()).describe('what of the contract is to be another way'),
    }),
    answer: termsView,
    problems: [
      ...(['WRONG_ACTOR', 'CONSENT_MISSING', 'DOCUMENT_UNKNOWN'] as const),
      ...(['PRECONDITION_REQUIRED', 'PRECONDITION_FAILED'] as const),
    ],
    audited: actOn('engagement'),
    async handle({ db, settings, signIn }, { params: { engagementId }, body, request, response }) {
      const { contract: patch, ...command } = body;
      assertThemself(request, command.personId);
      const expected = expectedTag(request);
      const amended = await amendEngagementTerms(
        db,
        engagementId,
        { command, patch },
        {
          ...carriedOutBy(request),
          assertPresent: (was) => assertMatches(expected, tagOfTerms(was)),
          assertOffered: (after) => assertTermsOffered(after, { settings, signIn }),
        },
      );
      if (!amended) throw noSuch('engagement', engagementId);
      response.set('ETag', tagOfTerms(amended.engagement));
      return termsOf(amended.engagement);
    },
  }),
  route({
    method: 'get',
    path: `${path}/versions`,
    operationId: 'listTermsVersions',
    right: 'readMilestones',
    tag: 'Engagements',
    summary: 'How the contract terms were amended',
    description:
      'Each version after the first, in order, with who amended it, why, and the consent of the other party.',
    answer: z.object({ items: z.array(amendmentView) }),
    audited: readOf('engagement'),
    async handle({ db }, { params }) {
      const { engagementId } = await getEngagement(db, params.engagementId);
      return { items: await listTermsVersions(db, engagementId) };
    },
  }),
];
