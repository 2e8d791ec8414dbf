// Routes of reports: the register by profile, the Open Contracting release, the evidence pack. All are reads.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { EngagementScope } from '../domain/access/scope.ts';
import type { Database } from '../db/database.ts';
import { listMails } from '../db/mails.ts';
import { listCertificates } from '../db/outputs.ts';
import { readEveryPage } from '../db/page.ts';
import { readEngagementMilestones, readRegister, type RegisteredMilestone } from '../db/register.ts';
import { listRefusedMessages, readEvents } from '../db/timeline.ts';
import { writeArchive } from '../evidence/archive.ts';
import { evidencePack } from '../administration/reports/evidencePack.ts';
import { openContractingPackage } from '../administration/reports/openContracting.ts';
import { registerProfile, type RegisterProfile } from '../administration/reports/profile.ts';
import { register, registerCsv, registerJson, registerPdf } from '../administration/reports/register.ts';
import { passingKeys } from '../storage/fileKeys.ts';
import type { Files } from '../storage/fileStore.ts';
import { openFileStore } from '../storage/openFileStore.ts';
import { getEngagement, getMilestone } from './http/lookUps.ts';
import { HttpProblem } from './http/problems.ts';
import { onRecord, readOf, notAudited, route } from './route.ts';

const registerQuery = z
  .strictObject({
    profile: z.string().describe('ID of a profile; /report-profiles lists them'),
    from: z.iso.date().describe('first day of the period, UTC'),
    to: z.iso.date().describe('last day of the period, UTC'),
    engagementType: z.string().max(80).optional(),
    format: z.enum(['json', 'csv', 'pdf']).default('json'),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'the period ends before it begins' });

const tag = 'Reports';

export const reportRoutes = [
  route({
    method: 'get',
    path: '/report-profiles',
    operationId: 'listReportProfiles',
    right: 'readService',
    tag,
    summary: 'Profiles of industry bodies, shipped and the firm’s own',
    answer: z.object({ items: z.array(registerProfile) }),
    audited: notAudited,
    handle: async ({ profiles }) => ({ items: [...profiles] }),
  }),
  route({
    method: 'get',
    path: '/reports/register',
    operationId: 'readRegister',
    right: 'readReports',
    tag,
    summary: 'Register of milestones of a period by profile, as JSON, CSV or PDF',
    query: registerQuery,
    answer: z.looseObject({}),
    media: ['text/csv', 'application/pdf'],
    problems: ['NOT_FOUND'],
    audited: readOf('service'),
    async handle({ db, profiles }, { key, query: { format, ...asked }, response }) {
      const made = await makeRegister(db, profiles, key.scope, asked);
      const name = `${made.profile.profileId}-${asked.from}-${asked.to}`;
      if (format === 'json') return { ...registerJson(made) };
      if (format === 'csv') response.attachment(`${name}.csv`).type('text/csv').send(registerCsv(made));
      else
        response
          .attachment(`${name}.pdf`)
          .type('application/pdf')
          .send(await registerPdf(made));
      return undefined;
    },
  }),
  route({
    method: 'get',
    path: '/engagements/{engagementId}/open-contracting',
    operationId: 'readOpenContracting',
    right: 'readReports',
    tag,
    summary: 'Open Contracting 1.1 release package of an engagement that opted in',
    answer: z.looseObject({}),
    problems: ['NOT_YET_AVAILABLE'],
    audited: readOf('engagement'),
    async handle({ db, settings }, { params, request }) {
      const engagement = await getEngagement(db, params.engagementId);
      const uri = `${settings.publicUrl}${request.path}`;
      const milestones = await readEngagementMilestones(db, engagement.engagementId);
      const made = openContractingPackage(engagement, milestones, { uri, publishedAt: new Date().toISOString() });
      if (made) return { ...made };
      throw new HttpProblem(
        'NOT_YET_AVAILABLE',
        `Engagement "${engagement.engagementId}" has not opted in to Open Contracting; register it with openContracting.`,
        'openContracting',
      );
    },
  }),
  route({
    method: 'get',
    path: '/milestones/{milestoneId}/evidence-pack',
    operationId: 'readEvidencePack',
    right: 'readRecord',
    tag,
    summary: 'Evidence pack for notifying a circumstance to an insurer, a BagIt bag as zip',
    media: ['application/zip'],
    problems: [...onRecord, 'NOT_YET_AVAILABLE'],
    audited: readOf('milestone'),
    async handle({ db, files }, { params, response }) {
      const pack = await makePack(db, params.milestoneId);
      const { engagementId } = await getMilestone(db, params.milestoneId);
      await withTemporaryStore(async (temporary) => {
        const { sha256 } = await writeArchive({ ...files.of(engagementId), put: temporary.put }, pack);
        response.attachment(`${pack.name}.zip`).type('application/zip').set('ETag', `"${sha256}"`);
        await pipeline(await temporary.open(sha256), response);
      });
      return undefined;
    },
  }),
];

async function makePack(db: Database, named: string) {
  const { snapshot, milestoneId } = await getMilestone(db, named);
  if (!snapshot)
    throw new HttpProblem('NOT_YET_AVAILABLE', `Milestone ${milestoneId} has no record yet; ask again shortly.`);
  return evidencePack({
    milestone: snapshot,
    events: await readEvents(db, milestoneId, snapshot.sequence),
    refusedMessages: await readEveryPage((page) => listRefusedMessages(db, milestoneId, page)),
    mails: await readEveryPage((page) => listMails(db, { milestoneId, page })),
    certificatePdfs: (await listCertificates(db, milestoneId)).map((each) => ({
      certificateNumber: each.certificateNumber,
      sha256: each.pdfSha256,
    })),
    at: new Date().toISOString(),
  });
}

/** A pack is made to be sent, and would outlast the disposal of its record in a store that keeps it. It lies on disk under a key that nobody keeps. */
async function withTemporaryStore(use: (files: Files) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'evidence-pack-'));
  try {
    await use((await openFileStore(folder, passingKeys())).ofInstallation);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function makeRegister(
  db: Database,
  profiles: readonly RegisterProfile[],
  scope: EngagementScope,
  asked: Omit<z.infer<typeof registerQuery>, 'format'>,
) {
  const { profile: profileId, from, to, engagementType } = asked;
  const profile = profiles.find((each) => each.profileId === profileId);
  if (!profile)
    throw new HttpProblem(
      'NOT_FOUND',
      `There is no profile "${profileId}"; there are ${profiles.map((each) => each.profileId).join(', ')}.`,
      'profile',
    );
  const milestones: RegisteredMilestone[] = [];
  const selection = {
    scope,
    from: `${from}T00:00:00.000Z`,
    to: new Date(Date.parse(`${to}T00:00:00.000Z`) + 86_400_000).toISOString(),
    includesOpen: profile.includesOpen,
    ...(engagementType ? { engagementType } : {}),
  };
  for await (const each of readRegister(db, selection)) milestones.push(each);
  return register(profile, { from, to }, milestones);
}
