// What the page behind a request link shows: the package and all that was said on it, as long as it is its reader's to decide on.
import { openPart } from '../domain/acceptance/parts.ts';
import { standingSignatures } from '../domain/signOff/standingSignatures.ts';
import { eligibleDelegates } from '../domain/people/delegation.ts';
import { deputyChoices } from './deputyChoices.ts';
import { awaitsVerification, grantersOf, verifiersOf } from '../domain/exceptions/verifiers.ts';
import { outcomesFor, whyNotSignable } from '../domain/dispute/facilitation.ts';
import {
  currentPackage,
  nameOf,
  openExceptions,
  personOf,
  type AgreedException,
  type ClosureEvidence,
  type Milestone,
} from '../domain/milestone.ts';
import { exceptionFor, notUnderException, unmetRequirements } from '../domain/validation/unmetRequirements.ts';
import { termsVersion } from '../domain/terms/contractVersions.ts';
import { planVersion } from '../domain/amendments/planSeen.ts';
import { openRefusalsSeenBy } from '../domain/dispute/refusalsSeen.ts';
import { outcomeToConfirm } from '../domain/dispute/openOutcome.ts';
import type { Actor } from '../domain/people/people.ts';
import type { RequestKind } from '../domain/requests/requestKinds.ts';
import { onBehalf } from '../domain/people/assignments.ts';
import { didWords } from '../mail/answerContent.ts';
import { deciderName } from '../mail/actingNames.ts';
import { saidIn, type Words } from '../mail/messages/words.ts';
import { validSigners } from '../domain/signOff/signers.ts';
import { sponsorBrief } from '../mail/sponsorBrief.ts';
import { exceptionChoices, withExceptions } from './exceptionRows.ts';
import { languageOf } from '../domain/people/languages.ts';
import { statementFor } from '../domain/terms/signOffStatement.ts';
import { givesCertificate } from '../domain/requests/everyone.ts';
import { deadlineOf } from '../domain/requests/deadlineOf.ts';
import { delegationAway } from '../domain/requests/openRequests.ts';
import { ownDecision } from '../domain/requests/ownDecision.ts';
import { decisionsAsked, dutyOf } from '../domain/requests/requestKinds.ts';
import { wantsCode } from '../domain/terms/channels.ts';
import { amendmentView, amendedViews } from './amendmentView.ts';
import { enteredViews, entriesOf } from './enteredViews.ts';
import { readerOf, type Reader } from './pageWords.ts';
import { isBySession, isTakenBySession } from './linkActor.ts';
import type { OpenedRequest } from './resolveLink.ts';
import { partsView } from './partsView.ts';
import { shownFile } from './shownFiles.ts';

export function requestView(opened: OpenedRequest) {
  const { milestone, request, newest, state, mayRead } = opened;
  const person = personOf(milestone, request.personId);
  const reader = readerOf(milestone, request.personId);
  const decided = ownDecision(milestone, request);
  const delegation = state === 'passedOn' ? delegationAway(milestone, request) : undefined;
  return {
    title: reader.words.say(`page.title.${request.kind}`),
    kind: request.kind,
    planVersion: planVersion(milestone) > 1 && planVersion(milestone),
    termsVersion: termsVersion(milestone.engagement) > 1 && termsVersion(milestone.engagement),
    is: { [request.kind]: true },
    isOpen: state === 'open',
    /** Short enough to stand beside what it is decided on, where there is room. */
    isBeside: state === 'open' && (request.kind === 'signature' || request.kind === 'review'),
    state: { [state]: true },
    decided: decided && { what: didWords(decided, reader.words), when: reader.at(decided.at) },
    delegation: delegation && { to: nameOf(milestone, delegation.toPersonId), when: reader.at(delegation.at) },
    newestSent: reader.at(newest.createdAt),
    decidedOn: decided && request.packageDigest,
    person: { name: person?.name, capacity: person?.capacity, address: person?.email },
    onBehalfOf: behalfOf(milestone, request.kind, request.personId),
    manager: managerOf(milestone),
    certificate: givesCertificate(milestone, request.personId, state) && milestone.outputs.at(-1)?.certificateNumber,
    ...headings(milestone, reader.words),
    ...(mayRead ? contents(opened, state === 'open') : {}),
    ...signedInView(opened),
    mayWithdraw: mayWithdraw(opened),
    needsCode: needsCode(opened),
  };
}

/** By session or not: what the page says of how the decision comes. */
function signedInView(opened: OpenedRequest) {
  const { session, request, isWithoutLink } = opened;
  if (!session) return {};
  const kinds = decisionsAsked[request.kind];
  return {
    formToken: session.formToken,
    signedInAs: session.session.address,
    isBySession: kinds.length === 0 || kinds.some((each) => isTakenBySession(opened, each)),
    isWithoutLink,
  };
}

function contents(opened: OpenedRequest, isOpen: boolean) {
  const { milestone, request } = opened;
  const { kind, personId } = request;
  const reader = readerOf(milestone, personId);
  const by = deadlineOf(milestone, kind);
  return {
    mayRead: true,
    phase: reader.words.say(`page.phase.${milestone.stage.phase}`),
    by: by && reader.at(by),
    ...documents(milestone, reader, personId),
    ...choices(opened, isOpen, reader),
    ...closeOutChoices(milestone, kind, personId, reader),
    brief: isOpen && kind === 'determination' ? sponsorBrief(milestone, reader.words) : [],
  };
}

/** A link that can no longer be read shows nothing of the milestone but its name. */
export function expiredView({ milestone, request }: OpenedRequest) {
  const reader = readerOf(milestone, request.personId);
  const expiredAt = reader.at(request.expiresAt);
  return {
    title: reader.words.say('page.expired'),
    isExpired: true,
    expiredAt,
    manager: managerOf(milestone),
    ...headings(milestone, reader.words),
  };
}

/** Whoever has a link that was withdrawn may be anybody: nothing of the milestone, and only where the right person can turn. */
export const revokedView = ({ milestone, request }: OpenedRequest) => ({
  title: readerOf(milestone, request.personId).words.say('page.revokedLink'),
  isRevoked: true,
  manager: managerOf(milestone),
});

const managerOf = (milestone: Milestone) => personOf(milestone, milestone.engagement.engagementManagerId);

function headings({ plan, milestoneId, engagement }: Milestone, words: Words) {
  const { name, firm, client } = engagement;
  return {
    milestone: plan.title,
    milestoneId,
    dueOn: plan.dueOn && words.date(plan.dueOn),
    engagement: name,
    firm,
    client,
  };
}

function behalfOf(milestone: Milestone, kind: RequestKind, personId: string): string | undefined {
  const duty = dutyOf(kind);
  const { onBehalfOf } = duty ? onBehalf(milestone, duty, personId) : {};
  return onBehalfOf && nameOf(milestone, onBehalfOf);
}

function documents(milestone: Milestone, reader: Reader, readerId: string) {
  const name = (id: string) => nameOf(milestone, id);
  const subject = currentPackage(milestone);
  return {
    value: milestone.plan.value,
    ...partsView(milestone),
    amended: amendedViews(milestone, reader),
    delivered: subject && {
      deliverables: subject.deliverables.length,
      files: subject.deliverables.reduce((sum, each) => sum + each.files.length, 0),
    },
    package: subject && {
      ...subject,
      completedOn: reader.words.date(subject.completedOn),
      completedServices: subject.completedServices.map((each) => ({
        ...each,
        completedOn: reader.words.date(each.completedOn),
      })),
      deliverables: subject.deliverables.map((each) => withSizes(each, reader)),
    },
    changes: milestone.packages.length > 1 ? subject?.deliverables.filter((each) => each.change) : [],
    requirements: milestone.plan.requirements,
    reports: milestone.reports
      .filter((each) => !each.isVoid)
      .map((each) => ({
        ...each,
        by: systemWords(deciderName(milestone, each, reader.words), each.actor, reader),
        met: each.results.filter((result) => result.outcome === 'met').length,
        recommends: reader.words.say(`page.recommend.${each.recommendation}`),
        results: each.results.map((result) => ({
          ...result,
          says: reader.words.say(`page.result.${result.outcome}`),
          ...plannedAs(milestone, result.requirementId),
          concession: result.outcome === 'notMet' && concessionOf(milestone, result.requirementId, reader),
        })),
      })),
    feedback: milestone.feedbackItems.map((each) => ({ ...each, by: name(each.personId) })),
    exceptions: milestone.exceptions.map((each) => ({
      ...each,
      owner: name(each.ownerId),
      accepts: each.requirementIds && reader.words.say('page.acceptsUnmet', { ids: each.requirementIds.join(', ') }),
      dueOn: reader.words.date(each.dueOn),
    })),
    refusals: openRefusalsSeenBy(milestone, readerId).map((each) => ({
      ...each,
      reasons: each.reasons.map((reason) => saidIn(reader.words, reason)),
      by: deciderName(milestone, each, reader.words),
    })),
    signatures: standingSignatures(milestone).map((each) => ({
      ...each,
      by: deciderName(milestone, each, reader.words),
      when: reader.at(each.at),
    })),
    enteredByFirm: enteredViews(milestone, reader),
    certificateNumber: certificateOf(milestone),
  };
}

/** A report that no person gave is said to be one. */
const systemWords = (name: string, { authentication }: Actor, { words }: Reader): string =>
  authentication.method === 'apiKey' ? words.say('page.system', { name, key: authentication.keyId }) : name;

function plannedAs({ plan }: Milestone, requirementId: string) {
  const planned = plan.requirements.find((each) => each.requirementId === requirementId);
  return { text: planned?.text, planned };
}

/** What becomes of something mandatory that is not met; undefined for what is optional. */
function concessionOf(milestone: Milestone, requirementId: string, { words }: Reader): string | undefined {
  if (!unmetRequirements(milestone).some((each) => each.requirementId === requirementId)) return undefined;
  const exception = exceptionFor(milestone, requirementId);
  return exception
    ? words.say('page.concession.under', { id: exception.exceptionId })
    : words.say('page.concession.none');
}

/** The certificate of where the milestone stands, once it is published. */
export function certificateOf({ acceptances, outputs }: Milestone): string | undefined {
  const number = acceptances.at(-1)?.certificateNumber;
  return outputs.some((each) => each.certificateNumber === number) ? number : undefined;
}

const withSizes = <D extends { files: { sizeBytes: number; mediaType: string }[] }>(
  deliverable: D,
  { words }: Reader,
) => ({
  ...deliverable,
  files: deliverable.files.map((file) => shownFile(file, words)),
});

function choices(opened: OpenedRequest, isOpen: boolean, { words }: Reader) {
  const { milestone, request } = opened;
  const { kind, personId } = request;
  const mayDelegate = isOpen && dutyOf(kind) !== undefined;
  return {
    statement: statementFor(milestone.engagement.contract.signOffStatement, languageOf(milestone, personId)),
    exceptionIds: milestone.exceptions.map((each) => each.exceptionId).join(' '),
    partIds: kind === 'signature' ? (openPart(milestone)?.deliverableIds.join(' ') ?? '') : '',
    mayDelegate,
    ownExtensionDays: Math.min(
      milestone.engagement.contract.ownExtensionBusinessDays,
      milestone.engagement.contract.maxExtensionBusinessDays,
    ),
    proposable: isOpen ? milestone.engagement.people.filter((each) => each.personId !== personId) : [],
    delegates: mayDelegate
      ? eligibleDelegates(milestone, personId).map((id) => ({ personId: id, ...personOf(milestone, id) }))
      : [],
    ...deputyChoices(milestone, personId, mayDelegate, words),
    outcomes:
      milestone.stage.phase === 'facilitation'
        ? outcomesFor(milestone, milestone.stage).map((value) => ({ value, label: words.say(`page.outcome.${value}`) }))
        : [],
    determinations: determinationsFor(milestone, words),
    mayConcede: mayNameExceptions(milestone),
    severities: [5, 4, 3, 2, 1],
    exceptionChoices: exceptionChoices(milestone, personId, new Date().toISOString()),
    issueRows: [1, 2, 3, 4, 5],
  };
}

function needsCode(opened: OpenedRequest): boolean {
  const { milestone, request } = opened;
  const party = personOf(milestone, request.personId)?.party ?? 'client';
  return decisionsAsked[request.kind].some(
    (each) => !isBySession(opened, each) && wantsCode(milestone.engagement.contract, party, each),
  );
}

/** Whether a signature of theirs can still be taken back, here where it was given. */
const mayWithdraw = ({ milestone, request, state }: OpenedRequest): boolean =>
  state === 'decided' &&
  request.kind === 'signature' &&
  milestone.stage.phase === 'formalSignOff' &&
  validSigners(milestone).includes(request.personId);

const mayNameExceptions = (milestone: Milestone): boolean =>
  milestone.stage.phase === 'facilitation'
    ? outcomesFor(milestone, milestone.stage).includes('underExceptions')
    : whyNotSignable(milestone).length === 0;

/** Only what the domain would take: no way to signature where none is open, none without exceptions where they are needed. */
function determinationsFor(milestone: Milestone, { say }: Words): { value: string; label: string }[] {
  const unmet = notUnderException(milestone).map((each) => each.requirementId);
  const isOpen = whyNotSignable(milestone).length === 0;
  return determinations
    .filter((value) => isOpen || !value.startsWith('formalSignOff'))
    .filter((value) => unmet.length === 0 || value !== 'formalSignOff')
    .map((value) => ({
      value,
      label:
        value === withExceptions && unmet.length > 0
          ? say('page.underConcession', { ids: unmet.join(', ') })
          : say(`page.determination.${value}`),
    }));
}

/** What is decided beside the stages: an outcome to confirm, exceptions to close or verify, a revocation. */
function closeOutChoices(milestone: Milestone, kind: RequestKind, personId: string, reader: Reader) {
  const outcome = outcomeToConfirm(milestone);
  return {
    outcome: outcome && {
      label: reader.words.say(`page.outcome.${outcome.facilitation.outcome}`),
      note: outcome.facilitation.note,
      until: reader.at(outcome.confirmBy),
    },
    entries: kind === 'objection' ? entriesOf(milestone, personId, reader) : [],
    openExceptions: openExceptions(milestone)
      .filter((each) => isTheirs(milestone, each, kind, personId))
      .map((each, _index, all) => ({
        ...each,
        owner: nameOf(milestone, each.ownerId),
        closure: withClosureSizes(each.closures?.at(-1), reader),
        isOnly: all.length === 1,
      })),
    revocation: milestone.proposedRevocation,
    amendment: kind === 'amendment' ? amendmentView(milestone, reader) : undefined,
  };
}

/** An owner closes their own, who granted one extends it; who verifies is shown what an owner has shown and nobody has rejected. */
function isTheirs(milestone: Milestone, exception: AgreedException, kind: RequestKind, personId: string): boolean {
  if (kind === 'closure') return exception.ownerId === personId;
  if (kind === 'extension') return grantersOf(milestone, exception).includes(personId);
  return awaitsVerification(exception) && verifiersOf(milestone, exception).includes(personId);
}

const withClosureSizes = (closure: ClosureEvidence | undefined, { words }: Reader) =>
  closure && { ...closure, files: closure.files.map((file) => shownFile(file, words)) };

const determinations = ['rework', 'formalSignOff', withExceptions, 'terminate'] as const;
