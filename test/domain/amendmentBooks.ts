// The auditor's own books on amendments of the plan (rule 13): both parties agreed where the contract says so, what was decided on what is another now
// does not count, and nobody decided on a version they were not shown. Kept from the events alone, by other means than the domain's.
import type { RecordedEvent } from '../../domain/events.ts';
import type { MilestonePlan } from '../../domain/terms/plan.ts';
import type { Person } from '../../domain/people/people.ts';
import { holds } from './timesTested.ts';

/** What of the auditor's books an amendment clears. */
export interface Cleared {
  validation: boolean;
  review: boolean;
  signatures: boolean;
}

const differs = (one: unknown, other: unknown): boolean =>
  JSON.stringify(sorted(one)) !== JSON.stringify(sorted(other));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([k, v]) => [k, sorted(v)]),
  );
}

export class AmendmentBooks {
  readonly #parties: ReadonlyMap<string, string>;
  #proposedBy = '';
  #consentedBy = '';
  #version = 1;
  #shownSince = 1;
  #handed: string[] | undefined;
  readonly #accepted: string[] = [];
  /** By the time the package was handed in. */
  #acceptedBefore: string[] = [];

  constructor(people: readonly Person[]) {
    this.#parties = new Map(people.map((each) => [each.personId, each.party]));
  }

  enter(event: RecordedEvent, plan: MilestonePlan): Cleared | undefined {
    switch (event.type) {
      case 'packageFrozen':
        this.#acceptedBefore = [...this.#accepted];
        this.#handed = [
          ...event.package.deliverables.map((each) => each.deliverableId),
          ...event.package.waivers.map((each) => each.deliverableId),
        ];
        return undefined;
      case 'partAccepted':
        this.#accepted.push(...(event.acceptance.part?.deliverableIds ?? []));
        return undefined;
      case 'validationReported':
        return this.#seen(event.report.planVersion);
      case 'feedbackGiven':
        return this.#seen(event.feedback.planVersion);
      case 'signed':
        return this.#seen(event.signature.planVersion);
      case 'amendmentProposed':
        holds(13, ['manager', 'sponsor'].includes(event.actor.personId), 'proposed by somebody without the office');
        this.#proposedBy = event.actor.personId;
        this.#consentedBy = '';
        return undefined;
      case 'amendmentConsented':
        this.#consentedBy = event.actor.personId;
        return undefined;
      case 'planAmended':
        return this.#enterAmended(event, plan);
      default:
        return undefined;
    }
  }

  #seen(version = 1): undefined {
    holds(13, version >= this.#shownSince && version <= this.#version, 'decided on a plan that they were not shown');
    return undefined;
  }

  #enterAmended(event: Extract<RecordedEvent, { type: 'planAmended' }>, before: MilestonePlan): Cleared {
    const { plan: after, version } = event;
    const [one, other] = [this.#proposedBy, this.#consentedBy].map((id) => this.#parties.get(id));
    holds(13, other !== undefined && one !== other, 'the other party did not consent');
    holds(13, version === this.#version + 1, 'versions have no gaps');
    const authors = (plan: MilestonePlan) => [...new Set(plan.deliverables.flatMap((each) => each.authorIds))].sort();
    const required = after.deliverables.filter((each) => each.isRequired).map((each) => each.deliverableId);
    const planned = after.deliverables.map((each) => each.deliverableId);
    const handed = this.#handed;
    const isAnother =
      handed !== undefined &&
      (required.some((id) => !handed.includes(id) && !this.#acceptedBefore.includes(id)) ||
        handed.some((id) => !planned.includes(id)));
    const validation =
      isAnother ||
      differs(before.requirements, after.requirements) ||
      differs(before.qualityStandards, after.qualityStandards) ||
      differs(before.validators, after.validators) ||
      differs(authors(before), authors(after));
    const review = validation || differs(before.reviewGroups, after.reviewGroups);
    const worth = (plan: MilestonePlan) =>
      plan.deliverables.flatMap((each) => (each.value === undefined ? [] : [[each.deliverableId, each.value]]));
    const list = (plan: MilestonePlan) =>
      plan.approvalAuthorityList.map(({ name, quorum, members }) => [name, quorum, members]);
    const signatures =
      review ||
      differs(before.value, after.value) ||
      differs(worth(before), worth(after)) ||
      differs(before.nextPhase, after.nextPhase) ||
      differs(list(before), list(after));
    this.#version = version;
    if (signatures) this.#shownSince = version;
    return { validation, review, signatures };
  }
}
