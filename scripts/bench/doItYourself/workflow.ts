// The do-it-yourself variant: the first version that a team would put into service, straight through, without the product's rules.
import {
  allHandlersFinished,
  condition,
  defineSignal,
  defineUpdate,
  proxyActivities,
  setHandler,
} from '@temporalio/workflow';
import type { OwnActivities } from './activities.ts';
import type { Decisions, OwnInput } from './ownMilestone.ts';

const activities = proxyActivities<OwnActivities>({ startToCloseTimeout: '60s' });

/** A message is answered once its row is written: that is what the answer of a service means to those who call it. */
export async function ownSignOff(input: OwnInput): Promise<{ certificateNumber: string }> {
  const { milestoneId, engagement, plan } = input;
  const decisions: Decisions = { validation: [], feedback: [], signature: [] };
  const receive = <T>(kind: keyof Decisions, received: T[]): void => {
    const take = async (content: T): Promise<void> => {
      await activities.recordDecision({ milestoneId, kind, content });
      received.push(content);
    };
    setHandler(defineSignal<[T]>(kind), take);
    setHandler(defineUpdate<void, [T]>(kind), take);
  };
  receive('validation', decisions.validation);
  receive('feedback', decisions.feedback);
  receive('signature', decisions.signature);
  const ask = (what: string, personIds: string[]): Promise<void> =>
    activities.sendRequests({ milestoneId, engagement, title: plan.title, what, personIds });

  await ask('Validate', plan.validators.memberIds);
  await condition(() => decisions.validation.length > 0);
  const stakeholders = plan.reviewGroups.flatMap((each) => each.memberIds);
  await ask('Review', stakeholders);
  await condition(() => decisions.feedback.length === stakeholders.length);
  const approvers = plan.approvalAuthorityList.flatMap((each) => each.members.map(({ personId }) => personId));
  await ask('Sign', approvers);
  await condition(() => decisions.signature.length === approvers.length);

  const certificate = await activities.issueCertificate({ ...input, decisions });
  await activities.recordConsequences({ milestoneId, certificate, plan });
  await activities.archive({ ...input, decisions, certificate });
  const { engagementManagerId, engagementSponsorId } = engagement;
  const personIds = [
    ...[engagementManagerId, engagementSponsorId],
    ...[...plan.validators.memberIds, ...stakeholders, ...approvers],
  ];
  await activities.sendCertificate({ milestoneId, engagement, title: plan.title, personIds, certificate });
  await condition(allHandlersFinished);
  return { certificateNumber: certificate.number };
}
