// What the page of a milestone shows of its state: each section in the words of who reads it. Decides nothing.
import { valueOf } from '../../domain/acceptance/parts.ts';
import type { MailRecord } from '../../db/mails.ts';
import type { MilestoneRow } from '../../db/milestones.ts';
import type { RequestDelivery } from '../../db/requestDeliveries.ts';
import { rightOfCommand, type Right } from '../../domain/access/rights.ts';
import type { RecordedEvent } from '../../domain/events.ts';
import { currentPackage, nameOf, type Milestone } from '../../domain/milestone.ts';
import { inNames } from '../../domain/people/inNames.ts';
import { obstacleSentence, type Obstacle } from '../../domain/records/obstacles.ts';
import { findOutcome } from '../../domain/records/messageOutcomes.ts';
import { reviewObstacles } from '../../domain/review/approvals.ts';
import { forewarnings, obstaclesToSigning, type SigningObstacle } from '../../domain/signOff/signability.ts';
import { termsVersion } from '../../domain/terms/contractVersions.ts';
import { workOf } from '../../domain/work/workOf.ts';
import { deciderName } from '../../mail/actingNames.ts';
import { saidIn, type Instants, type Words } from '../../mail/messages/words.ts';
import { shownFile } from '../shownFiles.ts';
import { actForms } from './actForms.ts';
import { actTitle } from './actView.ts';
import { dueWords } from './dueWords.ts';
import { engagementHref } from './engagementHref.ts';
import { eventWord, isConsequence } from './eventWords.ts';
import { moneyHref } from './invoicePages.ts';
import { latenessView } from './latenessView.ts';
import { mailWord } from './mailWords.ts';
import type { PageCall } from './pageRoute.ts';
import { peopleView } from './peopleView.ts';
import { phaseWord } from './phaseWords.ts';
import { railOf } from './rail.ts';

export interface MilestoneParts {
  row: MilestoneRow;
  obstacles: readonly Obstacle[];
  deliveries: readonly RequestDelivery[];
  events: readonly RecordedEvent[];
  mails: readonly MailRecord[];
  /** In the engagement of this milestone. */
  may(right: Right): boolean;
}

type Call = Pick<PageCall, 'words' | 'now' | 'query'>;

export function milestoneView(parts: MilestoneParts, call: Call) {
  const { row, obstacles, may } = parts;
  const { words } = call;
  const at = `/desk/milestones/${encodeURIComponent(row.milestoneId)}`;
  const { title, dueOn, value } = row.plan;
  const head = {
    ...{ title, at, milestoneId: row.milestoneId, phase: phaseWord(words, row.phase) },
    value: words.money(value.amount, value.currency),
    dueOn: dueOn && words.date(dueOn),
    stuck: obstacles.map((each) => saidIn(words, obstacleSentence(each))),
  };
  if (!row.snapshot) return { ...head, isNotStarted: true };
  const milestone = row.snapshot;
  const { timeZone } = milestone.engagement.contract.calendar;
  return {
    ...head,
    engagement: milestone.engagement.name,
    engagementAt: engagementHref(milestone.engagement.engagementId),
    client: milestone.engagement.client,
    termsVersion: termsVersion(milestone.engagement),
    done: doneView(milestone, call),
    rail: railOf(milestone, parts.events, words),
    due: 'wait' in milestone.stage ? dueWords(words, milestone.stage.wait.deadline, timeZone, call.now) : undefined,
    refused: wouldBeRefused(milestone, call.now, words),
    forewarned: forewarnings(milestone).map((each) => obstacleSaid(milestone, each, words)),
    package: packageView(milestone, words, may),
    parts: partsView(milestone, words),
    people: peopleView(milestone, parts.deliveries, { words, at, mayRun: may('runMilestones') }),
    comments: commentsView(milestone, words, may('runMilestones')),
    disputes: disputesView(milestone, words),
    requirements: requirementsView(milestone, words),
    exceptions: exceptionsView(milestone, words, may('oversee') ? at : undefined),
    meeting: meetingView(milestone, words),
    certificate: certificateView(milestone, words, may),
    timeline: timelineView(milestone, parts.events, words),
    mails: mailsView(milestone, parts.mails, words),
    lateness: may('readRecord') ? latenessView(parts.events, { words, timeZone, now: call.now }) : undefined,
    ...actsView(milestone, words, may),
  };
}

export type MilestoneView = ReturnType<typeof milestoneView>;

/** What became of the act that led here; kept safe, and not ruled on yet, where nothing is on record of it. */
function doneView(milestone: Milestone, { query: { done }, words }: Call) {
  if (done === undefined) return undefined;
  const outcome = findOutcome(milestone, done);
  if (outcome?.outcome === 'refused')
    return { isRefused: true, words: inNames(milestone, saidIn(words, outcome.message ?? '')) };
  return { words: words.say(outcome ? 'desk.milestone.done' : 'desk.milestone.taken') };
}

/** What would keep the next step from being taken as things stand. */
function wouldBeRefused(milestone: Milestone, now: string, words: Words): string[] {
  const signing = obstaclesToSigning(milestone, now).map((each) => obstacleSaid(milestone, each, words));
  if (milestone.stage.phase !== 'inReview') return signing;
  return [...signing, ...reviewObstacles(milestone).map((each) => inNames(milestone, saidIn(words, each)))];
}

function obstacleSaid(milestone: Milestone, { reason, remedy }: SigningObstacle, words: Words): string {
  const said = (sentence: string): string => inNames(milestone, saidIn(words, sentence));
  return `${said(reason)} (${said(remedy)})`;
}

function packageView(milestone: Milestone, words: Words, may: MilestoneParts['may']) {
  const current = currentPackage(milestone);
  const { timeZone } = milestone.engagement.contract.calendar;
  return {
    mayRead: may('readDocuments'),
    maySubmit: may('runMilestones') && ['compiling', 'rework'].includes(milestone.stage.phase),
    version: current && String(current.packageVersion),
    digest: current?.digest,
    submitted: current && words.instant(current.submittedAt, timeZone),
    by: current && nameOf(milestone, current.submittedBy),
    summary: current?.summary,
    deliverables: milestone.plan.deliverables.map((planned) => {
      const found = current?.deliverables.find((each) => each.deliverableId === planned.deliverableId);
      const waiver = current?.waivers.find((each) => each.deliverableId === planned.deliverableId);
      return {
        ...planned,
        version: found?.version,
        waived: waiver?.reason,
        isThere: found !== undefined,
        files: found?.files.map((file) => shownFile(file, words)) ?? [],
      };
    }),
  };
}

const partsView = (milestone: Milestone, words: Words) =>
  milestone.parts
    .filter((each) => each.outcome === undefined || each.outcome.kind === 'accepted')
    .map(({ partId, deliverableIds, outcome }) => ({
      partId,
      titles: words.list(
        milestone.plan.deliverables.flatMap((each) =>
          deliverableIds.includes(each.deliverableId) ? [each.title] : [],
        ),
      ),
      amount: words.money(
        outcome?.kind === 'accepted' ? outcome.amount : valueOf(milestone, deliverableIds),
        milestone.plan.value.currency,
      ),
      certificate: outcome?.kind === 'accepted' ? outcome.certificateNumber : undefined,
    }));

function commentsView(milestone: Milestone, words: Words, mayAnswer: boolean) {
  const { timeZone } = milestone.engagement.contract.calendar;
  return milestone.feedbackItems.map(({ feedbackId, personId, text, raisedAt, response }) => ({
    ...{ feedbackId, text, response },
    name: nameOf(milestone, personId),
    at: words.dateIn(raisedAt, timeZone),
    mayAnswer: mayAnswer && response === undefined && milestone.stage.phase === 'inReview',
  }));
}

const disputesView = (milestone: Milestone, words: Words) =>
  milestone.refusals
    .filter((each) => !each.isVoid)
    .map(({ personId, reasons, at, settledBy }) => ({
      ...{
        name: nameOf(milestone, personId),
        reasons: reasons.map((each) => saidIn(words, each)),
        isSettled: settledBy !== undefined,
      },
      at: words.dateIn(at, milestone.engagement.contract.calendar.timeZone),
    }));

function requirementsView(milestone: Milestone, words: Words) {
  const { say } = words;
  const reports = milestone.reports.filter((each) => !each.isVoid);
  return milestone.plan.requirements.map(({ requirementId, text, isMandatory }) => ({
    ...{ requirementId, text, isMandatory },
    results: reports.flatMap((report) =>
      report.results
        .filter((each) => each.requirementId === requirementId)
        .map(({ outcome, evidence }) => ({
          ...{ outcome, evidence, name: deciderName(milestone, report, words) },
          words: say(`desk.milestone.${outcome}`),
        })),
    ),
  }));
}

const exceptionsView = (milestone: Milestone, words: Words, at: string | undefined) =>
  milestone.exceptions.map((each) => ({
    ...each,
    owner: nameOf(milestone, each.ownerId),
    dueOn: words.date(each.dueOn),
    withheld: words.money(each.amountWithheld, milestone.plan.value.currency),
    isClosed: each.verifiedAt !== undefined,
    isFailed: each.failure !== undefined,
    failAt:
      at !== undefined && milestone.stage.phase === 'acceptedWithExceptions' && each.verifiedAt === undefined
        ? `${at}/acts/failException?exceptionId=${encodeURIComponent(each.exceptionId)}`
        : undefined,
  }));

function meetingView({ meeting, meetingNotes, engagement }: Milestone, words: Words) {
  const { timeZone } = engagement.contract.calendar;
  if (!meeting && meetingNotes.length === 0) return undefined;
  return {
    ...(meeting ? { starts: words.instant(meeting.startsAt, timeZone), location: meeting.location } : {}),
    notes: meetingNotes.map(({ heldOn, notes }) => ({ heldOn: words.date(heldOn), notes })),
  };
}

function certificateView(
  { acceptances, outputs, plan, milestoneId }: Milestone,
  words: Words,
  may: MilestoneParts['may'],
) {
  const newest = acceptances.at(-1);
  if (!newest) return undefined;
  const published = outputs.find((each) => each.certificateNumber === newest.certificateNumber);
  return {
    number: newest.certificateNumber,
    isPublished: published !== undefined,
    isOfPart: newest.kind === 'partial',
    released: words.money(newest.amountReleased, plan.value.currency),
    withheld: words.money(newest.amountWithheld, plan.value.currency),
    address: may('readCertificates') ? published?.certificateAddress : undefined,
    mayRead: may('readCertificates') && published !== undefined,
    moneyAt: may('readMoney') ? moneyHref(milestoneId) : undefined,
    mayReadRecord: may('readRecord') && published !== undefined,
  };
}

const whoOf = (milestone: Milestone, { actor }: RecordedEvent, { say }: Words): string =>
  actor.role === 'system' ? say('desk.milestone.byItself') : nameOf(milestone, actor.personId);

const zoneView = ({ zone }: Instants, { say }: Words): string | undefined =>
  zone && say('desk.milestone.zone', { zone });

/** The newest first. */
function timelineView(milestone: Milestone, events: readonly RecordedEvent[], words: Words) {
  const { timeZone } = milestone.engagement.contract.calendar;
  const times = words.instants(
    events.map(({ at }) => at),
    timeZone,
  );
  return {
    zone: zoneView(times, words),
    rows: [...events].reverse().map((event) => ({
      at: times.said(event.at),
      what: eventWord(words, event.type),
      who: isConsequence(event.type) ? undefined : whoOf(milestone, event, words),
    })),
  };
}

const leftAt = ({ sentAt, dueAt }: MailRecord): string => sentAt ?? dueAt;

function mailsView(milestone: Milestone, mails: readonly MailRecord[], words: Words) {
  const times = words.instants(mails.map(leftAt), milestone.engagement.contract.calendar.timeZone);
  return {
    zone: zoneView(times, words),
    rows: [...mails].reverse().map((mail) => mailView(milestone, mail, words, times)),
  };
}

function mailView(milestone: Milestone, mail: MailRecord, words: Words, times: Instants) {
  const { say } = words;
  const state = mail.bouncedAt !== undefined || mail.status === 'failed' ? 'bounced' : mail.status;
  const date = times.said(leftAt(mail));
  return {
    what: mailWord(words, mail.kind),
    to: nameOf(milestone, mail.recipientId),
    address: mail.toAddress,
    state,
    status: {
      queued: () => say('desk.reached.queued'),
      sending: () => say('desk.reached.queued'),
      sent: () => say('desk.milestone.mailSent', { date }),
      bounced: () => say('desk.reached.bounced', { date }),
    }[state](),
    told: mail.bounceReason ?? mail.lastError,
  };
}

/** What needs a choice of its own first (a comment, an exception) stands where that is. */
const elsewhere = ['addressFeedback', 'failException'];

function actsView(milestone: Milestone, words: Words, may: MilestoneParts['may']) {
  const offered = actForms.filter(
    (each) => !elsewhere.includes(each.command) && may(rightOfCommand(each.command)) && each.isOffered(milestone),
  );
  const next = workOf(milestone).find((each) => each.personId === milestone.engagement.engagementManagerId);
  return {
    acts: offered.map(({ command }) => ({ command, label: actTitle(words, command) })),
    isDispute: next?.act === 'recordOutcome' && may('runMilestones'),
    ...(may('registerEngagements')
      ? { templateAt: `/desk/templates/new?fromMilestoneId=${encodeURIComponent(milestone.milestoneId)}` }
      : {}),
  };
}
