// Whether what a record of format 1 says was accepted in parts was: put to signature by the manager, of what was open, with what the plan
// says it is worth. Frozen: see docs/recordFormat.md.
import { scaled } from './authority.ts';
import type { Parties } from './parties.ts';
import type { Terms, Told } from './sufficiencyShapes.ts';

type Part = Told['part'];

export interface StatedPart {
  number: number;
  isLast: boolean;
  deliverableIds: string[];
  amount: string;
}

const says = (isBroken: boolean, sentence: string): string[] => (isBroken ? [sentence] : []);

/** Goes along with the events, one after the other, and believes none of them. */
export class Parts {
  readonly #terms: Terms;
  readonly #parties: Parties;
  readonly #accepted: { deliverableIds: string[]; amount: bigint }[] = [];
  #open: Part | undefined;
  #package: Told['package'] | undefined;
  #exceptions = 0;
  #isInSignOff = false;

  constructor(terms: Terms, parties: Parties) {
    this.#terms = terms;
    this.#parties = parties;
  }

  /** The part that is put to signature. */
  open = (): Part | undefined => this.#open;

  accepted = (): string[] => this.#accepted.flatMap((each) => each.deliverableIds);

  acceptedAmount = (): bigint => this.#accepted.reduce((sum, each) => sum + each.amount, 0n);

  /** In ten-thousandths, as all amounts here. */
  amountOf = (deliverableIds: readonly string[]): bigint =>
    this.#terms.plan.deliverables.reduce(
      (sum, each) => (deliverableIds.includes(each.deliverableId) ? sum + scaled(each.value ?? '0') : sum),
      0n,
    );

  #left = (): string[] =>
    this.#terms.plan.deliverables.map((each) => each.deliverableId).filter((id) => !this.accepted().includes(id));

  /** What stands against a plan: parts of the value are of each deliverable or none, add up, and stay what they were accepted at. */
  againstPlan(plan: Terms['plan']): string[] {
    const values = plan.deliverables.flatMap((each) => (each.value === undefined ? [] : [scaled(each.value)]));
    const sum = values.reduce((all, each) => all + each, 0n);
    const isWhole = values.length === plan.deliverables.length && sum === scaled(plan.value.amount);
    const valueOf = (of: Terms['plan'], id: string) => of.deliverables.find((each) => each.deliverableId === id)?.value;
    return [
      ...says(values.length > 0 && !isWhole, 'the parts of the value do not add up to it'),
      ...this.accepted()
        .filter((id) => valueOf(plan, id) !== valueOf(this.#terms.plan, id))
        .map((id) => `deliverable ${id} was accepted, and the plan was amended in it`),
    ];
  }

  against(event: Told): string[] {
    switch (event.type) {
      case 'partProposed':
        return this.#againstProposed(event);
      case 'partAccepted':
        return says(
          this.#open?.partId !== event.partId,
          `part ${event.partId} was accepted, which was not put to signature`,
        );
      case 'planAmended':
        return this.againstPlan(event.plan);
      case 'exceptionProposed':
        return says(this.#open !== undefined, 'an exception was agreed while a part was put to signature by itself');
      case 'silenceDeemed':
        return says(
          this.#open !== undefined &&
            event.deeming.of === 'signOff' &&
            event.deeming.outcome === 'accepted' &&
            this.#terms.engagement.contract.partialAcceptance !== 'alsoBySilence',
          'silence was taken for acceptance of a part, which the contract gives no such meaning',
        );
      default:
        return [];
    }
  }

  #againstProposed({ part, actor }: Told): string[] {
    const { partId, deliverableIds } = part;
    const left = this.#left();
    const present = this.#package?.deliverables.map((each) => each.deliverableId) ?? [];
    const isPart =
      this.#open === undefined &&
      new Set(deliverableIds).size === deliverableIds.length &&
      deliverableIds.every((id) => left.includes(id) && present.includes(id)) &&
      left.some((id) => !deliverableIds.includes(id));
    return [
      ...says(
        actor.personId !== this.#terms.engagement.engagementManagerId || part.proposedBy !== actor.personId,
        `part ${partId} was put to signature by ${this.#parties.who(actor.personId)} and not by the engagement manager`,
      ),
      ...says(
        !['bySignature', 'alsoBySilence'].includes(this.#terms.engagement.contract.partialAcceptance),
        `part ${partId} was put to signature, and the contract has no acceptance in parts`,
      ),
      ...says(!this.#isInSignOff, `part ${partId} was put to signature out of turn`),
      ...says(part.packageDigest !== this.#package?.digest, `part ${partId} is of another digest`),
      ...says(!isPart, `part ${partId} is not some of what was open and handed in`),
      ...says(
        this.#terms.plan.deliverables.some((each) => each.value === undefined) || this.#exceptions > 0,
        `part ${partId} was put to signature without parts of the value, or under exceptions`,
      ),
    ];
  }

  /** What the next acceptance states of the part that it is; undefined where the milestone is accepted as a whole. */
  due(): StatedPart | undefined {
    const number = this.#accepted.length + 1;
    const text = (amount: bigint): string => String(amount);
    if (this.#open) {
      const { deliverableIds } = this.#open;
      return { number, isLast: false, deliverableIds, amount: text(this.amountOf(deliverableIds)) };
    }
    if (this.#accepted.length === 0) return undefined;
    const amount = scaled(this.#terms.plan.value.amount) - this.acceptedAmount();
    return { number, isLast: true, deliverableIds: this.#left(), amount: text(amount) };
  }

  /** What the next acceptance is held against. */
  found = () => ({ due: this.due(), isPartial: this.#open !== undefined, before: this.acceptedAmount() });

  follow(event: Told): void {
    switch (event.type) {
      case 'packageFrozen':
        this.#package = event.package;
        this.#open = undefined;
        this.#exceptions = 0;
        this.#isInSignOff = false;
        return;
      case 'exceptionProposed':
        this.#exceptions += 1;
        return;
      case 'formalSignOffOpened':
      case 'approvalGroupAsked':
        this.#isInSignOff = true;
        return;
      case 'validationOpened':
      case 'reviewOpened':
      case 'facilitationOpened':
      case 'escalatedToSponsor':
      case 'reworkStarted':
        this.#isInSignOff = false;
        return;
      case 'partProposed':
        this.#open = event.part;
        return;
      case 'partWithdrawn':
        this.#open = undefined;
        return;
      case 'partAccepted':
        if (this.#open)
          this.#accepted.push({
            deliverableIds: this.#open.deliverableIds,
            amount: this.amountOf(this.#open.deliverableIds),
          });
        this.#open = undefined;
        this.#isInSignOff = false;
        return;
      default:
    }
  }
}

/** Whether whoever signed, or whose document was entered, named just these deliverables. */
export const isOfPart = (part: Part | undefined, named: readonly string[] | undefined): boolean =>
  part === undefined || named === undefined
    ? part === named
    : part.deliverableIds.length === named.length && part.deliverableIds.every((id) => named.includes(id));

/** In words, of each signature that names other deliverables than are accepted. */
export const whyOfOtherPart = (
  part: Part | undefined,
  signatures: readonly Told['signature'][],
  parties: Parties,
): string[] =>
  signatures
    .filter((each) => !isOfPart(part, each.deliverableIds))
    .map((each) => `${parties.names([each.personId])} signed for other deliverables than were accepted`);

/** What an acceptance says of itself as a part, where it is another thing than by the record. */
export const isSamePart = (stated: StatedPart | undefined, due: StatedPart | undefined): boolean =>
  stated === undefined || due === undefined
    ? stated === due
    : stated.number === due.number &&
      stated.isLast === due.isLast &&
      scaled(stated.amount) === BigInt(due.amount) &&
      stated.deliverableIds.length === due.deliverableIds.length &&
      stated.deliverableIds.every((id) => due.deliverableIds.includes(id));
