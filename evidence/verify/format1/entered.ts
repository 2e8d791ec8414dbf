// Whether what the firm entered as somebody's decision may count in a record of format 1. Frozen: see docs/recordFormat.md.
import { isSameHuman } from './authority.ts';
import { isOfPart } from './parts.ts';
import type { Entry, Exception, Terms, Told } from './sufficiencyShapes.ts';

const dayInMilliseconds = 86_400_000;

/** What the course came to when an entry was made. */
interface Facts {
  digest: string;
  submitter: string;
  /** Digests of the files of the package. */
  packaged: readonly string[];
  exceptions: readonly Exception[];
  /** Digest of the exceptions that stand. */
  seen: string | undefined;
  /** The part that is put to signature by itself. */
  part: Told['part'] | undefined;
  /** Who fills the places of the groups, per duty. */
  asked: Record<string, (string | undefined)[]>;
  /** Who may sign for the value. */
  maySign: readonly string[];
  decided: readonly string[];
  isUnvouched: boolean;
}

/** The period is in business days, so it is over after as many days at the earliest. */
export class Entries {
  readonly #terms: Terms;
  #open: Entry[] = [];
  #standing: Entry[] = [];

  constructor(terms: Terms) {
    this.#terms = terms;
  }

  /** People for whom an entry counts. */
  standing = (duty: string): string[] =>
    this.#standing.filter((each) => each.duty === duty).map((each) => each.personId);

  /** Who entered what may still be objected to or counts. */
  enterers = (): string[] => [...this.#open, ...this.#standing].map((each) => each.enteredBy);

  clear(): void {
    this.#open = this.#standing = [];
  }

  /** Whatever somebody decides themselves counts instead. */
  endFor(personId: string, duty?: string): void {
    this.#keep((each) => each.personId !== personId || (duty !== undefined && each.duty !== duty));
  }

  /** What a document accepts is without exceptions that were agreed later. */
  endAll(duty: string): void {
    this.#keep((each) => each.duty !== duty);
  }

  #keep(isKept: (entry: Entry) => boolean): void {
    this.#open = this.#open.filter(isKept);
    this.#standing = this.#standing.filter(isKept);
  }

  /** What stands against the event; an entry that something stands against counts for nothing. */
  enter(event: Told, facts: Facts): string[] {
    switch (event.type) {
      case 'decisionEntered':
        return this.#enterEntry(event, facts);
      case 'entryUpheld':
        return this.#enterUpheld(event);
      case 'objectionPeriodExtended':
        this.#open = this.#open.map((each) =>
          each.entryId === event.entryId && event.objectBy > each.objectBy
            ? { ...each, objectBy: event.objectBy }
            : each,
        );
        return [];
      default:
        this.#keep((each) => each.entryId !== event.entryId);
        return [];
    }
  }

  #enterEntry({ entry, actor, at }: Told, facts: Facts): string[] {
    const { personId, duty, files } = entry;
    const { contract, people } = this.#terms.engagement;
    const party = (id: string) => people.find((each) => each.personId === id)?.party;
    const own = contract.channels[party(personId) ?? 'client'] ?? {};
    const isClose = [facts.submitter, ...this.#authors(), ...facts.decided, ...Object.values(facts.asked).flat()].some(
      (id) => id !== undefined && isSameHuman(people, id, entry.enteredBy),
    );
    const days = contract.objectToEntryWithinBusinessDays - 1;
    const why = [
      (own[duty] ?? []).includes('enteredByFirm') ? '' : 'the contract does not take it that way',
      ['apiKey', 'session'].includes(actor.authentication.method) && !facts.isUnvouched
        ? ''
        : 'it did not come over the firm’s own system, vouched for',
      actor.personId === entry.enteredBy ? '' : 'it names another than who acted',
      party(entry.enteredBy) === 'firm' ? '' : 'nobody of the firm answers for it',
      isClose ? 'who entered it made, submitted or decides on the work' : '',
      files.length > 0 && !files.some((each) => facts.packaged.includes(each.sha256)) ? '' : 'no document shows it',
      entry.packageDigest === facts.digest ? '' : 'it is on another digest than that of the package',
      (facts.asked[duty] ?? []).includes(personId) ? '' : 'they are not asked for it',
      duty === 'signature' && !facts.maySign.includes(personId) ? 'they may not sign for this value' : '',
      duty === 'signature' && entry.exceptions?.sha256 !== facts.seen ? 'it does not name the exceptions' : '',
      duty === 'signature' && !isOfPart(facts.part, entry.deliverableIds)
        ? 'it does not name the deliverables that were put to signature'
        : '',
      duty === 'signature' && facts.exceptions.some((each) => each.requirementIds !== undefined)
        ? 'a concession is granted with a signature of one’s own'
        : '',
      Date.parse(entry.objectBy) - Date.parse(at) < days * dayInMilliseconds
        ? 'it leaves less time to object than the contract does'
        : '',
    ].filter((each) => each !== '');
    if (why.length === 0) this.#open.push(entry);
    return why.map((each) => `${this.#what(entry)}: ${each}`);
  }

  #authors = (): string[] => this.#terms.plan.deliverables.flatMap((each) => each.authorIds);

  #enterUpheld({ entryId, deliveries, at }: Told): string[] {
    const entry = this.#open.find((each) => each.entryId === entryId);
    if (!entry) return [`entered decision ${entryId} counts, though it was objected to, was not open or did not hold`];
    this.#open = this.#open.filter((each) => each !== entry);
    const isTold = deliveries.some(
      (each) => each.recipientId === entry.personId && each.status === 'sent' && each.sentAt !== undefined,
    );
    const why = [
      at < entry.objectBy ? 'the period to object was not over' : '',
      isTold ? '' : 'nothing proves that they were told',
    ].filter((each) => each !== '');
    if (why.length === 0) this.#standing.push(entry);
    return why.map((each) => `${this.#what(entry)}: ${each}`);
  }

  #what({ personId, duty, enteredBy }: Entry): string {
    const name = (id: string) => this.#terms.engagement.people.find((each) => each.personId === id)?.name ?? `“${id}”`;
    return `the ${duty} of ${name(personId)} was entered by ${name(enteredBy)}`;
  }
}
