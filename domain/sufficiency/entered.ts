// Whether what the firm entered as somebody's decision may count: the contract takes it, four eyes, a document, and a period to object
// that is over, of which they were told. Judged by the rules of the act itself.
import { isSameSet, openPart } from '../acceptance/parts.ts';
import { whyNotTold } from '../entered/endOfObjectionPeriod.ts';
import { endOfPeriod } from '../entered/enterDecision.ts';
import { openEntries } from '../entered/entries.ts';
import { whyNotEntered } from '../entered/whoMayEnter.ts';
import type { SignOffError } from '../errors.ts';
import type { RecordedEvent } from '../events.ts';
import { currentPackage, type EnteredDecision, type Milestone } from '../milestone.ts';
import { assigneesOf, groupsFor, onBehalf } from '../people/assignments.ts';
import { canonicalSha256 } from '../records/canonical.ts';
import { findSigner, whyMayNotSign } from '../signOff/signers.ts';
import { named, who } from './words.ts';

type Event<T extends RecordedEvent['type']> = Extract<RecordedEvent, { type: T }>;

const says = (broken: boolean, sentence: string): string[] => (broken ? [sentence] : []);

export function againstEntry(milestone: Milestone, { entry, actor, at }: Event<'decisionEntered'>): string[] {
  const why = whyNotEntered(milestone, { ...entry, actor });
  return [
    ...(why ? [whyNotWords(why)] : []),
    ...says(
      entry.enteredBy !== actor.personId || canonicalSha256(entry.actor) !== canonicalSha256(actor),
      `it names another than ${named(milestone, [actor.personId])}, who acted`,
    ),
    ...says(
      currentPackage(milestone)?.digest !== entry.packageDigest,
      'it is on another digest than that of the package',
    ),
    ...says(
      milestone.stage.phase !== (entry.duty === 'review' ? 'inReview' : 'formalSignOff'),
      'they were not asked for it then',
    ),
    ...againstPlace(milestone, entry),
    ...says(entry.objectBy < endOfPeriod(milestone, at), 'it leaves less time to object than the contract does'),
  ].map((each) => `${whatOf(milestone, entry)}: ${each}`);
}

const whatOf = (milestone: Milestone, { personId, duty, enteredBy }: EnteredDecision): string =>
  `the ${duty} of ${who(milestone, personId)} was entered by ${named(milestone, [enteredBy])}`;

function whyNotWords({ code, message }: SignOffError): string {
  if (code === 'CHANNEL_NOT_ALLOWED') return 'the contract does not take it that way';
  if (code === 'INVALID_MESSAGE') return 'no document shows it';
  return message.replace(/\.$/, '');
}

function againstPlace(
  milestone: Milestone,
  { personId, duty, onBehalfOf, exceptions, deliverableIds }: EnteredDecision,
): string[] {
  const { stage } = milestone;
  const openGroup = 'openGroup' in stage ? stage.openGroup : 0;
  const isAsked = groupsFor(milestone, duty)
    .slice(0, openGroup + 1)
    .some((ids) => assigneesOf(milestone, duty, ids).includes(personId));
  const seen = milestone.exceptions.length === 0 ? undefined : canonicalSha256(milestone.exceptions);
  return [
    ...says(!isAsked, 'they are not asked for it'),
    ...says(onBehalf(milestone, duty, personId).onBehalfOf !== onBehalfOf, 'the duty was not passed on so'),
    ...(duty === 'signature' && isAsked ? againstAuthority(milestone, personId, openGroup) : []),
    ...says(
      duty === 'signature' && exceptions?.sha256 !== seen,
      'the document does not name the exceptions accepted under',
    ),
    ...says(
      duty === 'signature' && !isSameSet(openPart(milestone)?.deliverableIds, deliverableIds),
      'the document does not name the deliverables that were put to signature',
    ),
  ];
}

function againstAuthority(milestone: Milestone, personId: string, openGroup: number): string[] {
  const why = whyMayNotSign(milestone, findSigner(milestone, personId, openGroup).signer);
  return why ? [why.message.replace(/\.$/, '')] : [];
}

/** Silence about an entry counts when it is over the whole period, and what was entered could still be objected to. */
export function againstUpheld(milestone: Milestone, { entryId, deliveries, at }: Event<'entryUpheld'>): string[] {
  const entry = openEntries(milestone).find((each) => each.entryId === entryId);
  if (!entry) return [`entered decision ${entryId} was upheld, which nobody could object to any more`];
  return [
    ...says(at < entry.objectBy, 'the period to object was not over'),
    ...whyNotTold(milestone, entry, deliveries).map((each) => each.replace(/\.$/, '')),
  ].map((each) => `${whatOf(milestone, entry)}: ${each}`);
}
