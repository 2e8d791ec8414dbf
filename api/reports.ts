// Routes of reports: the register by profile, the Open Contracting release, the evidence pack. All are reads.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Router } from 'express';
import { z } from 'zod';
import { listMails } from '../db/mails.ts';
import { listCertificates } from '../db/outputs.ts';
import { readEveryPage } from '../db/page.ts';
import { readEngagementMilestones, readRegister, type RegisteredMilestone } from '../db/register.ts';
import { listRefusedMessages, readEvents } from '../db/timeline.ts';
import { writeArchive } from '../evidence/archive.ts';
import { evidencePack } from '../reports/evidencePack.ts';
import { openContractingPackage } from '../reports/openContracting.ts';
import type { RegisterProfile } from '../reports/profile.ts';
import { register, registerCsv, registerJson, registerPdf } from '../reports/register.ts';
import type { FileStore } from '../storage/fileStore.ts';
import { openFolderStore } from '../storage/folderStore.ts';
import type { ApiDependencies } from './http/dependencies.ts';
import { getEngagement, getMilestone } from './http/lookUps.ts';
import { HttpProblem } from './http/problems.ts';
import { parse } from './http/parse.ts';

export const registerQuery = z
  .strictObject({
    profile: z.string().describe('ID of a profile; /report-profiles lists them'),
    from: z.iso.date().describe('first day of the period, UTC'),
    to: z.iso.date().describe('last day of the period, UTC'),
    engagementType: z.string().max(80).optional(),
    format: z.enum(['json', 'csv', 'pdf']).default('json'),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'the period ends before it begins' });

export function reportRoutes({ db, files, settings, profiles }: ApiDependencies): Router {
  const router = Router();
  router.get('/report-profiles', (_request, response) => void response.json({ items: profiles }));
  router.get('/reports/register', async (request, response) => {
    const { format, ...asked } = parse(registerQuery, request.query);
    const made = await makeRegister(db, profiles, asked);
    const name = `${made.profile.profileId}-${asked.from}-${asked.to}`;
    if (format === 'json') response.json(registerJson(made));
    else if (format === 'csv') response.attachment(`${name}.csv`).type('text/csv').send(registerCsv(made));
    else
      response
        .attachment(`${name}.pdf`)
        .type('application/pdf')
        .send(await registerPdf(made));
  });
  router.get('/engagements/:engagementId/open-contracting', async (request, response) => {
    const engagement = await getEngagement(db, request.params.engagementId);
    const uri = `${settings.publicUrl}${request.path}`;
    const milestones = await readEngagementMilestones(db, engagement.engagementId);
    const made = openContractingPackage(engagement, milestones, { uri, publishedAt: new Date().toISOString() });
    if (!made)
      throw new HttpProblem(
        409,
        'NOT_YET_AVAILABLE',
        `Engagement "${engagement.engagementId}" has not opted in to Open Contracting; register it with openContracting.`,
        'openContracting',
      );
    response.json(made);
  });
  router.get('/milestones/:milestoneId/evidence-pack', async (request, response) => {
    const { snapshot, milestoneId } = await getMilestone(db, request.params.milestoneId);
    if (!snapshot)
      throw new HttpProblem(409, 'NOT_YET_AVAILABLE', `Milestone ${milestoneId} has no record yet; ask again shortly.`);
    const pack = evidencePack({
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
    await withTemporaryStore(async (temporary) => {
      const { sha256 } = await writeArchive({ ...files, put: temporary.put }, pack);
      response.attachment(`${pack.name}.zip`).type('application/zip').set('ETag', `"${sha256}"`);
      await pipeline(await temporary.open(sha256), response);
    });
  });
  return router;
}

/** A pack is made to be sent, and would outlast the disposal of its record in a store that keeps it. */
async function withTemporaryStore(use: (store: FileStore) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'evidence-pack-'));
  try {
    await use(await openFolderStore(folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function makeRegister(
  db: ApiDependencies['db'],
  profiles: readonly RegisterProfile[],
  asked: Omit<z.infer<typeof registerQuery>, 'format'>,
) {
  const { profile: profileId, from, to, engagementType } = asked;
  const profile = profiles.find((each) => each.profileId === profileId);
  if (!profile)
    throw new HttpProblem(
      404,
      'NOT_FOUND',
      `There is no profile "${profileId}"; there are ${profiles.map((each) => each.profileId).join(', ')}.`,
      'profile',
    );
  const milestones: RegisteredMilestone[] = [];
  const selection = {
    from: `${from}T00:00:00.000Z`,
    to: new Date(Date.parse(`${to}T00:00:00.000Z`) + 86_400_000).toISOString(),
    includesOpen: profile.includesOpen,
    ...(engagementType ? { engagementType } : {}),
  };
  for await (const each of readRegister(db, selection)) milestones.push(each);
  return register(profile, { from, to }, milestones);
}
