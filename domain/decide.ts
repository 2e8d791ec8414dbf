// The one door into the domain: a message or the clock goes in, recorded events and the next state come out.
import {
  commandSchemas,
  type Cancel,
  type Command,
  type CommandName,
  type ReportAbsence,
  type ReportUndeliverable,
} from './commands.ts';
import { submitPackage, type AssembledPackage } from './deliverableCompilation.ts';
import { engagement as engagementSchema, takesReplies } from './engagement.ts';
import { SignOffError } from './errors.ts';
import type { MilestoneEvent, RecordedEvent, RefusedMessage } from './events.ts';
import { begin, evolve } from './evolve.ts';
import { verifyException } from './exceptions.ts';
import { decideAsSponsor, escalate, recordFacilitationOutcome, refuse } from './facilitation.ts';
import { proposeException, sign } from './formalSignOff.ts';
import { assertManagerOrSponsor, stageIn } from './guards.ts';
import { personOf, type MessageOutcome, type Milestone } from './milestone.ts';
import { passTime, stillAsked } from './passTime.ts';
import { actor as actorSchema, systemActor, type Actor } from './people.ts';
import { assertPlanFits, milestonePlan } from './plan.ts';
import { addressFeedback, giveFeedback, recordMeetingNotes, scheduleReviewMeeting } from './stakeholderReview.ts';
import { recordValidationReport } from './technicalValidation.ts';
import { isStorable } from './text.ts';
import { openWait } from './wait.ts';

/** What a decision needs beside the command: the instant, and for a package what storage found. */
export interface Circumstances {
  now: string;
  assembled?: AssembledPackage;
  /** The message is the workflow's own; nobody outside may claim to be the system, but for the mail room's reports. */
  isOwn?: boolean;
}

/** What came of a message. `milestone` is the state to go on with, whether or not it was acted on. */
export interface Ruling {
  milestone: Milestone;
  events: RecordedEvent[];
  outcome: MessageOutcome;
  refused?: RefusedMessage;
  isRepeat: boolean;
}

/** Pure rule of every command. Throws SignOffError; never anything else for input that passed its schema. */
export function decide(
  milestone: Milestone,
  command: Command,
  { now, assembled, isOwn = false }: Circumstances,
): MilestoneEvent[] {
  assertNotImpersonatingSystem(command, isOwn);
  assertReplyAccepted(milestone, command);
  switch (command.name) {
    case 'submitPackage':
      if (!assembled) throw new RangeError('submitPackage needs the assembled package');
      return submitPackage(milestone, command, assembled, now);
    case 'recordValidationReport':
      return recordValidationReport(milestone, command, now);
    case 'giveFeedback':
      return giveFeedback(milestone, command, now);
    case 'addressFeedback':
      return addressFeedback(milestone, command, now);
    case 'scheduleReviewMeeting':
      return scheduleReviewMeeting(milestone, command);
    case 'recordMeetingNotes':
      return recordMeetingNotes(milestone, command, now);
    case 'proposeException':
      return proposeException(milestone, command, now);
    case 'sign':
      return sign(milestone, command, now);
    case 'refuse':
      return refuse(milestone, command, now);
    case 'recordFacilitationOutcome':
      return recordFacilitationOutcome(milestone, command, now);
    case 'escalate':
      return escalate(milestone, command, now);
    case 'decideAsSponsor':
      return decideAsSponsor(milestone, command, now);
    case 'verifyException':
      return verifyException(milestone, command, now);
    case 'cancel':
      return cancel(milestone, command, isOwn);
    case 'reportUndeliverable':
      return reportUndeliverable(command);
    case 'reportAbsence':
      return reportAbsence(milestone, command);
    default:
      return command satisfies never;
  }
}

function assertNotImpersonatingSystem({ name, actor }: Command, isOwn: boolean): void {
  if (isOwn || name === 'reportUndeliverable' || name === 'reportAbsence') return;
  if (actor.authentication.method !== 'system' && actor.role !== 'system') return;
  throw new SignOffError(
    'WRONG_ACTOR',
    'Nobody acts as the system; name the person who acts and how they were authenticated.',
    {
      field: 'actor.authentication.method',
    },
  );
}

function cancel(milestone: Milestone, command: Cancel, isOwn: boolean): MilestoneEvent[] {
  stageIn(
    milestone,
    ['compiling', 'rework', 'validating', 'inReview', 'formalSignOff', 'facilitation', 'escalated'],
    'MILESTONE_CLOSED',
    'an accepted milestone is revoked, not cancelled',
  );
  if (!isOwn) assertManagerOrSponsor(milestone, command.actor, 'cancel the milestone');
  return [{ type: 'cancelled', reason: command.reason }];
}

function reportUndeliverable({ mailId, addresseeId, reason }: ReportUndeliverable): MilestoneEvent[] {
  return [{ type: 'undeliverableReported', mailId, addresseeId, reason }];
}

/** Nobody learns of an absence that no longer matters to the milestone. */
function reportAbsence(milestone: Milestone, { absenteeId, note }: ReportAbsence): MilestoneEvent[] {
  if (!personOf(milestone, absenteeId))
    throw new SignOffError('NOT_ON_LIST', `"${absenteeId}" is not among the engagement’s people.`, {
      field: 'absenteeId',
    });
  return stillAsked(milestone).includes(absenteeId) ? [{ type: 'absenceReported', absenteeId, note }] : [];
}

/** A contract may want decisions on the page only; whoever takes replies in asks the same, but the rule is here. */
function assertReplyAccepted(milestone: Milestone, { actor }: Command): void {
  if (actor.authentication.method !== 'emailReply' || takesReplies(milestone.engagement.contract)) return;
  throw new SignOffError(
    'REPLY_NOT_ACCEPTED',
    'The contract does not let people decide by e-mail reply; decide on the page behind the link.',
    { field: 'actor.authentication.method' },
  );
}

/** Checks engagement and plan and opens the milestone. Throws INVALID_MESSAGE or PLAN_INCONSISTENT. */
export function startMilestone(
  input: { milestoneId: string; engagement: unknown; plan: unknown },
  by: Actor,
  now: string,
): { milestone: Milestone; events: RecordedEvent[] } {
  const engagement = parsed(engagementSchema.safeParse(input.engagement));
  const plan = parsed(milestonePlan.safeParse(input.plan));
  assertPlanFits(plan, engagement);
  const wait = openWait('compiling', now, engagement.contract);
  const started = { type: 'milestoneStarted' as const, milestoneId: input.milestoneId, engagement, plan, wait };
  return { milestone: { ...begin(started), sequence: 1 }, events: [{ ...started, sequence: 1, at: now, actor: by }] };
}

/** Reads a raw message of any origin; a shape that does not fit is INVALID_MESSAGE with the first field at fault. */
export function parseCommand(name: CommandName, raw: unknown): Command {
  const fields = parsed<object>(commandSchemas[name].safeParse(raw));
  return { name, ...fields } as Command;
}

interface Parsing<T> {
  success: boolean;
  data?: T;
  error?: { issues: { path: PropertyKey[]; message: string }[] };
}

function parsed<T>(result: Parsing<T>): T {
  if (result.success) return result.data as T;
  const details = (result.error?.issues ?? []).map((each) => `${each.path.join('.') || 'message'}: ${each.message}`);
  throw new SignOffError('INVALID_MESSAGE', `The message does not have the expected shape: ${details.join('; ')}.`, {
    field: (result.error?.issues[0]?.path ?? []).join('.'),
    details,
  });
}

/** Rules on one message. A repeat of a message ID gets the first answer and changes nothing; a bad one is put on record. */
export function rule(milestone: Milestone, name: CommandName, raw: unknown, circumstances: Circumstances): Ruling {
  const messageId = messageIdOf(raw);
  const isKnown = messageId !== undefined && Object.hasOwn(milestone.messages, messageId);
  const earlier = isKnown ? milestone.messages[messageId] : undefined;
  try {
    if (earlier) {
      assertRepeat(earlier, name, raw, messageId);
      return { milestone, events: [], outcome: earlier, isRepeat: true };
    }
    const command = parseCommand(name, raw);
    const decided = decide(milestone, command, circumstances);
    const next = record(milestone, decided, command.actor, circumstances.now, command.messageId);
    const { personId } = command.actor;
    const outcome: MessageOutcome = { name, personId, outcome: 'accepted', sequence: next.milestone.sequence };
    return { ...next, milestone: withOutcome(next.milestone, command.messageId, outcome), outcome, isRepeat: false };
  } catch (error) {
    if (!(error instanceof SignOffError)) throw error;
    const ruling = refusal(milestone, name, raw, messageId, error, circumstances.now);
    return earlier ? { ...ruling, milestone } : ruling;
  }
}

/** Somebody else's message, or another one, under a used ID must not get an answer that was not for it. */
function assertRepeat(earlier: MessageOutcome, name: CommandName, raw: unknown, messageId: string | undefined): void {
  if (earlier.name === name && earlier.personId === actorOf(raw)?.personId) return;
  throw new SignOffError(
    'INVALID_MESSAGE',
    `Message ID "${messageId}" was already used for another message; send this one under a new ID.`,
    { field: 'messageId' },
  );
}

function actorOf(raw: unknown): Actor | undefined {
  return actorSchema.safeParse((raw as { actor?: unknown } | null | undefined)?.actor).data;
}

function refusal(
  milestone: Milestone,
  name: CommandName,
  raw: unknown,
  messageId: string | undefined,
  error: SignOffError,
  now: string,
): Ruling {
  const { code, message, field } = error;
  const why = { code, message, ...(field === undefined ? {} : { field }), details: [...error.details] };
  const actor = actorOf(raw);
  const outcome: MessageOutcome = {
    name,
    ...(actor ? { personId: actor.personId } : {}),
    outcome: 'refused',
    sequence: milestone.sequence,
    ...why,
  };
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
export function ruleOnTime(milestone: Milestone, now: string): { milestone: Milestone; events: RecordedEvent[] } {
  return record(milestone, passTime(milestone, now), systemActor, now);
}

/** Numbers the events and evolves the state over them. */
export function record(
  milestone: Milestone,
  events: readonly MilestoneEvent[],
  actor: Actor,
  now: string,
  messageId?: string,
): { milestone: Milestone; events: RecordedEvent[] } {
  const recorded = events.map((event, index): RecordedEvent => ({
    ...event,
    sequence: milestone.sequence + index + 1,
    at: now,
    actor,
    ...(messageId === undefined ? {} : { messageId }),
  }));
  const evolved = recorded.reduce<Milestone>(evolve, milestone);
  return { milestone: { ...evolved, sequence: milestone.sequence + events.length }, events: recorded };
}

const withOutcome = (milestone: Milestone, messageId: string | undefined, outcome: MessageOutcome): Milestone =>
  messageId === undefined ? milestone : { ...milestone, messages: { ...milestone.messages, [messageId]: outcome } };

function messageIdOf(raw: unknown): string | undefined {
  const id = (raw as { messageId?: unknown } | null | undefined)?.messageId;
  return typeof id === 'string' && id.length > 0 && id.length <= 200 && isStorable(id) ? id : undefined;
}
