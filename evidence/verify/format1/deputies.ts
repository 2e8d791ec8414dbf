// Who passed a duty on to whom, and who was whose deputy when, in a record of format 1. Frozen: see docs/recordFormat.md.
import type { Parties } from './parties.ts';
import type { Terms, Told } from './sufficiencyShapes.ts';

type Deputyship = Told['deputyship'];

const hour = 3_600_000;

/** A day begins, somewhere on earth, within fourteen hours of when it does in UTC. */
const isAbout = (instant: string, date: string, days: number): boolean =>
  Math.abs(Date.parse(instant) - Date.parse(`${date}T00:00:00.000Z`) - days * 24 * hour) <= 14 * hour;

/** Goes along with the events, one after the other, and believes none of them. */
export class Deputies {
  readonly #terms: Terms;
  readonly #parties: Parties;
  #named: (Deputyship & { endedAt?: string })[] = [];
  #absentees = new Set<string>();

  constructor(terms: Terms, parties: Parties) {
    this.#terms = terms;
    this.#parties = parties;
  }

  enter(event: Told): string[] {
    switch (event.type) {
      case 'deputyNamed':
      case 'deputyAppointed':
        return this.#enterNamed(event);
      case 'deputyEnded':
        this.#named = this.#named.map((each) =>
          each.deputyshipId === event.deputyshipId ? { ...each, endedAt: event.endedAt } : each,
        );
        return [];
      case 'personLeft':
        this.#named = this.#named.map((each) =>
          each.endedAt === undefined && [each.personId, each.deputyId].includes(event.personId)
            ? { ...each, endedAt: event.leftAt }
            : each,
        );
        return [];
      case 'absenceReported':
        this.#absentees.add(event.absenteeId);
        return [];
      default:
        return [];
    }
  }

  #enterNamed({ type, deputyship, actor }: Told): string[] {
    const { personId, from, until, startsAt, endsAt } = deputyship;
    const whose = type === 'deputyNamed' ? personId : this.#terms.engagement.engagementManagerId;
    const hasDays = [from, until, startsAt, endsAt].some((each) => each !== undefined);
    const isOfDays =
      !hasDays ||
      (isAbout(startsAt ?? '', from ?? '', 0) && isAbout(endsAt ?? '', until ?? '', 1) && startsAt! < endsAt!);
    const W = this.#parties.who(personId);
    const why = [
      actor.personId === whose ? '' : `the deputy of ${W} was named by ${this.#parties.who(actor.personId)}`,
      isOfDays ? '' : `the deputy of ${W} was named for other days than the record counts`,
    ].filter((each) => each !== '');
    if (why.length === 0) this.#named.push(deputyship);
    return why;
  }

  /** From who has a duty, by the manager, or to a deputy, to somebody else of the same party. */
  againstPassing({ delegation, actor }: Told): string[] {
    const { kind, fromPersonId, toPersonId, memberId } = delegation;
    const { engagementManagerId: manager } = this.#terms.engagement;
    const by = kind === 'reassigned' ? manager : fromPersonId;
    const to = this.#parties.find(toPersonId);
    const how =
      kind === 'reassigned'
        ? `a duty was reassigned by ${this.#parties.who(actor.personId)} and not by the engagement manager, ${this.#parties.names([manager])}`
        : `the duty of ${this.#parties.who(fromPersonId)} was passed on by somebody else`;
    const isAmong = to !== undefined && to.party === this.#parties.find(memberId)?.party && to.sharedMailbox !== true;
    return [
      kind === 'deputised' ? this.#againstDeputy(delegation) : actor.personId === by ? '' : how,
      isAmong ? '' : `the duty of ${this.#parties.who(memberId)} was passed to ${this.#parties.who(toPersonId)}`,
    ].filter((each) => each !== '');
  }

  /** To the deputy on their days, or on an automatic reply where the contract lets it; and back to whose it is. */
  #againstDeputy({ deputyshipId, memberId, toPersonId, at }: Told['delegation']): string {
    const by = this.#named.find((each) => each.deputyshipId === deputyshipId && each.personId === memberId);
    if (by && toPersonId === memberId) return '';
    if (by?.deputyId === toPersonId && (this.#isOn(by, at ?? '') || this.#isRouted(by))) return '';
    return `the duty of ${this.#parties.who(memberId)} passed to ${this.#parties.who(toPersonId)}, who was no deputy of theirs then`;
  }

  /** What was named last for a day counts. */
  #isOn(by: Deputyship, at: string): boolean {
    const last = this.#named.findLast(
      ({ personId, startsAt, endsAt, endedAt }) =>
        personId === by.personId &&
        startsAt !== undefined &&
        endsAt !== undefined &&
        startsAt <= at &&
        at < endsAt &&
        (endedAt === undefined || at < endedAt),
    );
    return last?.deputyshipId === by.deputyshipId;
  }

  #isRouted = ({ startsAt, endedAt, personId }: Deputyship & { endedAt?: string }): boolean =>
    this.#terms.engagement.contract.automaticReplies === 'routeToDeputy' &&
    startsAt === undefined &&
    endedAt === undefined &&
    this.#absentees.has(personId);
}
