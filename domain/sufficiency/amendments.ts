// Whether the plan was amended by who may, with consent where the contract asks for that, and asks again what it must. Reads the state, decides nothing.
import { consentersTo, needsConsent, openAmendment } from '../amendments/consent.ts';
import { askedAgainBy, isSamePlan, planAfter } from '../amendments/consequences.ts';
import { planVersion } from '../amendments/planSeen.ts';
import type { RecordedEvent } from '../events.ts';
import type { Milestone } from '../milestone.ts';
import { whyMayNot } from '../people/whoMay.ts';
import { planProblems } from '../terms/plan.ts';
import { who } from './words.ts';

type OfAmendment = Extract<RecordedEvent, { type: 'amendmentProposed' | 'amendmentConsented' | 'planAmended' }>;

const says = (isBroken: boolean, sentence: string): string[] => (isBroken ? [sentence] : []);

export function againstAmendment(milestone: Milestone, event: OfAmendment): string[] {
  const W = who(milestone, event.actor.personId);
  switch (event.type) {
    case 'amendmentProposed': {
      const { amendmentId, proposedBy } = event.amendment;
      const isOffice = whyMayNot(milestone, 'amendPlan', event.actor.personId) === undefined;
      return says(
        !isOffice || proposedBy !== event.actor.personId,
        `amendment ${amendmentId} was proposed by ${W} and not by engagement manager or sponsor`,
      );
    }
    case 'amendmentConsented': {
      const open = openAmendment(milestone);
      const isTheirs = open !== undefined && consentersTo(milestone, open).includes(event.actor.personId);
      return says(
        open?.amendmentId !== event.amendmentId || !isTheirs || event.by !== event.actor.personId,
        `${W} consented to amendment ${event.amendmentId}, which is not theirs to consent to`,
      );
    }
    case 'planAmended':
      return againstAmended(milestone, event);
    default:
      return event satisfies never;
  }
}

function againstAmended(milestone: Milestone, event: Extract<OfAmendment, { type: 'planAmended' }>): string[] {
  const { amendmentId, plan, asksAgain, version } = event;
  const open = openAmendment(milestone);
  if (open?.amendmentId !== amendmentId) return [`the plan was amended by ${amendmentId}, which was not open`];
  const due = askedAgainBy(milestone, plan);
  return [
    ...says(
      needsConsent(milestone) && open.consent === undefined,
      `the plan was amended by ${amendmentId} without the consent of the other party`,
    ),
    ...says(
      !isSamePlan(planAfter(milestone.plan, open.changes ?? {}), plan),
      `the plan was amended by ${amendmentId} to another one than was proposed`,
    ),
    ...says(version !== planVersion(milestone) + 1, `amendment ${amendmentId} states version ${version} of the plan`),
    ...says(asksAgain !== due, `amendment ${amendmentId} asks again for “${asksAgain}”; by the plan it is “${due}”`),
    ...planProblems(plan, milestone.engagement).map((each) => `the plan as amended does not hold together: ${each}`),
  ];
}
