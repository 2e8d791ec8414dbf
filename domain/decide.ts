// The one door into the domain: a message or the clock goes in, recorded events and the next state come out.
import { proposePart, withdrawPart } from './acceptance/partialAcceptance.ts';
import { shutOutActor } from './access/restrictions.ts';
import { assertNotImpersonatingSystem } from './people/actors.ts';
import { assertChannel } from './people/channels.ts';
import type { PinnedHolidays } from './time/businessCalendar.ts';
import { commandNames, type Cancel, type Command, type CommandName, type CommandOf } from './commands.ts';
import { amendPlan, consentToAmendment, declineAmendment, withdrawAmendment } from './amendments/amendPlan.ts';
import { addPerson, correctPerson } from './people/corrections.ts';
import { assertNotGone } from './people/leaving.ts';
import { delegate, reassign } from './people/delegation.ts';
import { appointDeputy, endDeputy, nameDeputy } from './people/deputies.ts';
import { submitPackage, type AssembledPackage } from './compilation/deliverableCompilation.ts';
import { takeBackPackage } from './compilation/takeBack.ts';
import { enterDecision, opposeEntry } from './entered/enterDecision.ts';
import { SignOffError } from './errors.ts';
import type { FromMessage, MilestoneEvent, RecordedEvent, RefusedMessage } from './events.ts';
import { begin, evolve } from './evolve.ts';
import {
  extendException,
  failException,
  rejectClosure,
  submitClosureEvidence,
  verifyException,
} from './exceptions/exceptionCloseOut.ts';
import { proposeException } from './exceptions/exceptionProposal.ts';
import { correctCalendar } from './time/calendarCorrection.ts';
import { askForInformation, nudge, requestMoreTime, resumeClock, stopClock } from './time/clock.ts';
import { extendDeadline } from './time/extension.ts';
import { declineToDecide, withdrawSignature } from './signOff/withdrawal.ts';
import { decideAsSponsor, escalate, recordFacilitationOutcome, refuse } from './dispute/facilitation.ts';
import { sign } from './signOff/formalSignOff.ts';
import { stageIn } from './guards.ts';
import { assertMay } from './people/whoMay.ts';
import { assertCanStart } from './signOff/signability.ts';
import { reportAbsence, reportUndeliverable } from './requests/mailReports.ts';
import { assertFilesThere, filesNeeded, type MissingFile, type NeededFile } from './records/filesNeeded.ts';
import { assertReadable } from './records/unreadable.ts';
import { asSentInTemporal, startIdOf, wordsOf, type RecordedVoucher } from './records/vouchers.ts';
import { actedAt, assertTakenInTime, type TakenCommand } from './records/takenAt.ts';
import { contentOf, findOutcome, findRepeated, inBrief, withOutcome } from './records/messageOutcomes.ts';
import type { MessageOutcome, Milestone, PackageFile } from './milestone.ts';
import { confirmFacilitationOutcome, opposeFacilitationOutcome } from './dispute/outcomeConfirmation.ts';
import { onTimer, type TimeCircumstances } from './time/onTimer.ts';
import { actor as actorSchema, systemActor, type Actor } from './people/people.ts';
import { assertDeclared, phaseChanges } from './phases.ts';
import { currentRulesVersion, shapesOf, type Shapes } from './rulesVersions.ts';
import { confirmRevocation, declineRevocation, proposeRevocation } from './acceptance/revocation.ts';
import {
  addressFeedback,
  giveFeedback,
  recordMeetingNotes,
  scheduleReviewMeeting,
} from './review/stakeholderReview.ts';
import { recordValidationReport } from './validation/technicalValidation.ts';
import { parsed } from './terms/parsed.ts';
import { isStorable, key } from './terms/text.ts';
import { withWaitsFor } from './terms/waitsFor.ts';
import { openDeadline } from './time/deadline.ts';

/** What a decision needs beside the command: the instant, and for a package what storage found. */
export interface Circumstances {
  now: string;
  assembled?: AssembledPackage;
  /** For closure evidence, or a decision that is entered: the documents it names, as storage has them. */
  found?: { files: PackageFile[]; unknownDocumentIds: string[] };
  /** The message is the workflow's own; nobody outside may claim to be the system, but for reports on mail. */
  isOwn?: boolean;
  /** Of a message that an entrance vouches for, so that who acts and how it was proven are as it says; any other was sent in Temporal. */
  voucher?: RecordedVoucher;
  /** Sent in Temporal in the name of somebody who has left, or is behind a barrier. */
  isShutOut?: boolean;
  /** Of the files that `filesNeededFor` names: those the store lacks. */
  missing?: MissingFile[];
}

/** What came of a message. `milestone` is the state to go on with, whether or not it was acted on. */
export interface MessageResult {
  milestone: Milestone;
  events: RecordedEvent[];
  outcome: MessageOutcome;
  refused?: RefusedMessage;
  isRepeat: boolean;
}

type Decider<N extends CommandName> = (
  milestone: Milestone,
  command: CommandOf<N>,
  circumstances: Required<Pick<Circumstances, 'now' | 'found' | 'isOwn'>> & Pick<Circumstances, 'assembled'>,
) => MilestoneEvent[];

/** The rule of each command, by its name: the compiler asks for one when a command is added. */
const deciders: { [N in CommandName]: Decider<N> } = {
  submitPackage: (milestone, command, { assembled, now }) => {
    if (!assembled) throw new RangeError('submitPackage needs the assembled package');
    return submitPackage(milestone, command, assembled, now);
  },
  recordValidationReport: (milestone, command, { now }) => recordValidationReport(milestone, command, now),
  giveFeedback: (milestone, command, { now }) => giveFeedback(milestone, command, now),
  addressFeedback: (milestone, command, { now }) => addressFeedback(milestone, command, now),
  scheduleReviewMeeting,
  recordMeetingNotes: (milestone, command, { now }) => recordMeetingNotes(milestone, command, now),
  proposeException: (milestone, command, { now }) => proposeException(milestone, command, now),
  sign: (milestone, command, { now }) => sign(milestone, command, now),
  enterDecision: (milestone, command, { found, now }) => enterDecision(milestone, command, found, now),
  opposeEntry: (milestone, command, { now }) => opposeEntry(milestone, command, now),
  refuse: (milestone, command, { now }) => refuse(milestone, command, now),
  delegate: (milestone, command, { now }) => delegate(milestone, command, now),
  reassign: (milestone, command, { now }) => reassign(milestone, command, now),
  recordFacilitationOutcome: (milestone, command, { now }) => recordFacilitationOutcome(milestone, command, now),
  confirmFacilitationOutcome: (milestone, command, { now }) => confirmFacilitationOutcome(milestone, command, now),
  opposeFacilitationOutcome: (milestone, command, { now }) => opposeFacilitationOutcome(milestone, command, now),
  escalate: (milestone, command, { now }) => escalate(milestone, command, now),
  decideAsSponsor: (milestone, command, { now }) => decideAsSponsor(milestone, command, now),
  extendDeadline,
  correctCalendar,
  submitClosureEvidence: (milestone, command, { found, now }) => submitClosureEvidence(milestone, command, found, now),
  verifyException: (milestone, command, { now }) => verifyException(milestone, command, now),
  rejectClosure: (milestone, command, { now }) => rejectClosure(milestone, command, now),
  extendException: (milestone, command, { now }) => extendException(milestone, command, now),
  failException: (milestone, command, { now }) => failException(milestone, command, now),
  proposeRevocation: (milestone, command, { now }) => proposeRevocation(milestone, command, now),
  confirmRevocation: (milestone, command, { now }) => confirmRevocation(milestone, command, now),
  declineRevocation: (milestone, command, { now }) => declineRevocation(milestone, command, now),
  withdrawSignature: (milestone, command, { now }) => withdrawSignature(milestone, command, now),
  declineToDecide: (milestone, command, { now }) => declineToDecide(milestone, command, now),
  askForInformation: (milestone, command, { now }) => askForInformation(milestone, command, now),
  stopClock: (milestone, command, { now }) => stopClock(milestone, command, now),
  resumeClock: (milestone, command, { now }) => resumeClock(milestone, command, now),
  nudge: (milestone, command, { now }) => nudge(milestone, command, now),
  requestMoreTime: (milestone, command, { now }) => requestMoreTime(milestone, command, now),
  correctPerson: (milestone, command, { now }) => correctPerson(milestone, command, now),
  addPerson: (milestone, command, { now }) => addPerson(milestone, command, now),
  nameDeputy: (milestone, command, { now }) => nameDeputy(milestone, command, now),
  appointDeputy: (milestone, command, { now }) => appointDeputy(milestone, command, now),
  endDeputy: (milestone, command, { now }) => endDeputy(milestone, command, now),
  takeBackPackage: (milestone, command, { now }) => takeBackPackage(milestone, command, now),
  proposePart: (milestone, command, { now }) => proposePart(milestone, command, now),
  withdrawPart: (milestone, command, { now }) => withdrawPart(milestone, command, now),
  amendPlan: (milestone, command, { now }) => amendPlan(milestone, command, now),
  consentToAmendment: (milestone, command, { now }) => consentToAmendment(milestone, command, now),
  declineAmendment: (milestone, command, { now }) => declineAmendment(milestone, command, now),
  withdrawAmendment: (milestone, command, { now }) => withdrawAmendment(milestone, command, now),
  cancel: (milestone, command, { isOwn }) => cancel(milestone, command, isOwn),
  reportUndeliverable: (_milestone, command) => reportUndeliverable(command),
  reportAbsence: (milestone, command, { now }) => reportAbsence(milestone, command, now),
};

/** Pure rule of every command. Throws SignOffError; never anything else for input that passed its schema. */
function decide(
  milestone: Milestone,
  command: Command,
  { now, assembled, found = { files: [], unknownDocumentIds: [] }, isOwn = false, isShutOut = false }: Circumstances,
): MilestoneEvent[] {
  assertNotImpersonatingSystem(command, isOwn);
  if (isShutOut) throw shutOutActor(command.actor.personId, 'actor.personId');
  if (!isOwn) assertNotGone(milestone, command.actor.personId, actedAt(command, now));
  assertChannel(milestone, command);
  const decider = deciders[command.name] as Decider<CommandName>;
  return decider(milestone, command, { now, found, isOwn, ...(assembled ? { assembled } : {}) });
}

function cancel(milestone: Milestone, command: Cancel, isOwn: boolean): MilestoneEvent[] {
  stageIn(
    milestone,
    phaseChanges.cancelled.from,
    'MILESTONE_CLOSED',
    'an accepted milestone is revoked, not cancelled',
  );
  if (!isOwn) assertMay(milestone, 'cancel', command.actor.personId);
  return [{ type: 'cancelled', reason: command.reason }];
}

/** Checks what a milestone is started with and opens it. Throws INVALID_MESSAGE or PLAN_INCONSISTENT. */
export function startMilestone(
  input: { milestoneId: unknown; engagement: unknown; plan: unknown },
  startedBy: unknown,
  now: string,
  rulesVersion = currentRulesVersion,
  voucher?: RecordedVoucher,
): { milestone: Milestone; events: RecordedEvent[] } {
  const shapes = shapesOf({ rulesVersion });
  const milestoneId = parsed(key.safeParse(input.milestoneId), input.milestoneId, 'milestoneId');
  const given = parsed(actorSchema.safeParse(startedBy), startedBy, 'startedBy');
  const by: Actor = voucher ? given : { ...given, authentication: { method: 'temporalMessage' } };
  const engagement = parsed(shapes.engagement.safeParse(input.engagement), input.engagement, 'engagement');
  const plan = parsed(shapes.plan.safeParse(input.plan), input.plan, 'plan');
  assertCanStart({ milestoneId, engagement, plan }, now, rulesVersion);
  const wait = openDeadline('compiling', now, withWaitsFor(engagement.contract, plan));
  const started = { type: 'milestoneStarted' as const, ...{ milestoneId, engagement, plan, wait, rulesVersion } };
  const first = {
    ...started,
    sequence: 1,
    at: now,
    actor: by,
    ...(voucher ? { voucher, messageId: startIdOf(milestoneId) } : {}),
  };
  return { milestone: { ...begin(started), sequence: 1 }, events: [first] };
}

/** Reads a raw message of any origin by the shapes of its milestone's rules; one that does not fit is INVALID_MESSAGE with the first field at fault. */
function parseCommand(name: string, raw: unknown, { commands }: Shapes): Command {
  if (!Object.hasOwn(commands, name))
    throw new SignOffError(
      'INVALID_MESSAGE',
      `A milestone takes no message of the name it was sent under; send one of ${commandNames.join(', ')}.`,
    );
  if (typeof raw !== 'object' || raw === null)
    throw new SignOffError(
      'INVALID_MESSAGE',
      'The message is not a JSON object; send one with a messageId, the actor, and the fields of its kind.',
    );
  const fields = parsed<object>(commands[name as CommandName].safeParse(raw), raw);
  return { name, ...fields } as Command;
}

/** Rules on one message. A repeat of a message ID gets the first answer and changes nothing; a bad one is put on record. */
export function handleMessage(
  milestone: Milestone,
  name: string,
  given: unknown,
  circumstances: Circumstances,
): MessageResult {
  const { voucher, isOwn } = circumstances;
  const raw = isOwn || voucher ? given : asSentInTemporal(given);
  const messageId = messageIdOf(raw);
  try {
    assertReadable(raw);
    const earlier = findRepeated(milestone, name, raw, messageId);
    if (earlier) return { milestone, events: [], outcome: earlier, isRepeat: true };
    const command = takenAs(parseCommand(name, raw, shapesOf(milestone)), circumstances);
    if (voucher) assertTakenInTime(milestone, command, voucher.takenAt, circumstances.now);
    const decided = decide(milestone, command, circumstances);
    const next = applyEvents(milestone, decided, command.actor, circumstances.now, {
      messageId: command.messageId,
      ...(voucher ? { voucher, said: wordsOf(raw as object) } : {}),
    });
    assertFilesThere(circumstances.missing ?? []);
    const outcome: MessageOutcome = {
      name: command.name,
      personId: command.actor.personId,
      ...contentField(name, raw),
      outcome: 'accepted',
      sequence: next.milestone.sequence,
    };
    return { ...next, milestone: withOutcome(next.milestone, command.messageId, outcome), outcome, isRepeat: false };
  } catch (error) {
    if (!(error instanceof SignOffError)) throw error;
    const result = refusal(milestone, name, raw, messageId, error, circumstances.now);
    const isUsed = messageId !== undefined && findOutcome(milestone, messageId) !== undefined;
    return isUsed ? { ...result, milestone } : result;
  }
}

/** Whoever acts is dated by when their act was taken, and not by when it is ruled on. */
const takenAs = (command: Command, { voucher }: Circumstances): Command & TakenCommand =>
  voucher ? { ...command, takenAt: voucher.takenAt } : command;

/** The files that must be in the store for a message to count, by what comes of it if they are; none where it is refused, or was ruled on before. */
export const filesNeededFor = ({ milestone, events }: MessageResult): NeededFile[] => filesNeeded(milestone, events);

function contentField(name: string, raw: unknown): { content?: string } {
  const content = contentOf(name, raw);
  return content === undefined ? {} : { content };
}

function refusal(
  milestone: Milestone,
  sentAs: string,
  raw: unknown,
  messageId: string | undefined,
  error: SignOffError,
  now: string,
): MessageResult {
  const { code, message, field } = error;
  const why = { code, message, ...(field === undefined ? {} : { field }), details: [...error.details] };
  const actor = actorSchema.safeParse((raw as { actor?: unknown } | null | undefined)?.actor).data;
  const name = isStorable(sentAs) ? sentAs.slice(0, 100) : 'unreadable';
  const outcome = inBrief({
    name,
    ...(actor ? { personId: actor.personId } : {}),
    ...contentField(name, raw),
    outcome: 'refused',
    sequence: milestone.sequence,
    ...why,
  });
  const refused: RefusedMessage = {
    messageId: messageId ?? `unnamed-${milestone.sequence}-${now}`,
    name,
    at: now,
    ...(actor ? { actor } : {}),
    ...why,
  };
  return { milestone: withOutcome(milestone, messageId, outcome), events: [], outcome, refused, isRepeat: false };
}

/** Rules on the clock. */
export function handleTimer(
  milestone: Milestone,
  now: string,
  known: TimeCircumstances = {},
): { milestone: Milestone; events: RecordedEvent[] } {
  return applyEvents(milestone, onTimer(milestone, now, known), systemActor, now);
}

/** Pins the public holidays a milestone counts by; the deadline it opened with is measured anew, from when it started. */
export function pinHolidays(
  milestone: Milestone,
  holidays: PinnedHolidays,
  now: string,
): { milestone: Milestone; events: RecordedEvent[] } {
  const { contract } = milestone.engagement;
  const pinned = { ...contract, calendar: { ...contract.calendar, pinnedHolidays: holidays } };
  const terms = withWaitsFor(pinned, milestone.plan);
  const wait = openDeadline('compiling', milestone.startedAt, terms);
  return applyEvents(milestone, [{ type: 'holidaysPinned', holidays, wait }], systemActor, now);
}

/** Whether the contract names public holidays that are not pinned yet. */
export function mustPinHolidays({ engagement, stage }: Milestone): boolean {
  const { publicHolidaysOf, pinnedHolidays } = engagement.contract.calendar;
  return stage.phase === 'compiling' && publicHolidaysOf.length > 0 && pinnedHolidays === undefined;
}

/** Numbers the events and evolves the state over them; what was vouched for goes with the first. */
export function applyEvents(
  milestone: Milestone,
  events: readonly MilestoneEvent[],
  actor: Actor,
  now: string,
  { messageId, ...vouched }: FromMessage = {},
): { milestone: Milestone; events: RecordedEvent[] } {
  const recorded = events.map((event, index): RecordedEvent => ({
    ...event,
    sequence: milestone.sequence + index + 1,
    at: now,
    actor,
    ...(messageId === undefined ? {} : { messageId }),
    ...(index === 0 ? vouched : {}),
  }));
  const evolved = recorded.reduce<Milestone>(evolveDeclared, milestone);
  return { milestone: { ...evolved, sequence: milestone.sequence + events.length }, events: recorded };
}

function evolveDeclared(before: Milestone, event: RecordedEvent): Milestone {
  const after = evolve(before, event);
  assertDeclared(before, event, after);
  return after;
}

function messageIdOf(raw: unknown): string | undefined {
  const id = (raw as { messageId?: unknown } | null | undefined)?.messageId;
  return typeof id === 'string' && id.length > 0 && id.length <= 200 && isStorable(id) ? id : undefined;
}
