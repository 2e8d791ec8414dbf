// The acts of those who run a milestone, each in two steps: what it would do and whom it would mail, then the act itself by one message.
import { inNames } from '../../domain/people/inNames.ts';
import { saidIn, type MessageKey } from '../../mail/messages/words.ts';
import { randomUUID } from 'node:crypto';
import type { RouteDependencies } from '../../api/http/dependencies.ts';
import { getMilestone, noSuch } from '../../api/http/lookUps.ts';
import { problemOf } from '../../api/http/problems.ts';
import { lookUpDocuments } from '../../db/documents.ts';
import { personIdIn } from '../../domain/access/holders.ts';
import { rightOfCommand } from '../../domain/access/rights.ts';
import type { CommandName } from '../../domain/commands.ts';
import { SignOffError } from '../../domain/errors.ts';
import { PageRefusal, refusalIn } from '../problemWords.ts';
import { currentPackage, type Milestone } from '../../domain/milestone.ts';
import type { Actor } from '../../domain/people/people.ts';
import { foresee, type Foreseen } from '../../domain/work/foresee.ts';
import { sendMessage } from '../../workflows/client/sendMessage.ts';
import type { MessageOf } from '../../workflows/messages.ts';
import { filesFieldOf, type ActFault, type ActField, type ActForm } from './actForm.ts';
import { tidiedRows } from './actRows.ts';
import { actForms } from './actForms.ts';
import { actView, foreseenView, type ActError } from './actView.ts';
import { documentIdsIn, documentsOf, isOnlyLooking } from './forms/documents.ts';
import { isOnlyRows } from './forms/formPage.ts';
import { readFormWithFiles, uploadsAt } from './formWithFiles.ts';
import type { PageCall, PageDependencies, PageRoute, Shown } from './pageRoute.ts';

export const milestonePath = '/desk/milestones/{milestoneId}';

export const milestoneHref = (milestoneId: string): string => `/desk/milestones/${encodeURIComponent(milestoneId)}`;

/** Looking at what an act would do is a look; the act is what follows. */
export const actPages: readonly PageRoute[] = actForms.flatMap((act): PageRoute[] => {
  const path = `${milestonePath}/acts/${act.command}`;
  const right = rightOfCommand(act.command);
  return [
    {
      ...{ method: 'get', path, name: `${act.command}.form`, right, audited: { as: 'recordRead', on: 'milestone' } },
      handle: async ({ db }, call) => formPage(db, act, await stateOf(db, call), { ...call, form: call.query }),
    },
    {
      ...{ method: 'post', path, name: `${act.command}.preview`, right },
      ...(filesFieldOf(act)
        ? // Files are kept by it, whatever becomes of the act.
          { takesFiles: true, audited: { as: 'administered', on: 'milestone' } }
        : { audited: { as: 'recordRead', on: 'milestone' } }),
      handle: async (deps, call) => preview(deps, act, await stateOf(deps.db, call), call),
    },
    {
      ...{ method: 'post', path: `${path}/changed`, name: `${act.command}.change`, right },
      audited: { as: 'recordRead', on: 'milestone' },
      handle: async ({ db }, call) => formPage(db, act, await stateOf(db, call), call),
    },
    {
      ...{ method: 'post', path: `${path}/confirmed`, name: `${act.command}.act`, right },
      audited: { as: 'administered', on: 'milestone' },
      handle: async (deps, call) => carryOut(deps, act, await stateOf(deps.db, call), call),
    },
  ];
});

/** Throws NOT_FOUND where nothing of it is on record yet: there is nothing to act on. */
export async function stateOf(db: RouteDependencies['db'], { params }: PageCall): Promise<Milestone> {
  const { milestoneId = '' } = params;
  const { snapshot } = await getMilestone(db, milestoneId);
  if (!snapshot) throw noSuch('milestone', milestoneId);
  return snapshot;
}

/** Who is signed in, as who they are in the engagement; what they may, the rules say. */
export function deskActor({ open, access }: PageCall, { engagement }: Pick<Milestone, 'engagement'>): Actor {
  const { issuer, subject, sessionId, authenticatedAt } = open.session;
  const personId = personIdIn(access.holder, engagement.engagementId);
  if (personId === undefined) throw new PageRefusal('WRONG_ACTOR', ({ say }) => say('refusal.notNamed'));
  return {
    personId,
    role: personId === engagement.engagementSponsorId ? 'engagementSponsor' : 'engagementManager',
    authentication: { method: 'session', issuer, subject, sessionId, authenticatedAt },
  };
}

/** One form acts once, however often its button is pressed. */
export const messageIdOf = (command: CommandName, formId: string | undefined): string =>
  `desk:${command}:${/^[A-Za-z0-9-]{1,60}$/.test(formId ?? '') ? formId : randomUUID()}`;

export function messageOf(command: CommandName, fields: object, milestone: Milestone, call: PageCall): object {
  return { ...fields, messageId: messageIdOf(command, call.form.formId), actor: deskActor(call, milestone) };
}

async function formPage(
  db: RouteDependencies['db'],
  act: ActForm,
  milestone: Milestone,
  call: PageCall,
  error?: ActError,
): Promise<Shown> {
  return {
    page: 'deskAct',
    ...(error ? { status: 422 } : {}),
    values: await valuesOf(db, act, milestone, call, error),
  };
}

async function valuesOf(
  db: RouteDependencies['db'],
  act: ActForm,
  milestone: Milestone,
  call: PageCall,
  error?: ActError,
) {
  const { form, words } = call;
  const formId = form.formId ?? randomUUID();
  const { engagement } = milestone;
  const field = filesFieldOf(act);
  const given = { entered: form, formId, ...(error ? { error } : {}) };
  if (!field) return actView(act, milestone, call, given);
  const except = currentPackage(milestone)?.deliverables.flatMap(({ files }) => files) ?? [];
  const documents = await documentsOf(db, engagement, { form, name: field.name, words, except });
  const { personId } = deskActor(call, milestone);
  return {
    ...actView(act, milestone, call, { ...given, documents }),
    uploadsAt: uploadsAt(engagement.engagementId, personId),
  };
}

/** With the form again, and what is wrong in its place, where it would be refused. */
async function preview(deps: PageDependencies, act: ActForm, milestone: Milestone, posted: PageCall): Promise<Shown> {
  const { engagementId } = milestone.engagement;
  const field = filesFieldOf(act);
  const read = field && (await readFormWithFiles(deps, engagementId, deskActor(posted, milestone), posted));
  const call = { ...posted, form: tidiedRows(read?.form ?? posted.form, act) };
  const again = (error?: ActError): Promise<Shown> => formPage(deps.db, act, milestone, call, error);
  if (read?.problem) {
    const { words } = call;
    return again({ detail: refusalIn(words, read.problem, problemOf(read.problem)), field: field?.name ?? '' });
  }
  if (isOnlyLooking(call.form) || isOnlyRows(call.form)) return again();
  const named = field ? documentIdsIn(call.form, field.name) : [];
  const isGiven = (each: ActField): boolean =>
    each === field ? named.length > 0 : (call.form[each.name]?.trim() ?? '') !== '';
  const missing = act.fields.find((each) => !each.isOptional && !isGiven(each));
  const fault = missing ? { field: missing.name } : act.faultIn?.(call.form, milestone);
  if (fault) return again(faultOf(fault, call));
  const message = messageOf(act.command, act.read(call.form, milestone), milestone, call);
  const found = field && (await lookUpDocuments(deps.db, engagementId, named));
  const foreseen = foresee(milestone, act.command, message, { now: call.now, ...(found ? { found } : {}) });
  if (foreseen.refused) return again(errorOf(foreseen.refused, milestone, call));
  const values = await valuesOf(deps.db, act, milestone, call);
  return { page: 'deskPreview', values: { ...values, ...foreseenView(milestone, foreseen, call) } };
}

const faultOf = ({ field, says }: ActFault, { words }: PageCall): ActError =>
  says === undefined ? { isMissing: true, field } : { field, detail: (words.say as (key: MessageKey) => string)(says) };

const errorOf = (error: NonNullable<Foreseen['refused']>, milestone: Milestone, { words }: PageCall): ActError => ({
  detail: refusalIn(words, error, { code: error.code, detail: error.message }, (text) => inNames(milestone, text)),
  details: error.details.map((each) => inNames(milestone, saidIn(words, each))),
  ...(error.field === undefined ? {} : { field: error.field.split('.').at(-1) ?? error.field }),
});

async function carryOut(deps: RouteDependencies, act: ActForm, milestone: Milestone, call: PageCall): Promise<Shown> {
  try {
    const form = tidiedRows(call.form, act);
    const fault = act.faultIn?.(form, milestone);
    if (fault) return await formPage(deps.db, act, milestone, { ...call, form }, faultOf(fault, call));
    return await sent(deps, act.command, act.read(form, milestone), milestone, call);
  } catch (error) {
    if (!(error instanceof SignOffError)) throw error;
    return formPage(deps.db, act, milestone, call, errorOf(error, milestone, call));
  }
}

/** Sends the message; the page of the milestone then says what became of it. Throws SignOffError where it is refused. */
export async function sent(
  deps: RouteDependencies,
  command: CommandName,
  fields: object,
  milestone: Milestone,
  call: PageCall,
): Promise<Shown> {
  const message = messageOf(command, fields, milestone, call) as MessageOf<CommandName>;
  const { answerWithinMilliseconds } = deps.settings;
  const sender = { ...deps, db: deps.pool, entrance: 'page', takenAt: call.now, answerWithinMilliseconds } as const;
  await sendMessage(sender, milestone.milestoneId, command, message);
  const { messageId } = message;
  deps.log.info({ milestoneId: milestone.milestoneId, command }, 'message taken');
  return { goTo: `${milestoneHref(milestone.milestoneId)}?done=${encodeURIComponent(messageId)}` };
}
