// Whether somebody of the firm may enter a decision of somebody of the client: what the contract says, and four eyes. Changes nothing.
import { SignOffError } from '../errors.ts';
import { currentPackage, personOf, type EnteredDecision, type Milestone } from '../milestone.ts';
import { assigneesOf, groupsFor } from '../people/assignments.ts';
import type { Actor } from '../people/people.ts';
import { whyMayNot, type Stake } from '../people/whoMay.ts';
import { concessionsOf } from '../signOff/granters.ts';
import { channelsFor, mayBeEntered, wordsOfChannels, wordsOfDecision, type EnterableKind } from '../terms/channels.ts';

/** As much of an entry as whether it may be made depends on. */
export interface Enterable extends Pick<EnteredDecision, 'personId' | 'duty' | 'files'> {
  actor: Actor;
}

/** CHANNEL_NOT_ALLOWED, WRONG_ACTOR, SEPARATION_OF_DUTIES or INVALID_MESSAGE; undefined where it may be entered. */
export function whyNotEntered(milestone: Milestone, entry: Enterable): SignOffError | undefined {
  return (
    whyNotByContract(milestone, entry.personId, entry.duty) ??
    whyNotTakenSo(entry.actor) ??
    whyTheyMayNot(milestone, entry.actor.personId) ??
    whyNoEvidence(milestone, entry)
  );
}

function whyNotByContract(milestone: Milestone, personId: string, duty: EnterableKind): SignOffError | undefined {
  const { contract } = milestone.engagement;
  const party = personOf(milestone, personId)?.party ?? 'client';
  if (!mayBeEntered(contract, party, duty))
    return new SignOffError(
      'CHANNEL_NOT_ALLOWED',
      `The contract takes ${wordsOfDecision(duty)} of the ${party} by ${wordsOfChannels(channelsFor(contract, party, duty))}, and lets the firm enter none; "${personId}" has to decide themselves, behind the link in the mail that asks for it.`,
      { field: 'forPersonId' },
    );
  if (duty === 'signature' && concessionsOf(milestone).length > 0)
    return new SignOffError(
      'CHANNEL_NOT_ALLOWED',
      'A mandatory requirement is not met and would be accepted by exception; that is granted with a signature of one’s own, and nobody enters one.',
      { field: 'duty' },
    );
  return undefined;
}

/** Somebody of the firm answers for it by name, and its own system is where it was taken: access to Temporal shows an administrator. */
function whyNotTakenSo({ authentication }: Actor): SignOffError | undefined {
  if (authentication.method === 'apiKey' || authentication.method === 'session') return undefined;
  return new SignOffError(
    'CHANNEL_NOT_ALLOWED',
    'What somebody of the client decided is entered over the HTTP API alone, with a key of the firm, or signed in, by the person of the firm who answers for it.',
    { field: 'actor.authentication.method' },
  );
}

/** Neither who made the work or submitted it, nor who decides on it: one human would bring both parties’ word. */
function whyTheyMayNot(milestone: Milestone, personId: string): SignOffError | undefined {
  for (const owner of stakesIn(milestone)) {
    const why = whyMayNot(milestone, 'enterDecision', personId, { owner });
    if (why) return why;
  }
  return undefined;
}

function stakesIn(milestone: Milestone): Stake[] {
  const digest = currentPackage(milestone)?.digest;
  const submitter = currentPackage(milestone)?.submittedBy ?? milestone.engagement.engagementManagerId;
  const authors = milestone.plan.deliverables.flatMap((each) => each.authorIds);
  const asked = (['review', 'signature'] as const).flatMap((duty) =>
    groupsFor(milestone, duty).flatMap((ids) => assigneesOf(milestone, duty, ids)),
  );
  const decided = [...milestone.reports, ...milestone.feedback, ...milestone.signatures]
    .filter((each) => !each.isVoid)
    .map((each) => each.personId);
  const determined = milestone.determinations.filter((each) => each.packageDigest === digest).map(({ by }) => by);
  const stake = (words: string) => (id: string) => ({ personId: id, words });
  return [
    { personId: submitter, words: 'submitted the package' },
    ...authors.map(stake('is an author of a deliverable in this package')),
    ...asked.map(stake('is asked to decide on this package')),
    ...[...decided, ...determined].map(stake('has decided on this package')),
  ];
}

/** What is to be accepted is no evidence that it was. */
function whyNoEvidence(milestone: Milestone, { files }: Pick<Enterable, 'files'>): SignOffError | undefined {
  const packaged = (currentPackage(milestone)?.deliverables ?? []).flatMap((each) => each.files);
  const own = files.find((file) => packaged.some(({ sha256 }) => sha256 === file.sha256));
  if (files.length > 0 && own === undefined) return undefined;
  return new SignOffError(
    'INVALID_MESSAGE',
    own === undefined
      ? 'What is entered rests on a document; upload the signed one and name it.'
      : `"${own.documentId}" is a file of the package itself, which shows nobody’s decision on it; upload the signed document and name that.`,
    { field: 'documentIds' },
  );
}
