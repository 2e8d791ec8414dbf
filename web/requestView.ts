// What the page behind a request link shows, and whether there is still something to decide.
import { currentPackage, openExceptions, personOf, type Milestone } from '../domain/milestone.ts';
import { outcomeToConfirm } from '../domain/outcomeConfirmation.ts';
import { isOpenRequest, type RequestKind } from '../domain/notices.ts';
import { outcomesFor } from '../domain/facilitation.ts';
import { stillAsked } from '../domain/passTime.ts';
import type { DecisionRequest } from '../db/requests.ts';
import { momentOf } from '../mail/mailModel.ts';
import { sponsorBrief } from '../mail/sponsorBrief.ts';

const titles: Record<RequestKind, string> = {
  validation: 'Technical validation',
  review: 'Stakeholder review',
  signature: 'Formal sign-off',
  facilitation: 'Facilitation of a dispute',
  confirmation: 'Outcome of your refusal',
  determination: 'Determination of the sponsor',
  closure: 'Closing an exception',
  verification: 'Verifying an exception',
  revocation: 'Revocation of the acceptance',
};

const phases: Record<Milestone['stage']['phase'], string> = {
  compiling: 'The package is being compiled',
  rework: 'The package is being reworked',
  validating: 'Technical validation',
  inReview: 'Stakeholder review',
  formalSignOff: 'Formal sign-off',
  facilitation: 'Facilitation of a dispute',
  escalated: 'Before the engagement sponsor',
  acceptedWithExceptions: 'Accepted with exceptions',
  accepted: 'Accepted',
  revoked: 'Acceptance revoked',
  terminated: 'Terminated by the engagement sponsor',
  cancelled: 'Cancelled',
};

export function requestView(milestone: Milestone, request: DecisionRequest) {
  const subject = currentPackage(milestone);
  const person = personOf(milestone, request.personId);
  const name = (id: string) => personOf(milestone, id)?.name ?? id;
  const zone = person?.timeZone ?? milestone.engagement.contract.calendar.timeZone;
  const isCurrent = request.packageDigest === subject?.digest && isOpenRequest(milestone, request.kind);
  const isAsked = stillAsked(milestone).includes(request.personId) || !countedKinds.includes(request.kind);
  return {
    title: titles[request.kind],
    kind: request.kind,
    is: { [request.kind]: isCurrent },
    isOpen: isCurrent,
    hasDecided: isCurrent && !isAsked,
    isOutdated: request.packageDigest !== subject?.digest,
    phase: phases[milestone.stage.phase],
    person: { name: person?.name, capacity: person?.capacity },
    milestone: milestone.plan.title,
    milestoneId: milestone.milestoneId,
    engagement: milestone.engagement.name,
    firm: milestone.engagement.firm,
    client: milestone.engagement.client,
    value: milestone.plan.value,
    by: 'wait' in milestone.stage ? momentOf(milestone.stage.wait.deadline, zone) : undefined,
    statement: milestone.engagement.contract.signOffStatement,
    package: subject,
    qualityReviews: subject?.qualityReviews,
    services: subject?.completedServices,
    requirements: milestone.plan.requirements,
    reports: milestone.reports
      .filter((each) => !each.isVoid)
      .map((each) => ({
        ...each,
        by: name(each.personId),
        met: each.results.filter((result) => result.outcome === 'met').length,
      })),
    feedback: milestone.feedbackItems.map((each) => ({ ...each, by: name(each.personId) })),
    exceptions: milestone.exceptions.map((each) => ({ ...each, owner: name(each.ownerId) })),
    refusals: milestone.refusals
      .filter((each) => !each.isVoid && !each.settledBy)
      .map((each) => ({ ...each, by: name(each.personId) })),
    signatures: milestone.signatures
      .filter((each) => !each.isVoid)
      .map((each) => ({ ...each, by: name(each.personId), when: momentOf(each.at, zone) })),
    outcomes:
      milestone.stage.phase === 'facilitation'
        ? outcomesFor(milestone.stage).map((value) => ({ value, label: outcomeLabels[value] }))
        : [],
    brief: isCurrent && request.kind === 'determination' ? sponsorBrief(milestone) : [],
    outcome: outcomeView(milestone, zone),
    openExceptions: openExceptions(milestone)
      .filter((each) => request.kind !== 'closure' || each.ownerId === request.personId)
      .map((each) => ({ ...each, owner: name(each.ownerId), closure: each.closures?.at(-1) })),
    revocation: milestone.proposedRevocation,
    issueRows: [1, 2, 3, 4, 5],
    certificateNumber: milestone.outputs.at(-1)?.certificateNumber,
  };
}

/** Kinds of which a person gives one decision each; the others can be given as long as they are open. */
const countedKinds: RequestKind[] = ['validation', 'review', 'signature', 'determination'];

function outcomeView(milestone: Milestone, zone: string) {
  const open = outcomeToConfirm(milestone);
  if (!open) return undefined;
  const { facilitation, confirmBy } = open;
  return {
    label: outcomeLabels[facilitation.outcome],
    note: facilitation.note,
    until: momentOf(confirmBy, zone),
  };
}

const outcomeLabels = {
  rework: 'Rework: the package is corrected and validated again',
  reviewAgain: 'Review again: every stakeholder is asked anew',
  askAgain: 'Ask again: whoever refused is asked to sign once more',
  escalate: 'Escalate: the engagement sponsor decides',
};
