// What decisions need to know from outside the workflow: documents, files, public holidays, deliveries. Looks up, decides nothing.
import type { AssembledPackage } from '../domain/compilation/deliverableCompilation.ts';
import { mustPinHolidays, type Circumstances } from '../domain/decide.ts';
import { currentPackage, type Milestone } from '../domain/milestone.ts';
import type { MissingFile, NeededFile } from '../domain/records/filesNeeded.ts';
import { shapesOf } from '../domain/rulesVersions.ts';
import type { PinnedHolidays } from '../domain/time/businessCalendar.ts';
import { dateOf } from '../domain/time/businessTime.ts';
import { whatToLookUp, type TimeCircumstances } from '../domain/time/onTimer.ts';
import { localActivities } from './localActivities.ts';

const { assemblePackage } = localActivities('look up the documents of the package and compute its digest');

const { resolveHolidays } = localActivities('look up the public holidays the contract counts by');

const { readDeliveries } = localActivities('look up whether the mails of this round were delivered');

const { readOutages } = localActivities('look up when nobody could have answered');

const { findEvidence } = localActivities('look up the documents that a message rests on');

/** A package may be of thousands of files, each asked for in a store far away. */
const { findMissingFiles } = localActivities('look whether the files are in the store', {
  startToCloseTimeout: '5m',
});

/** Those of the files that are not in the store, though a message rests on them. */
export const lookUpMissing = ({ milestoneId, engagement }: Milestone, needed: NeededFile[]): Promise<MissingFile[]> =>
  findMissingFiles({ milestoneId, engagementId: engagement.engagementId, needed });

/** The documents that a message names. Nothing for most messages, and for one of the wrong shape: the domain will refuse it with the reason. */
export async function lookUpDocuments(
  milestone: Milestone,
  name: string,
  raw: unknown,
): Promise<Pick<Circumstances, 'assembled' | 'found'>> {
  if (name === 'submitPackage') return assembled(milestone, raw);
  if (name === 'submitClosureEvidence' || name === 'enterDecision') return evidenceFound(milestone, name, raw);
  return {};
}

async function assembled(milestone: Milestone, raw: unknown): Promise<{ assembled?: AssembledPackage }> {
  const submission = shapesOf(milestone).commands.submitPackage.safeParse(raw);
  if (!submission.success) return {};
  const { milestoneId, engagement, plan } = milestone;
  return {
    assembled: await assemblePackage({
      milestoneId,
      engagementId: engagement.engagementId,
      packageVersion: (currentPackage(milestone)?.packageVersion ?? 0) + 1,
      titles: Object.fromEntries(plan.deliverables.map((each) => [each.deliverableId, each.title])),
      submission: submission.data,
    }),
  };
}

async function evidenceFound(
  milestone: Milestone,
  name: 'submitClosureEvidence' | 'enterDecision',
  raw: unknown,
): Promise<Pick<Circumstances, 'found'>> {
  const message = shapesOf(milestone).commands[name].safeParse(raw);
  if (!message.success || message.data.documentIds.length === 0) return {};
  const { engagementId } = milestone.engagement;
  return { found: await findEvidence({ engagementId, documentIds: message.data.documentIds }) };
}

/** Once, before anything is decided: from then on the dates are part of the state, whatever later versions know. */
export async function lookUpHolidays(milestone: Milestone): Promise<PinnedHolidays | undefined> {
  if (!mustPinHolidays(milestone)) return undefined;
  const { calendar } = milestone.engagement.contract;
  return resolveHolidays({ places: calendar.publicHolidaysOf, from: dateOf(milestone.startedAt, calendar) });
}

/** What became of the mails of a round, and when nobody could answer; read only when silence is about to be judged. */
export async function lookUpDeliveries(milestone: Milestone, now: string): Promise<TimeCircumstances> {
  const wanted = whatToLookUp(milestone, now);
  if (!wanted) return {};
  const { round, since } = wanted;
  return {
    deliveries: await readDeliveries({ milestoneId: milestone.milestoneId, round }),
    outages: await readOutages({ from: since, to: now }),
  };
}
