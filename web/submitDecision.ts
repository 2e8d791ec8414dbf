// Takes a posted decision: checks that a person acts, that the link still decides, and sends one message. Rules stay in the domain.
import { createHash, randomUUID } from 'node:crypto';
import type { ApiDependencies } from '../api/http/dependencies.ts';
import { findOutcome } from '../domain/records/messageOutcomes.ts';
import { sendMessage } from '../workflows/client/sendMessage.ts';
import { markCodeUsed } from '../db/confirmationCodes.ts';
import { recordVisit } from '../db/requests.ts';
import type { CommandName } from '../domain/commands.ts';
import type { SignOffErrorCode } from '../domain/errors.ts';
import { personOf } from '../domain/milestone.ts';
import { whyAnotherName } from '../domain/people/names.ts';
import { PageRefusal, type Said } from './problemWords.ts';
import { whyIn } from './typedName.ts';
import { actorOn, isBySession, type Visitor } from './linkActor.ts';
import { assertOwnDocuments } from './attachments.ts';
import { commandFromForm } from './decisionForm.ts';
import { takeDrawnSignature } from './drawnSignature.ts';
import { kindOfCommand } from '../domain/people/decisionKinds.ts';
import { wantsCode } from '../domain/terms/channels.ts';
import type { LinkState } from '../domain/requests/openRequests.ts';
import type { OpenedRequest } from './resolveLink.ts';
import { documentIdsIn, type DecisionForm } from './postedForm.ts';
import { confirmByPasskey, passkeyStandsForCode } from './passkeyStepUp.ts';
import type { Asked } from './ceremonies.ts';
import { confirmCode, sendCode } from './stepUp.ts';

/**
 * `taken`: on record, or kept safe until it is; `postingId` finds its receipt. `codeSent`, `passkeyAsked`: the same form is wanted
 * again, with the code, or with what a passkey says to `asked` under the same `formId`.
 */
export type Submission =
  | { status: 'taken'; postingId: string }
  | { status: 'codeSent' }
  | { status: 'passkeyAsked'; asked: Asked; formId: string };

/** One form decides once, however often its button is pressed. */
export const messageIdOf = (requestId: string, postingId: string): string =>
  `link:${requestId}:${postingId}`.slice(0, 200);

const isFormId = (value: unknown): value is string => typeof value === 'string' && /^[A-Za-z0-9-]{1,40}$/.test(value);

export const isPostingId = (value: unknown): value is string =>
  typeof value === 'string' && /^[A-Za-z0-9-]{1,40}-[0-9a-f]{16}$/.test(value);

/** Of what is posted, that which says nothing: the form itself, and the token, code and passkey that go with it. */
const besides = ['formId', 'formToken', 'code', 'passkey'];

/** The same form with other words in it, after the button for going back, says something else. */
function postingIdOf(form: DecisionForm, formId: string): string {
  const said = Object.entries(form).filter(([name, value]) => !besides.includes(name) && value !== '');
  const digest = createHash('sha256').update(JSON.stringify(said.sort())).digest('hex');
  return `${formId}-${digest.slice(0, 16)}`;
}

/** Throws SignOffError with the field at fault; nothing is lost then, the page shows what was entered. */
export async function submitDecision(
  deps: ApiDependencies,
  opened: OpenedRequest,
  form: DecisionForm,
  visitor: Visitor,
): Promise<Submission> {
  const takenAt = new Date().toISOString();
  const { request, milestone } = opened;
  const formId = isFormId(form.formId) ? form.formId : randomUUID();
  const postingId = postingIdOf(form, formId);
  const messageId = messageIdOf(request.requestId, postingId);
  const whyNotNamed = whyAnotherName(form.typedName ?? '', personOf(milestone, request.personId)?.name ?? '');
  const isHuman = whyNotNamed === undefined;
  await recordVisit(opened.db, { requestId: request.requestId, method: 'POST', isHuman, ...visitor });
  if (findOutcome(milestone, messageId)?.outcome === 'accepted') return { status: 'taken', postingId };
  if (!isWithdrawal(opened, form) && !isOfDaysAway(opened, form)) assertOpen(opened.state);
  if (!isHuman)
    throw new PageRefusal('NAME_MISMATCH', (words) => words.say('refusal.name', { why: whyIn(words, whyNotNamed) }), {
      field: 'typedName',
    });
  const command = commandFromForm(milestone, request, form);
  if (command.name === 'submitClosureEvidence') await assertOwnDocuments(opened, documentIdsIn(form));
  const code = isCodeWanted(opened, command.name, form) ? await codeFrom(deps, opened, form, visitor) : undefined;
  if (code === 'sent') return { status: 'codeSent' };
  const drawn = command.name === 'sign' ? await drawnBehind(deps, opened, form) : undefined;
  const fields = { ...command.fields, ...(drawn === undefined ? {} : { drawnSignatureSha256: drawn }) };
  const by = await confirmByPasskey(deps, opened, form, { messageId, command: command.name, fields });
  if (by.status === 'asked') return { status: 'passkeyAsked', asked: by.asked, formId };
  if (by.status === 'repeated') return { status: 'taken', postingId };
  const actor = actorOn(opened, command.name, visitor, {
    ...(code ? { codeConfirmedAt: code.at } : {}),
    ...(by.status === 'confirmed' ? { passkey: by.passkey } : {}),
  });
  const { answerWithinMilliseconds } = deps.settings;
  const sender = { ...deps, entrance: 'page', takenAt, answerWithinMilliseconds } as const;
  await sendMessage(sender, milestone.milestoneId, command.name, { ...fields, messageId, actor });
  if (code) await markCodeUsed(opened.db, code.codeId);
  if (by.status === 'confirmed') await by.settle();
  return { status: 'taken', postingId };
}

/** What was decided is taken back where it was decided; whether it still can be, the domain says. */
const isWithdrawal = ({ state, request }: OpenedRequest, { decision }: DecisionForm): boolean =>
  state === 'decided' && request.kind === 'signature' && decision === 'withdrawSignature';

/** Whoever has decided may be asked again on a day on which they are away. */
const isOfDaysAway = ({ state }: OpenedRequest, { decision }: DecisionForm): boolean =>
  (state === 'decided' || state === 'notNeeded') && (decision === 'nameDeputy' || decision === 'endDeputy');

const drawnBehind = ({ files }: ApiDependencies, opened: OpenedRequest, form: DecisionForm) =>
  takeDrawnSignature(files.of(opened.request.engagementId), opened, form.drawnSignature);

function isCodeWanted(opened: OpenedRequest, name: CommandName, form: DecisionForm): boolean {
  if (passkeyStandsForCode(opened, name, form)) return false;
  const { request, milestone } = opened;
  const kind = kindOfCommand(name);
  if (isBySession(opened, kind)) return false;
  const party = personOf(milestone, request.personId)?.party ?? 'client';
  return kind !== undefined && wantsCode(milestone.engagement.contract, party, kind);
}

async function codeFrom(deps: ApiDependencies, opened: OpenedRequest, form: DecisionForm, visitor: Visitor) {
  if ((form.code ?? '').trim() !== '') {
    const codeId = await confirmCode(deps, opened, form.code ?? '', visitor);
    return { codeId, at: new Date().toISOString() };
  }
  await sendCode(deps, opened);
  return 'sent' as const;
}

const closed: Record<Exclude<LinkState, 'open'>, [SignOffErrorCode, Said]> = {
  decided: ['ALREADY_DECIDED', ({ say }) => say('refusal.decided')],
  notNeeded: ['ALREADY_DECIDED', ({ say }) => say('refusal.notNeeded')],
  passedOn: ['PASSED_ON', ({ say }) => say('refusal.passedOn')],
  replaced: ['STALE_PACKAGE', ({ say }) => say('refusal.replaced')],
  outdated: ['STALE_PACKAGE', ({ say }) => say('refusal.outdated')],
  over: ['ALREADY_DECIDED', ({ say }) => say('refusal.over')],
  expired: ['PASSED_ON', ({ say }) => say('refusal.expired')],
  revoked: ['PASSED_ON', ({ say }) => say('refusal.revoked')],
};

function assertOpen(state: LinkState): void {
  if (state !== 'open') throw new PageRefusal(...closed[state]);
}
