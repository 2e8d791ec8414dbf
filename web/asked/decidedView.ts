// What somebody decided on a request, for their list of it: in words, with its receipt and the copies that are theirs.
import type { Milestone } from '../../domain/milestone.ts';
import { givesCertificate } from '../../domain/requests/everyone.ts';
import { requestView } from '../requestView.ts';
import { isPostingId, messageIdOf } from '../submitDecision.ts';
import type { OpenedRequest } from '../resolveLink.ts';
import type { AskedRequest } from './requestsOf.ts';

export function decidedView({ opened, href }: AskedRequest) {
  const { milestone, request, state } = opened;
  const { title: what, engagement, decided } = requestView(opened);
  const posting = postingOf(opened);
  const number = givesCertificate(milestone, request.personId, state) && milestone.outputs.at(-1)?.certificateNumber;
  return {
    ...{ href, what, milestone: milestone.plan.title, engagement, did: decided },
    receipt: posting && `${href}/receipts/${posting}`,
    certificate: number ? { number, href: `${href}/certificate.pdf`, record: `${href}/record.zip` } : undefined,
  };
}

/** Of a decision that came by the page; one that came by mail or over the API has its receipt in the mail. */
function postingOf({ milestone, request }: OpenedRequest): string | undefined {
  const before = messageIdOf(request.requestId, '');
  return messagesOf(milestone)
    .filter((each) => each.personId === request.personId && each.messageId.startsWith(before))
    .map((each) => each.messageId.slice(before.length))
    .findLast(isPostingId);
}

const messagesOf = ({ reports, feedback, signatures, refusals }: Milestone) => [
  ...reports,
  ...feedback,
  ...signatures,
  ...refusals,
];
