// Rules on one reply by a person: a decision when everything about it is proven and exact, otherwise held, with the reason. No I/O.
import { openPart } from '../../domain/acceptance/parts.ts';
import { planVersionAt } from '../../domain/amendments/planSeen.ts';
import type { Command } from '../../domain/commands.ts';
import { kindOfCommand } from '../../domain/people/decisionKinds.ts';
import { decisionsAsked } from '../../domain/requests/requestKinds.ts';
import { takesReply, wantsCode, type DecisionKind } from '../../domain/terms/channels.ts';
import { personOf, type Milestone } from '../../domain/milestone.ts';
import type { AnswerKind } from '../../domain/requests/notificationKinds.ts';
import { whyAnotherName } from '../../domain/people/names.ts';
import type { Actor } from '../../domain/people/people.ts';
import type { DecisionRequest } from '../../db/requests.ts';
import { saidIn, type Words } from '../messages/words.ts';
import { wordsFor } from '../formatInstant.ts';
import { takesVerbs } from '../replyInstructions.ts';
import type { Proof, Proven } from './proveSender.ts';
import type { MessageReading } from './readMessage.ts';
import { insteadOfDeciding } from './insteadOfDeciding.ts';
import { hearReply, type Context, type Heard, type ReplyDecision } from './words/hearReply.ts';

export interface Reply {
  reading: MessageReading;
  proof: Exclude<Proof, { status: 'undecided' }>;
  request: DecisionRequest;
  /** What the same person was asked last on this milestone. */
  latestRequestId: string | undefined;
  milestone: Milestone;
  /** The reply address the message came in by. */
  replyAddress: string;
  /** What its words are read against: the person, and what was sent to them. */
  context: Context;
  /** Of the statement in the mail that was answered. */
  statement: { statementVersion: string; statementLanguage?: string } | undefined;
  messageSha256: string;
  /** ISO 8601 UTC. */
  receivedAt: string;
  /** The same for every copy of the message. */
  messageId: string;
}

export type Judgement = {
  /** What it says beside the decision, where it holds one. */
  leftOut: string[];
  /** All that it says; people are shown one or the other. */
  whole: string[];
} & Verdict;

type Verdict =
  | { outcome: 'decide'; command: Command }
  /** Not a decision: taken down for the manager, and asked back. */
  | { outcome: 'comment'; command: Command; comment: string; answer: AnswerKind; why: string }
  | { outcome: 'hold'; answer: AnswerKind; why: string };

export function judgeReply(reply: Reply): Judgement {
  const { parts, files } = reply.reading;
  const heard = hearReply(parts, files, reply.context);
  return { leftOut: heard.leftOut, whole: heard.whole, ...byChannel(reply, verdictOn(reply, heard)) };
}

/** Of a request that may be answered by reply, what this reply decides may still be for the page. */
function byChannel(reply: Reply, verdict: Verdict): Verdict {
  const kind = verdict.outcome === 'hold' ? undefined : kindOfCommand(verdict.command.name);
  const why = kind && whyOnThePage(reply, kind);
  return why === undefined ? verdict : { outcome: 'hold', answer: 'replyConfirmation', why };
}

function verdictOn(reply: Reply, heard: Heard): Verdict {
  const doubt = doubtAboutSender(reply) ?? doubtAboutRequest(reply);
  if (doubt !== undefined) return { outcome: 'hold', answer: 'replyConfirmation', why: doubt };
  const name = personOf(reply.milestone, reply.request.personId)?.name ?? '';
  const { say } = wordsOf(reply);
  switch (heard.kind) {
    case 'decision':
      return judgeDecision(reply, heard.decision, name);
    case 'unclear':
      return judgeUnclear(reply, say('unclear.because', { why: unclearWords(heard, say) }), heard.text);
    case 'words':
      return { outcome: 'hold', answer: 'replyHelp', why: say('verb.none') };
    default:
      return heard satisfies never;
  }
}

/** Of who was asked: it is they who are told why. */
const wordsOf = ({ milestone, request }: Reply): Words => wordsFor(milestone, request.personId);

const unclearWords = ({ why, files = '' }: Extract<Heard, { kind: 'unclear' }>, say: Words['say']): string =>
  why === 'files' ? say('unclear.files', { files }) : say(`unclear.${why}`);

/** An hour either way for clocks that are wrong. */
const clockToleranceMilliseconds = 3_600_000;

function doubtAboutSender(reply: Reply): string | undefined {
  const { reading, proof, request, milestone, replyAddress, receivedAt } = reply;
  const { say } = wordsOf(reply);
  const listed = personOf(milestone, request.personId)?.email.toLowerCase();
  if (reading.from.length !== 1 || reading.from[0] !== listed) return say('unproven.from');
  if (reading.sender !== undefined && reading.sender !== listed) return say('unproven.sender');
  if (proof.status === 'unproven') return say('unproven.proof');
  if (!reading.addressedTo.includes(replyAddress)) return say('unproven.addressee');
  if (!proof.signedHeaders.includes('to') && !proof.signedHeaders.includes('message-id')) return say('unproven.open');
  const written = Date.parse(reading.date ?? '');
  const isOfItsTime =
    written >= Date.parse(request.createdAt) - clockToleranceMilliseconds &&
    written <= Date.parse(receivedAt) + clockToleranceMilliseconds;
  return isOfItsTime ? undefined : say('unproven.date');
}

function whyOnThePage(reply: Reply, kind: DecisionKind): string | undefined {
  const { milestone, request } = reply;
  const { contract } = milestone.engagement;
  const party = personOf(milestone, request.personId)?.party ?? 'client';
  if (takesReply(contract, party, kind)) return undefined;
  return wordsOf(reply).say(wantsCode(contract, party, kind) ? 'onPage.code' : 'onPage.contract');
}

function doubtAboutRequest(reply: Reply): string | undefined {
  const { request, latestRequestId } = reply;
  const { say } = wordsOf(reply);
  const decisions: readonly DecisionKind[] = decisionsAsked[request.kind];
  const whyNot = decisions.map((kind) => whyOnThePage(reply, kind));
  if (whyNot.length > 0 && !whyNot.includes(undefined)) return whyNot[0];
  if (latestRequestId !== request.requestId) return say('onPage.earlier');
  if (!takesVerbs(request.kind) || request.packageDigest === undefined) return say('onPage.more');
  return undefined;
}

function judgeDecision(reply: Reply, decision: ReplyDecision, name: string): Verdict {
  const { request } = reply;
  const { say } = wordsOf(reply);
  const bound = { messageId: reply.messageId, actor: actorOf(reply), packageDigest: request.packageDigest as string };
  const isReview = request.kind === 'review';
  const reviewed = { ...bound, ...planSeen(reply) };
  switch (decision.verb) {
    case 'APPROVE':
      if (!isReview) return wrongVerb(say('verb.signToAccept'));
      return { outcome: 'decide', command: { name: 'giveFeedback', ...reviewed, verdict: 'approve', comments: [] } };
    case 'REVISE':
      if (!isReview) return wrongVerb(say('verb.refuseInstead'));
      return {
        outcome: 'decide',
        command: {
          name: 'giveFeedback',
          ...reviewed,
          verdict: 'requestRevision',
          comments: [],
          reasons: decision.reasons,
        },
      };
    case 'NEED INFORMATION':
    case 'MORE TIME':
    case 'NOT MINE':
    case 'WITHDRAW': {
      const command = insteadOfDeciding(decision.verb, decision.reasons, bound, reply.milestone);
      return command ? { outcome: 'decide', command } : wrongVerb(say('verb.noDate'));
    }
    case 'COMMENT':
    case 'QUESTION':
      // At formal sign-off a question is answered before they decide, and their time stands still until then.
      if (!isReview && decision.verb === 'QUESTION')
        return {
          outcome: 'decide',
          command: { name: 'askForInformation', ...bound, question: decision.reasons.join('\n\n').slice(0, 4000) },
        };
      if (!isReview) return wrongVerb(say('verb.refuseInstead'));
      return {
        outcome: 'decide',
        command: {
          name: 'giveFeedback',
          ...reviewed,
          verdict: 'comment',
          comments: decision.reasons,
          ...(decision.verb === 'QUESTION' ? { needsAnswer: true } : {}),
        },
      };
    case 'REFUSE':
      return { outcome: 'decide', command: { name: 'refuse', ...bound, reasons: decision.reasons } };
    case 'SIGN': {
      if (isReview) return wrongVerb(say('verb.approveInstead'));
      return judgeSignature(reply, reviewed, decision.typedName, name);
    }
    case 'DELEGATE':
      return judgeDelegation(reply, bound, decision.address);
    default:
      return decision satisfies never;
  }
}

/** The mail says what the plan was when it was written. */
function planSeen({ milestone, request }: Reply): { planVersion?: number } {
  const planVersion = planVersionAt(milestone, request.createdAt);
  return planVersion > 1 ? { planVersion } : {};
}

type Bound = Pick<Extract<Command, { name: 'sign' }>, 'messageId' | 'actor' | 'packageDigest' | 'planVersion'>;

function judgeSignature(reply: Reply, bound: Bound, typedName: string, name: string): Verdict {
  const words = wordsOf(reply);
  const { say } = words;
  const why = whyAnotherName(typedName, name);
  if (why !== undefined) return wrongVerb(say('verb.otherName', { why: saidIn(words, why) }));
  const { statement, milestone, request } = reply;
  if (openPart(milestone)) return { outcome: 'hold', answer: 'replyConfirmation', why: say('verb.part') };
  // The mail listed what was agreed when it was written; what came later was not seen.
  const exceptionIds = milestone.exceptions
    .filter((each) => each.proposedAt <= request.createdAt)
    .map((each) => each.exceptionId);
  if (statement === undefined)
    return {
      outcome: 'hold',
      answer: 'replyConfirmation',
      why: say('verb.noStatement'),
    };
  return {
    outcome: 'decide',
    command: { name: 'sign', ...bound, typedName, ...statement, agreesToStatement: true, exceptionIds },
  };
}

function judgeDelegation(reply: Reply, bound: Bound, address: string): Verdict {
  const { milestone } = reply;
  const named = milestone.engagement.people.filter((each) => each.email.toLowerCase() === address);
  const [delegate] = named;
  if (!delegate || named.length > 1)
    return {
      outcome: 'hold',
      answer: 'replyConfirmation',
      why: wordsOf(reply).say(named.length > 1 ? 'verb.severalDelegates' : 'verb.noDelegate', { address }),
    };
  const reason = 'Passed on by reply.';
  return { outcome: 'decide', command: { name: 'delegate', ...bound, toPersonId: delegate.personId, reason } };
}

const wrongVerb = (why: string): Verdict => ({ outcome: 'hold', answer: 'replyHelp', why });

/** "Approved, except …" of a stakeholder is a comment that the manager has to address, and a question back. */
function judgeUnclear(reply: Reply, why: string, text: string): Verdict {
  if (reply.request.kind !== 'review') return { outcome: 'hold', answer: 'replyHelp', why };
  return {
    outcome: 'comment',
    comment: text,
    answer: 'replyHelp',
    why: wordsOf(reply).say('unclear.asComment', { why }),
    command: {
      name: 'giveFeedback',
      messageId: reply.messageId,
      actor: actorOf(reply),
      packageDigest: reply.request.packageDigest as string,
      ...planSeen(reply),
      verdict: 'comment',
      comments: [text],
      needsAnswer: true,
    },
  };
}

/** Only for a reply whose sender is proven. */
function actorOf({ reading, proof, request, messageSha256 }: Reply): Actor {
  const { dkimDomain, dmarc } = proof as Proven;
  return {
    personId: request.personId,
    role: request.kind === 'review' ? 'stakeholder' : 'approver',
    authentication: {
      method: 'emailReply',
      requestId: request.requestId,
      messageSha256,
      messageIdHeader: reading.messageIdHeader ?? '',
      fromAddress: reading.from[0] ?? '',
      dkimDomain,
      dmarc,
    },
  };
}
