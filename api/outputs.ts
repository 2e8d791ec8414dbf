// Routes of what an acceptance brings: certificate, next-phase authorisation, archive.
import { z } from 'zod';
import { withdrawAddress as withdraw } from '../administration/certificateAddresses.ts';
import { withdrawAddress } from '../domain/records/retentionActs.ts';
import { carriedOutBy } from './authentication.ts';
import type { Database } from '../db/database.ts';
import { findArchive, findCertificate, findNextPhaseAuthorisation } from '../db/outputs.ts';
import { unpublished } from '../domain/acceptance/publications.ts';
import { askToPublish } from '../workflows/client/sendMessage.ts';
import { getMilestone } from './http/lookUps.ts';
import { sendStored } from './http/sendStored.ts';
import { HttpProblem, type ErrorCode } from './http/problems.ts';
import { authorisationView, certificateView } from './recordViews.ts';
import { actOn, onRecord, readOf, route } from './route.ts';

const shared = {
  method: 'get',
  tag: 'Outputs',
  problems: [...onRecord, 'NOT_YET_AVAILABLE', 'DOCUMENT_MISSING'] satisfies ErrorCode[],
  audited: readOf('milestone'),
} as const;

export const outputRoutes = [
  route({
    ...shared,
    path: '/milestones/{milestoneId}/certificate',
    operationId: 'getCertificate',
    right: 'readCertificates',
    summary: 'The certificate in force, as data',
    answer: certificateView,
    handle: ({ db }, { params }) => issued(db, params.milestoneId, findCertificate, 'certificate'),
  }),
  route({
    ...shared,
    path: '/milestones/{milestoneId}/certificate.pdf',
    operationId: 'readCertificatePdf',
    right: 'readCertificates',
    summary: 'The certificate in force, as PDF',
    media: ['application/pdf'],
    async handle({ db, files }, { params, response }) {
      const { engagementId } = await getMilestone(db, params.milestoneId);
      const { pdfSha256, certificateNumber } = await issued(db, params.milestoneId, findCertificate, 'certificate');
      await sendStored(files.of(engagementId), response, {
        sha256: pdfSha256,
        fileName: `${certificateNumber}.pdf`,
        mediaType: 'application/pdf',
      });
      return undefined;
    },
  }),
  route({
    ...shared,
    path: '/milestones/{milestoneId}/archive',
    operationId: 'readArchive',
    right: 'readRecord',
    summary: 'The archived record, a BagIt bag as zip',
    media: ['application/zip'],
    async handle({ db, files }, { params, response }) {
      const { engagementId } = await getMilestone(db, params.milestoneId);
      const { sha256, certificateNumber } = await issued(db, params.milestoneId, findArchive, 'archived record');
      await sendStored(files.of(engagementId), response, {
        sha256: sha256,
        fileName: `${certificateNumber}.zip`,
        mediaType: 'application/zip',
      });
      return undefined;
    },
  }),
  route({
    ...shared,
    path: '/milestones/{milestoneId}/next-phase-authorisation',
    operationId: 'getNextPhaseAuthorisation',
    right: 'readCertificates',
    summary: 'The authorisation of the next phase',
    answer: authorisationView,
    handle: ({ db }, { params }) => issued(db, params.milestoneId, findNextPhaseAuthorisation, 'authorisation'),
  }),
  route({
    method: 'post',
    path: '/milestones/{milestoneId}/certificates/{certificateNumber}/withdrawal',
    operationId: 'withdrawCertificateAddress',
    right: 'runMilestones',
    tag: 'Outputs',
    summary: 'Withdraw the public address of a certificate, for good',
    body: withdrawAddress,
    answer: z.object({ certificateNumber: z.string(), withdrawnAt: z.iso.datetime() }),
    problems: onRecord,
    audited: actOn('milestone'),
    async handle({ db }, { params, body, request }) {
      const { milestoneId } = await getMilestone(db, params.milestoneId);
      const { certificateNumber } = params;
      const address = await withdraw(db, { milestoneId, certificateNumber }, body, carriedOutBy(request));
      if (!address?.withdrawnAt)
        throw new HttpProblem(
          'NOT_FOUND',
          `Milestone "${milestoneId}" has no certificate "${certificateNumber.slice(0, 100)}".`,
          'certificateNumber',
        );
      return { certificateNumber, withdrawnAt: address.withdrawnAt };
    },
  }),
  route({
    method: 'post',
    path: '/milestones/{milestoneId}/publication-attempts',
    operationId: 'publishAgain',
    right: 'retryEffects',
    tag: 'Outputs',
    summary: 'Try again to publish what could not be published and is not tried by itself any more',
    status: 202,
    answer: z.object({ certificateNumbers: z.array(z.string()).describe('those that are not published yet') }),
    problems: [...onRecord, 'DEPENDENCY_DOWN', 'WORKFLOW_ENDED'],
    audited: actOn('milestone'),
    async handle(deps, { params }) {
      const { milestoneId, snapshot } = await getMilestone(deps.db, params.milestoneId);
      const certificateNumbers = snapshot ? unpublished(snapshot) : [];
      if (certificateNumbers.length > 0) await askToPublish({ ...deps, db: deps.pool, ...deps.settings }, milestoneId);
      return { certificateNumbers };
    },
  }),
];

async function issued<T>(
  db: Database,
  milestoneId: string,
  find: (db: Database, milestoneId: string) => Promise<T | undefined>,
  what: string,
): Promise<T> {
  const { phase } = await getMilestone(db, milestoneId);
  const output = await find(db, milestoneId);
  if (output) return output;
  throw new HttpProblem('NOT_YET_AVAILABLE', `Milestone ${milestoneId} is in phase ${phase}; it has no ${what} yet.`);
}
