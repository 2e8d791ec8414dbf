// Who may do what is an act of office, moves money or ends a duty: one table, judged on the party and on the human behind a person ID. Changes nothing.
import { SignOffError } from '../errors.ts';
import type { Engagement } from '../terms/engagement.ts';
import { isSameHuman } from './humans.ts';
import type { Person } from './people.ts';

/** How far who acts must stand from somebody with a stake in the act; another party is another human as well. */
export type Distance = 'anybody' | 'anotherHuman' | 'anotherParty';

export interface WhoMay {
  /** To whom the act is reserved; who is `listed` for it, or granted it, is found by the rules of that list. */
  by: 'manager' | 'sponsor' | 'managerOrSponsor' | 'listed' | 'firm' | 'time';
  /** From whoever the duty or the money in question is on. */
  owner: Distance;
  /** From whoever brought it forward. */
  proposer: Distance;
  /** The contract may let a party act on its own; never a human. */
  isForContract?: true;
  /** "… cannot" do this. */
  words: string;
  /** What to do instead. */
  remedy: string;
}

const free = { owner: 'anybody', proposer: 'anybody' } as const;
const byManager = { by: 'manager', ...free, remedy: 'ask the engagement manager' } as const;
const bySponsor = { by: 'sponsor', ...free, remedy: 'ask the engagement sponsor' } as const;
const byEither = { by: 'managerOrSponsor', ...free, remedy: 'ask one of them' } as const;
const byFirm = { by: 'firm', ...free, remedy: 'name a person of the firm from the people of the engagement' } as const;
const ofClosing = {
  by: 'listed',
  owner: 'anotherParty',
  proposer: 'anotherParty',
  isForContract: true,
  remedy: 'somebody of the other party must, unless contract.ownVerification lets a party judge its own',
} as const;

/**
 * Owner and proposer are: of an exception, who owns and who proposed it; of a report, the authors of what is validated; of a
 * signature or of silence, who submitted the package for the firm; of a termination, the manager, whose work it ends; of a
 * revocation, who proposed it. Sources: ISO 9001 8.6 and 8.7, and four eyes wherever money is released.
 */
export const whoMay = {
  recordValidationReport: {
    by: 'listed',
    owner: 'anotherHuman',
    proposer: 'anybody',
    words: 'validate it',
    remedy: 'another validator must report',
  },
  sign: {
    by: 'listed',
    owner: 'anotherHuman',
    proposer: 'anybody',
    words: 'sign for the firm',
    remedy: 'another signer must',
  },
  enterDecision: {
    by: 'firm',
    owner: 'anotherHuman',
    proposer: 'anotherHuman',
    words: 'enter a decision of somebody else',
    remedy: 'somebody else of the firm must, who neither made nor submitted the work, nor decides on it',
  },
  deemAccepted: {
    by: 'time',
    owner: 'anotherParty',
    proposer: 'anybody',
    words: 'accept it by silence',
    remedy: 'they must sign',
  },
  submitPackage: { ...byManager, words: 'submit the package' },
  takeBackPackage: { ...byManager, words: 'take the package back' },
  addressFeedback: { ...byManager, words: 'address feedback' },
  scheduleReviewMeeting: { ...byManager, words: 'schedule the review meeting' },
  recordMeetingNotes: { ...byManager, words: 'record meeting notes' },
  recordFacilitationOutcome: { ...byManager, words: 'record the outcome of a facilitation' },
  reassign: { ...byManager, words: 'reassign a duty' },
  amendTerms: { ...byEither, words: 'amend the terms of the engagement' },
  appointDeputy: { ...byManager, words: 'appoint a deputy for somebody else' },
  endDeputy: { ...byManager, words: 'end the deputyship of somebody else' },
  correctCalendar: { ...byManager, words: 'correct the calendar' },
  extendDeadline: { ...byEither, words: 'extend a deadline' },
  /** Alone, or the manager could put off being overruled. */
  extendSponsorsDeadline: { ...bySponsor, words: 'extend the sponsor’s own deadline' },
  /** A dispute; who refused is listed for it beside them. */
  escalate: { ...byEither, words: 'escalate a dispute in which they did not refuse' },
  escalateOverdue: { ...byManager, words: 'escalate an overdue wait' },
  proposeException: { ...byManager, words: 'propose an exception' },
  verifyException: { ...ofClosing, words: 'verify it closed' },
  rejectClosure: { ...ofClosing, words: 'judge whether it is closed' },
  grantConcession: {
    by: 'listed',
    owner: 'anotherHuman',
    proposer: 'anotherHuman',
    words: 'grant it',
    remedy: 'another signer of the client must',
  },
  extendException: {
    by: 'listed',
    owner: 'anotherParty',
    proposer: 'anotherHuman',
    words: 'extend it',
    remedy: 'a signer of the other party must',
  },
  failException: { ...bySponsor, words: 'declare an exception failed' },
  decideAsSponsor: { ...bySponsor, owner: 'anotherHuman', words: 'decide what was escalated' },
  cancel: { ...byEither, words: 'cancel the milestone' },
  stopClock: { by: 'managerOrSponsor', ...free, words: 'stop the clock', remedy: 'ask one of them' },
  resumeClock: { by: 'managerOrSponsor', ...free, words: 'resume the clock', remedy: 'ask one of them' },
  nudge: { ...byManager, words: 'nudge those who are asked' },
  correctPerson: { ...byEither, words: 'correct the details of a person' },
  addPerson: { ...byEither, words: 'add a person' },
  proposePart: { ...byManager, words: 'put a part to signature by itself' },
  withdrawPart: { ...byManager, words: 'withdraw a part that is put to signature' },
  amendPlan: { ...byEither, words: 'amend the plan' },
  withdrawAmendment: { ...byEither, words: 'withdraw an amendment of the plan' },
  consentToAmendment: {
    by: 'listed',
    owner: 'anybody',
    proposer: 'anotherParty',
    words: 'consent to it',
    remedy: 'somebody of the other party who signs must',
  },
  revokeLink: { ...byEither, words: 'withdraw the link of a request' },
  resetPasskeys: { ...byEither, words: 'reset somebody’s passkeys' },
  proposeRevocation: { ...byManager, words: 'propose a revocation' },
  confirmRevocation: { ...bySponsor, proposer: 'anotherHuman', words: 'confirm a revocation' },
  declineRevocation: { ...bySponsor, proposer: 'anotherHuman', words: 'decline a revocation' },
  registerInvoice: { ...byFirm, words: 'register an invoice' },
  registerCreditNote: { ...byFirm, words: 'register a credit note' },
} as const satisfies Record<string, WhoMay>;

export type GuardedAct = keyof typeof whoMay;

/** Somebody with a stake in an act, and what makes it one: "owns exception E1". */
export interface Stake {
  personId: string;
  words: string;
}

/** Absent where nobody has that stake. */
export interface Stakes {
  owner?: Stake;
  proposer?: Stake;
}

/** A milestone, as far as its people and terms go. */
interface Of {
  engagement: Pick<Engagement, 'people' | 'contract' | 'engagementManagerId' | 'engagementSponsorId'>;
}

const found = ({ engagement }: Of, id: string): Person | undefined =>
  engagement.people.find((each) => each.personId === id);

/** Whether the contract lets a party verify exceptions of its own closed, in words that the certificate repeats. */
export const verifiesItsOwn = ({ contract }: Of['engagement'], party: Person['party'] | undefined): boolean =>
  contract.ownVerification?.parties.some((each) => each === party) ?? false;

/** WRONG_ACTOR for whom the act is not reserved to, SEPARATION_OF_DUTIES for who is too close to it; undefined for who may. */
export function whyMayNot(of: Of, act: GuardedAct, personId: string, stakes: Stakes = {}): SignOffError | undefined {
  return whyNotReserved(of, act, personId) ?? whyTooClose(of, act, personId, stakes);
}

/** Throws what `whyMayNot` finds. */
export function assertMay(of: Of, act: GuardedAct, personId: string, stakes: Stakes = {}): void {
  const why = whyMayNot(of, act, personId, stakes);
  if (why) throw why;
}

function whyNotReserved(of: Of, act: GuardedAct, personId: string): SignOffError | undefined {
  const { by } = whoMay[act];
  const { engagementManagerId: manager, engagementSponsorId: sponsor } = of.engagement;
  switch (by) {
    case 'manager':
      return personId === manager ? undefined : reserved(of, act, personId, 'engagement manager', [manager]);
    case 'sponsor':
      return personId === sponsor ? undefined : reserved(of, act, personId, 'engagement sponsor', [sponsor]);
    case 'managerOrSponsor': {
      const both = [manager, sponsor];
      return both.includes(personId) ? undefined : reserved(of, act, personId, 'engagement manager and sponsor', both);
    }
    case 'firm': {
      const people = of.engagement.people.filter((each) => each.party === 'firm').map((each) => each.personId);
      return people.includes(personId) ? undefined : reserved(of, act, personId, 'people of the firm', people);
    }
    case 'listed':
    case 'time':
      return undefined;
    default:
      return by satisfies never;
  }
}

function reserved(of: Of, act: GuardedAct, personId: string, who: string, ids: readonly string[]): SignOffError {
  const { words, remedy } = whoMay[act];
  const named = ids.slice(0, 5).map((id) => `${found(of, id)?.name ?? id} (${id})`);
  return new SignOffError(
    'WRONG_ACTOR',
    `"${personId}" cannot ${words}; that is for the ${who}: ${named.join(', ')}. To have it done, ${remedy}.`,
    { field: 'actor.personId' },
  );
}

/** The stake that stands in the way, the owner's before the proposer's. */
function whyTooClose(of: Of, act: GuardedAct, personId: string, stakes: Stakes): SignOffError | undefined {
  const row: WhoMay = whoMay[act];
  const party = found(of, personId)?.party;
  const isLifted = row.isForContract === true && verifiesItsOwn(of.engagement, party);
  for (const side of ['owner', 'proposer'] as const) {
    const stake = stakes[side];
    if (stake === undefined || row[side] === 'anybody') continue;
    const { personId: holder, words } = stake;
    if (isSameHuman(of, personId, holder))
      return tooClose(personId, row, holder === personId ? words : `has the mailbox of "${holder}", who ${words}`);
    if (row[side] === 'anotherParty' && !isLifted && party === found(of, holder)?.party)
      return tooClose(personId, row, `is of the party of "${holder}", who ${words}`);
  }
  return undefined;
}

const tooClose = (personId: string, { words, remedy }: WhoMay, why: string): SignOffError =>
  new SignOffError('SEPARATION_OF_DUTIES', `"${personId}" ${why} and cannot ${words}; ${remedy}.`, {
    field: 'actor.personId',
  });
