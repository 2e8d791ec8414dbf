// The form of a new milestone with, beside it, whether it can be signed and what is ahead; looked at once more before it starts.
import { randomUUID } from 'node:crypto';
import { perform } from '../../api/http/operations.ts';
import { getEngagement } from '../../api/http/lookUps.ts';
import { parse } from '../../api/http/parse.ts';
import { findTemplate, listTemplates, type ShownTemplate } from '../../api/http/templates.ts';
import { findMilestone, listMilestones } from '../../db/milestones.ts';
import { SignOffError } from '../../domain/errors.ts';
import { assertCanStart } from '../../domain/signOff/signability.ts';
import type { Engagement } from '../../domain/terms/engagement.ts';
import type { MilestonePlan } from '../../domain/terms/plan.ts';
import { courseAhead, type CourseStep } from '../../domain/work/course.ts';
import { authorityFor, authorityTemplateOf, planTemplateOf } from '../../domain/work/template.ts';
import type { Words } from '../../mail/messages/words.ts';
import type { DecisionForm } from '../postedForm.ts';
import { milestoneHref } from './actPages.ts';
import { draftOf, dropDraft, keepAsDraft } from './drafts.ts';
import { engagementHref, engagementPath } from './engagementHref.ts';
import { faultsIn, type Refusal } from './forms/faults.ts';
import { formPage, isOnlyRows, refusalIn } from './forms/formPage.ts';
import { rowsIn, tidied, type FormPart } from './forms/model.ts';
import { planAsForm, planBody, planParts, type PlanContext } from './milestoneForm.ts';
import type { PageCall, PageDependencies, PageRoute, Shown } from './pageRoute.ts';
import { phaseWord } from './phaseWords.ts';
import { keepFromForm, offers, templateOffers } from './templateForms.ts';

const path = `${engagementPath}/new-milestone`;
const offered = 200;

export const newMilestonePages: readonly PageRoute[] = [
  {
    ...{ method: 'get', path, name: 'startMilestone.form', right: 'runMilestones' },
    audited: { as: 'recordRead', on: 'engagement' },
    async handle(deps, call) {
      const context = await contextOf(deps, call);
      const draft = await draftOf(deps, call, 'milestone', context.engagement.engagementId);
      if (draft) return starting(deps, context, call, draft, {});
      const { from = '', authority = '' } = call.query;
      const plan = await planFrom(deps, context, call, from, authority);
      const chosen = { ...(from ? { from } : {}), ...(authority ? { authority } : {}) };
      const form = plan ? { ...planAsForm(planParts(context), plan, context), ...chosen } : {};
      return starting(deps, context, call, form, { isNew: plan === undefined });
    },
  },
  {
    ...{ method: 'post', path, name: 'startMilestone.look', right: 'runMilestones', asks: 'startMilestone' },
    audited: { as: 'recordRead', on: 'engagement' },
    handle: (deps, call) => look(deps, call),
  },
  {
    ...{
      method: 'post',
      path: `${path}/confirmed`,
      name: 'startMilestone.act',
      right: 'runMilestones',
      asks: 'startMilestone',
    },
    audited: { as: 'administered', on: 'engagement' },
    handle: (deps, call) => start(deps, call),
  },
  {
    ...{ method: 'post', path: `${path}/changed`, name: 'startMilestone.change', right: 'runMilestones' },
    audited: { as: 'recordRead', on: 'engagement' },
    async handle(deps, call) {
      const context = await contextOf(deps, call);
      return starting(deps, context, call, tidied(call.form, planParts(context)), {});
    },
  },
];

async function contextOf(
  { db }: PageDependencies,
  { params: { engagementId = '' }, words }: PageCall,
): Promise<PlanContext> {
  const engagement = await getEngagement(db, engagementId);
  const { items } = await listMilestones(db, { scope: [engagementId], page: { limit: offered }, engagementId });
  const isOver = ['revoked', 'terminated', 'cancelled'];
  const earlier = items
    .filter(({ phase }) => !isOver.includes(phase))
    .map(({ milestoneId, title, phase }) => ({ value: milestoneId, label: `${title} (${phaseWord(words, phase)})` }));
  return { engagement, earlier, words };
}

/** Of a template or an earlier milestone of the engagement, with the signers of a template where one is chosen. */
async function planFrom(
  { db, pool }: PageDependencies,
  { engagement, words }: PlanContext,
  { access }: PageCall,
  from: string,
  authority: string,
): Promise<object | undefined> {
  const template = await findTemplate(pool, access, words, from);
  const row = template ? undefined : await findMilestone(db, from);
  const earlier = row?.engagementId === engagement.engagementId ? row.plan : undefined;
  const list = await findTemplate(pool, access, words, authority);
  const signers = list?.kind === 'authority' ? authorityFor(list.content, engagement.people) : undefined;
  const plan = template?.kind === 'plan' ? template.content : earlier;
  return plan || signers ? { ...plan, ...(signers ? { approvalAuthorityList: signers } : {}) } : undefined;
}

async function starting(
  deps: PageDependencies,
  context: PlanContext,
  { access, now }: PageCall,
  form: DecisionForm,
  { refusal, isNew = false, done }: { refusal?: Refusal | undefined; isNew?: boolean; done?: string | undefined },
): Promise<Shown> {
  const { engagement, words } = context;
  const { say } = words;
  const parts = planParts(context);
  const templates = await listTemplates(deps.pool, access, words);
  return formPage(
    {
      ...{ title: say('form.plan.titleNew'), says: say('form.plan.says'), look: say('act.look') },
      ...{ action: `${engagementHref(engagement.engagementId)}/new-milestone`, finishHint: say('act.lookHint') },
      ...{ crumb: engagement.name, crumbAt: engagementHref(engagement.engagementId) },
      ...{ keeps: true, done, authority: form.authority },
      copies: copiesFor(context, templates, form.from),
      lists: offers(
        templateOffers(
          templates.filter(({ kind }) => kind === 'authority'),
          words,
          'form.plan.examples',
        ),
        form.authority,
      ),
      templateKinds: (['plan', 'authority'] as const).map((value) => ({
        ...{ value, label: say(`template.kind.${value}`) },
      })),
      live: liveView(deps, context, parts, form, now),
    },
    parts,
    { form, isNew, ...(refusal ? { refusal } : {}) },
    words,
  );
}

function copiesFor({ earlier, words }: PlanContext, templates: readonly ShownTemplate[], chosen: string | undefined) {
  const plans = templates.filter(({ kind }) => kind === 'plan');
  return offers(
    [
      { label: words.say('form.plan.earlier'), options: earlier },
      ...templateOffers(plans, words, 'form.plan.examples'),
    ],
    chosen,
  );
}

/** Whether it could be signed as far as it is filled in, and if so what is ahead. */
function liveView(
  deps: PageDependencies,
  context: PlanContext,
  parts: readonly FormPart[],
  form: DecisionForm,
  now: string,
) {
  const { engagement, words } = context;
  try {
    const plan = planIn(deps, context, parts, form, now);
    return { isSignable: true, course: courseView(courseAhead(engagement, plan, now), engagement, words) };
  } catch (error) {
    const faults = faultsIn(
      parts,
      (part) => rowsIn(form, part),
      { ...refusalIn(error), people: engagement.people },
      words,
    );
    const isMissing = error instanceof SignOffError && error.code === 'INVALID_MESSAGE';
    return {
      isMissing,
      why: faults.slice(0, 12).map((each) => each.missing ?? each.words),
      more: Math.max(faults.length - 12, 0),
    };
  }
}

/** Throws INVALID_MESSAGE or PLAN_INCONSISTENT. */
function planIn(
  deps: PageDependencies,
  context: PlanContext,
  parts: readonly FormPart[],
  form: DecisionForm,
  now: string,
): MilestonePlan {
  const { body } = deps.operations('startMilestone');
  const { plan } = (body ? parse(body, planBody(parts, form, context)) : {}) as { plan: MilestonePlan };
  assertCanStart({ milestoneId: '', engagement: context.engagement, plan }, now);
  return plan;
}

async function look(deps: PageDependencies, call: PageCall): Promise<Shown> {
  const context = await contextOf(deps, call);
  const parts = planParts(context);
  const form = tidied(call.form, parts);
  if (isOnlyRows(form)) return starting(deps, context, call, form, {});
  // While somebody types, what they have so far is looked at and kept.
  if (form.step === 'check' || form.step === 'keep') {
    await keepAsDraft(deps, { ...call, form }, 'milestone', context.engagement);
    return starting(deps, context, call, form, form.step === 'keep' ? { done: context.words.say('draft.done') } : {});
  }
  if (form.step === 'template') return keepTemplate(deps, context, call, form);
  let plan: MilestonePlan;
  try {
    plan = planIn(deps, context, parts, form, call.now);
  } catch (error) {
    return starting(deps, context, call, form, { refusal: { ...refusalIn(error), people: context.engagement.people } });
  }
  return { page: 'deskStartPreview', values: previewView(context, form, plan, call.now) };
}

/** The plan, or its list of signers, as far as it is filled in. */
async function keepTemplate(
  deps: PageDependencies,
  context: PlanContext,
  call: PageCall,
  form: DecisionForm,
): Promise<Shown> {
  const body = planBody(planParts(context), form, context) as { plan: MilestonePlan };
  const { people } = context.engagement;
  const { refusal } = await keepFromForm(
    deps,
    call,
    form.templateKind === 'authority'
      ? { authority: authorityTemplateOf(body.plan.approvalAuthorityList, people) }
      : { plan: planTemplateOf(body.plan) },
  );
  const done = refusal ? undefined : context.words.say('template.done');
  return starting(deps, context, call, form, { refusal: refusal && { ...refusal, people }, done });
}

async function start(deps: PageDependencies, call: PageCall): Promise<Shown> {
  const context = await contextOf(deps, call);
  const parts = planParts(context);
  const form = tidied(call.form, parts);
  const { params, access: key, request, response } = call;
  // One form starts one milestone, however often its button is pressed.
  request.headers['idempotency-key'] = `desk-${(form.formId ?? randomUUID()).replace(/[^A-Za-z0-9-]/g, '')}`;
  try {
    const body = planBody(parts, form, context);
    const asked = { params, body, key, request, response };
    const { milestoneId } = await perform<{ milestoneId: string }>(deps.operations('startMilestone'), deps, asked);
    await dropDraft(deps, { ...call, form });
    return { goTo: `${milestoneHref(milestoneId)}?done=started` };
  } catch (error) {
    return starting(deps, context, call, form, { refusal: { ...refusalIn(error), people: context.engagement.people } });
  }
}

const unsent = ['formToken', 'formId', 'step', 'templateName', 'templateKind', 'templateShared'];

function previewView({ engagement, words }: PlanContext, form: DecisionForm, plan: MilestonePlan, now: string) {
  const at = `${engagementHref(engagement.engagementId)}/new-milestone`;
  return {
    title: words.say('form.plan.start'),
    ...{ crumb: engagement.name, crumbAt: engagementHref(engagement.engagementId), at },
    ...{ milestone: plan.title, formId: form.formId ?? randomUUID() },
    value: words.money(plan.value.amount, plan.value.currency),
    dueOn: plan.dueOn && words.date(plan.dueOn),
    counts: words.say('form.plan.counts', {
      deliverables: plan.deliverables.length,
      requirements: plan.requirements.length,
    }),
    course: courseView(courseAhead(engagement, plan, now), engagement, words),
    entered: Object.entries(form).flatMap(([name, value]) =>
      unsent.includes(name) || !value ? [] : [{ name, value }],
    ),
  };
}

function courseView(steps: readonly CourseStep[], { people, contract }: Engagement, words: Words) {
  const { timeZone } = contract.calendar;
  const nameOf = (id: string): string => people.find((each) => each.personId === id)?.name ?? id;
  return steps.map(({ phase, group, personIds, from, until, reminders }) => ({
    phase: phaseWord(words, phase),
    group:
      group && words.say('form.course.group', { name: group.name, needed: String(group.needed), of: String(group.of) }),
    names: words.list(personIds.map(nameOf)),
    isAsked: phase !== 'compiling',
    from: words.dateIn(from, timeZone),
    until: words.dateIn(until, timeZone),
    reminders: reminders.length > 0 ? words.list(reminders.map((at) => words.dateIn(at, timeZone))) : undefined,
  }));
}
