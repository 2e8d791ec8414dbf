// Whether the plan of a record of format 1 was amended by who may, as both parties agreed, and what that asks again. Frozen: see
// docs/recordFormat.md.
import canonicalize from 'canonicalize';
import { assignees, limitOf, scaled, type ApprovalGroup, type PassedOn } from './authority.ts';
import type { Parts } from './parts.ts';
import type { Parties } from './parties.ts';
import type { Terms, Told } from './sufficiencyShapes.ts';

type Plan = Terms['plan'];

/** From what asks least again to what asks most; each asks all before it as well. */
const levels = ['nothing', 'signature', 'review', 'validation', 'package'];

export const isAtLeast = (level: string, other: string): boolean => levels.indexOf(level) >= levels.indexOf(other);

const says = (isBroken: boolean, sentence: string): string[] => (isBroken ? [sentence] : []);

const isSame = (one: unknown, other: unknown): boolean => canonicalize(one ?? null) === canonicalize(other ?? null);

/** What is decided on, by the level that asks it again where it is another. */
const decidedOn: [level: string, of: (plan: Plan) => unknown][] = [
  ['validation', ({ requirements, qualityStandards, validators }) => [requirements, qualityStandards, validators]],
  ['validation', ({ deliverables }) => [...new Set(deliverables.flatMap((each) => each.authorIds))].sort()],
  ['review', ({ reviewGroups }) => reviewGroups],
  ['signature', ({ value, nextPhase }) => [value, nextPhase]],
  [
    'signature',
    ({ deliverables }) => deliverables.flatMap((each) => (each.value ? [[each.deliverableId, each.value]] : [])),
  ],
  ['signature', ({ approvalAuthorityList: list }) => list.map(({ delegates: _may, ...each }) => each)],
];

/** Goes along with the events, one after the other, and believes none of them. */
export class Amendments {
  readonly #terms: Terms;
  readonly #parties: Parties;
  readonly #parts: Parts;
  #open: Told['amendment'] | undefined;
  #isConsented = false;
  #version = 1;
  #package: Told['package'] | undefined;
  /** Of deliverables on packages before the one there is. */
  #acceptedBefore: string[] = [];
  #delegations: (PassedOn & { kind: string })[] = [];

  constructor(terms: Terms, parties: Parties, parts: Parts) {
    this.#terms = terms;
    this.#parties = parties;
    this.#parts = parts;
  }

  /** What stands against the event, by the plan before it. */
  enter(event: Told): string[] {
    switch (event.type) {
      case 'packageFrozen':
        this.#package = event.package;
        this.#acceptedBefore = this.#parts.accepted();
        this.#delegations = this.#delegations.filter((each) => each.kind === 'reassigned');
        return [];
      case 'delegated':
      case 'reassigned':
      case 'deputised':
        this.#delegations.push({ ...event.delegation });
        return [];
      case 'amendmentProposed':
        return this.#enterProposed(event);
      case 'amendmentConsented':
        return this.#enterConsent(event);
      case 'amendmentDeclined':
      case 'amendmentWithdrawn':
      case 'amendmentLapsed':
        if (this.#open?.amendmentId === event.amendmentId) this.#open = undefined;
        return [];
      case 'planAmended':
        return this.#enterAmended(event);
      default:
        return [];
    }
  }

  #enterProposed({ amendment, actor }: Told): string[] {
    const { engagementManagerId, engagementSponsorId } = this.#terms.engagement;
    const isOpen = this.#open !== undefined;
    this.#open = amendment;
    this.#isConsented = false;
    return [
      ...says(isOpen, `amendment ${amendment.amendmentId} was proposed beside one that was open`),
      ...says(
        ![engagementManagerId, engagementSponsorId].includes(actor.personId) || amendment.proposedBy !== actor.personId,
        `amendment ${amendment.amendmentId} was proposed by ${this.#parties.who(actor.personId)} and not by engagement manager or sponsor`,
      ),
    ];
  }

  #enterConsent({ amendmentId, actor, by }: Told): string[] {
    const mayConsent = this.#open?.amendmentId === amendmentId && this.#consenters().includes(actor.personId);
    this.#isConsented = mayConsent && by === actor.personId;
    return says(
      !this.#isConsented,
      `${this.#parties.who(actor.personId)} consented to amendment ${amendmentId}, which is not theirs to consent to`,
    );
  }

  /**
   * Who signs for the other party than proposed it, or holds its office; to a higher value, who may sign it anywhere they are listed. Nobody
   * who is given more authority by it.
   */
  #consenters(): string[] {
    const { engagement, plan } = this.#terms;
    const { approvalAuthorityList: lists } = plan;
    const party = this.#parties.find(this.#open?.proposedBy ?? '')?.party;
    const signers = lists.flatMap(({ members }) =>
      assignees(
        this.#delegations,
        'signature',
        members.map((each) => each.personId),
      ),
    );
    const value = this.#open?.changes?.value;
    const list = this.#open?.changes?.approvalAuthorityList;
    const higher = value && scaled(value.amount) > scaled(plan.value.amount) ? value.amount : undefined;
    return [...signers, engagement.engagementManagerId, engagement.engagementSponsorId].flatMap((id) => {
      const person = id === undefined ? undefined : this.#parties.find(id);
      if (!person || person.party === party || person.sharedMailbox === true) return [];
      if (list && mostOf(list, person.personId) > mostOf(lists, person.personId)) return [];
      const limits = lists.map((group) => limitOf(lists, group, { personId: '' }, person.personId));
      const reaches = (limit: string | undefined) => limit === undefined || scaled(limit) >= scaled(higher ?? '0');
      return higher === undefined || limits.every(reaches) ? [person.personId] : [];
    });
  }

  #enterAmended(event: Told): string[] {
    const { amendmentId, plan, asksAgain, version } = event;
    const open = this.#open;
    const needsConsent = this.#terms.engagement.contract.amendments === 'withConsentOfOtherParty';
    const due = this.#asked(plan);
    const expected = { ...this.#terms.plan, ...open?.changes };
    const { dueOn, ...rest } = expected;
    const proposed = dueOn === null || dueOn === undefined ? rest : expected;
    this.#version += 1;
    const why = [
      ...says(open?.amendmentId !== amendmentId, `the plan was amended by ${amendmentId}, which was not open`),
      ...says(
        needsConsent && !this.#isConsented,
        `the plan was amended by ${amendmentId} without the consent of the other party`,
      ),
      ...says(!isSame(proposed, plan), `the plan was amended by ${amendmentId} to another one than was proposed`),
      ...says(version !== this.#version, `amendment ${amendmentId} states version ${version} of the plan`),
      ...says(asksAgain !== due, `amendment ${amendmentId} asks again for “${asksAgain}”; by the plan it is “${due}”`),
    ];
    this.#open = undefined;
    return why;
  }

  #asked(after: Plan): string {
    if (this.#package && !isAsPlanned(after, this.#package, this.#acceptedBefore)) return 'package';
    const { plan: before } = this.#terms;
    const asked = decidedOn.filter(([, of]) => !isSame(of(before), of(after))).map(([level]) => levels.indexOf(level));
    return levels[Math.max(0, ...asked)] ?? '';
  }
}

/** The most that a list lets somebody accept: less than nothing for who is not on it, and more than any amount without a limit. */
function mostOf(list: readonly ApprovalGroup[], personId: string): number | bigint {
  const entries = list
    .flatMap((group) => [...group.members, ...(group.delegates ?? [])])
    .filter((entry) => entry.personId === personId);
  return entries.reduce<number | bigint>((most, { limit }) => {
    const own = limit === undefined ? Number.POSITIVE_INFINITY : scaled(limit);
    return own > most ? own : most;
  }, -1);
}

/** Each required deliverable present or waived, each expected review reported, and nothing that nobody planned. */
function isAsPlanned(
  { deliverables, expectedQualityReviews }: Plan,
  { deliverables: present, waivers, qualityReviews }: Told['package'],
  accepted: readonly string[],
): boolean {
  const handed = [...present, ...waivers].map((each) => each.deliverableId);
  const planned = deliverables.map((each) => each.deliverableId);
  const reported = qualityReviews.map((each) => each.name);
  return (
    deliverables.every(
      (each) => !each.isRequired || accepted.includes(each.deliverableId) || handed.includes(each.deliverableId),
    ) &&
    handed.every((id) => planned.includes(id) && !accepted.includes(id)) &&
    expectedQualityReviews.every((name) => reported.includes(name))
  );
}
