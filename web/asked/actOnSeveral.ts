// One form that acts on several requests: each is submitted by itself, with its own message, statement and receipt, or refused by itself.
import type { Request } from 'express';
import { recordRefusedAttempt, visitorOf } from '../../api/http/auditTrail.ts';
import type { ApiDependencies } from '../../api/http/dependencies.ts';
import { problemOf } from '../../api/http/problems.ts';
import { inNames } from '../../domain/people/inNames.ts';
import { readerOf } from '../pageWords.ts';
import type { DecisionForm } from '../postedForm.ts';
import { refusalIn } from '../problemWords.ts';
import { submitDecision } from '../submitDecision.ts';
import type { AskedRequest } from './requestsOf.ts';

export type Answer =
  { status: 'taken'; receipt: string } | { status: 'codeSent' } | { status: 'refused'; detail: string };

/** By the ID of the request; what one of them is refused for keeps none of the others back. */
export async function actOnSeveral(
  deps: ApiDependencies,
  request: Request,
  acts: readonly { asked: AskedRequest; form: () => DecisionForm | Promise<DecisionForm> }[],
): Promise<Map<string, Answer>> {
  const answers = new Map<string, Answer>();
  for (const { asked, form } of acts)
    answers.set(asked.opened.request.requestId, await actOn(deps, request, asked, form));
  return answers;
}

async function actOn(
  deps: ApiDependencies,
  request: Request,
  { opened, href }: AskedRequest,
  form: () => DecisionForm | Promise<DecisionForm>,
): Promise<Answer> {
  try {
    const submission = await submitDecision(deps, opened, await form(), visitorOf(request));
    if (submission.status === 'taken') return { status: 'taken', receipt: `${href}/receipts/${submission.postingId}` };
    if (submission.status === 'codeSent') return { status: 'codeSent' };
    const { words } = readerOf(opened.milestone, opened.request.personId);
    return { status: 'refused', detail: words.say('asked.passkeyAlone') };
  } catch (error) {
    const problem = problemOf(error);
    if (problem.status >= 500)
      deps.log.error({ err: error, milestoneId: opened.milestone.milestoneId }, 'a decision could not be taken');
    else if (problem.status !== 429) await recordRefusedAttempt(deps.db, request, problem, opened.request);
    const { words } = readerOf(opened.milestone, opened.request.personId);
    return {
      status: 'refused',
      detail: refusalIn(words, error, problem, (text) => inNames(opened.milestone, text)),
    };
  }
}
