// The page of one milestone: where it stands, what each of its people has done, what was said, and every act that can be done about it.
import { findDocument, findMisnamed } from '../../db/documents.ts';
import { listMails } from '../../db/mails.ts';
import { listObstacles } from '../../db/obstacles.ts';
import { findArchive, findCertificate } from '../../db/outputs.ts';
import { listRequestDeliveries } from '../../db/requestDeliveries.ts';
import { readEvents } from '../../db/timeline.ts';
import type { RouteDependencies } from '../../api/http/dependencies.ts';
import { getMilestone, noSuch } from '../../api/http/lookUps.ts';
import { sendStored } from '../../api/http/sendStored.ts';
import { mayIn } from '../../domain/access/holders.ts';
import type { Right } from '../../domain/access/rights.ts';
import type { InvoiceGate } from '../../domain/acceptance/invoiceGate.ts';
import { milestonePath, stateOf } from './actPages.ts';
import { ask } from './ask.ts';
import { milestoneView } from './milestoneView.ts';
import { linksToTemporal } from './temporalLink.ts';
import { policyFor } from '../shownFiles.ts';
import type { PageCall, PageDependencies, PageRoute, Shown } from './pageRoute.ts';

const shown = { method: 'get', audited: { as: 'recordRead', on: 'milestone' } } as const;

export const milestonePages: readonly PageRoute[] = [
  {
    ...{ ...shown, path: milestonePath, name: 'milestone', right: 'readMilestones' },
    handle: (deps, call) => milestonePage(deps, call),
  },
  {
    ...{ ...shown, path: `${milestonePath}/files/{documentId}`, name: 'milestoneFile', right: 'readDocuments' },
    handle: (deps, call) => download(deps, call),
  },
  {
    ...{
      ...shown,
      path: `${milestonePath}/files/{documentId}/view`,
      name: 'milestoneFileView',
      right: 'readDocuments',
    },
    handle: (deps, call) => download(deps, call, { isInPlace: true }),
  },
  {
    ...{ ...shown, path: `${milestonePath}/certificate.pdf`, name: 'milestoneCertificate', right: 'readCertificates' },
    handle: (deps, call) => copy(deps, call, 'application/pdf'),
  },
  {
    ...{ ...shown, path: `${milestonePath}/record.zip`, name: 'milestoneRecord', right: 'readRecord' },
    handle: (deps, call) => copy(deps, call, 'application/zip'),
  },
];

/** Of the newest: more is read over the API. */
const shownMails = 200;

async function milestonePage(deps: PageDependencies, call: PageCall): Promise<Shown> {
  const { db } = deps;
  const { milestoneId = '' } = call.params;
  const row = await getMilestone(db, milestoneId);
  const may = (right: Right): boolean => mayIn(call.access.holder, right, row.engagementId);
  const mayRecord = may('readRecord');
  const [obstacles, deliveries, events, mails, gate] = await Promise.all([
    listObstacles(db, [milestoneId]),
    mayRecord ? listRequestDeliveries(db, milestoneId) : [],
    mayRecord ? readEvents(db, milestoneId, row.sequence) : [],
    mayRecord ? listMails(db, { milestoneId, page: { limit: shownMails } }).then(({ items }) => items) : [],
    row.phase === 'revoked' ? ask<InvoiceGate>(deps, call, 'getInvoiceRelease') : undefined,
  ]);
  return {
    page: 'deskMilestone',
    values: {
      ...milestoneView({ row, obstacles, deliveries, events: events.map((each) => each.event), mails, may }, call),
      toCredit: gate?.toCredit.map(({ invoiceNumber, amount, issuedOn }) => ({
        invoiceNumber,
        due: call.words.say('invoice.dueFacts', {
          amount: call.words.money(amount, gate.currency),
          date: call.words.date(issuedOn),
        }),
      })),
      temporal: linksToTemporal(deps, call, milestoneId),
    },
  };
}

/** Only files of its packages and of evidence on it: the engagement has others. */
async function download(deps: RouteDependencies, call: PageCall, { isInPlace = false } = {}): Promise<undefined> {
  const { documentId = '' } = call.params;
  const milestone = await stateOf(deps.db, call);
  const names = JSON.stringify([milestone.packages, milestone.exceptions, milestone.entered]);
  const found = names.includes(JSON.stringify(documentId)) ? await findDocument(deps.db, documentId) : undefined;
  if (!found) throw noSuch('document', documentId);
  const { engagementId } = milestone.engagement;
  const policy = isInPlace ? await policyInPlace(deps, found) : undefined;
  if (isInPlace && policy === undefined) throw noSuch('document', documentId);
  if (policy !== undefined) call.response.set('Content-Security-Policy', policy);
  const sent = policy === undefined ? { ...found, mediaType: 'application/octet-stream' } : { ...found, isInPlace };
  await sendStored(deps.files.of(engagementId), call.response, sent);
  return undefined;
}

/** Of a file whose content is what its name says; undefined for what is downloaded alone. */
async function policyInPlace(
  { db }: RouteDependencies,
  { documentId, mediaType }: { documentId: string; mediaType: string },
): Promise<string | undefined> {
  const misnamed = await findMisnamed(db, [documentId]);
  return misnamed.has(documentId) ? undefined : policyFor(mediaType);
}

async function copy(
  { db, files }: RouteDependencies,
  { params: { milestoneId = '' }, response }: PageCall,
  mediaType: 'application/pdf' | 'application/zip',
): Promise<undefined> {
  const { engagementId } = await getMilestone(db, milestoneId);
  const certificate = await findCertificate(db, milestoneId);
  const archive = await findArchive(db, milestoneId);
  if (!certificate || !archive) throw noSuch('document', `certificate of ${milestoneId}`);
  const isPdf = mediaType === 'application/pdf';
  const fileName = `${certificate.certificateNumber}${isPdf ? '.pdf' : '.zip'}`;
  const sha256 = isPdf ? certificate.pdfSha256 : archive.sha256;
  await sendStored(files.of(engagementId), response, { sha256, fileName, mediaType });
  return undefined;
}
