// The form of a new milestone with, beside it, whether it can be signed and what is ahead; looked at once more before it starts.
import { randomUUID } from 'node:crypto';
import { perform } from '../../api/http/operations.ts';
import { getEngagement } from '../../api/http/lookUps.ts';
import { parse } from '../../api/http/parse.ts';
import { findMilestone, listMilestones } from '../../db/milestones.ts';
import { SignOffError } from '../../domain/errors.ts';
import { assertCanStart } from '../../domain/signOff/signability.ts';
import type { Engagement } from '../../domain/terms/engagement.ts';
import type { MilestonePlan } from '../../domain/terms/plan.ts';
import { courseAhead, type CourseStep } from '../../domain/work/course.ts';
import type { Words } from '../../mail/messages/words.ts';
import type { DecisionForm } from '../postedForm.ts';
import { milestoneHref } from './actPages.ts';
import { engagementHref, engagementPath } from './engagementPages.ts';
import { exampleOf, examplesIn } from './examples.ts';
import { faultsIn, type Refusal } from './forms/faults.ts';
import { formPage, isOnlyRows, refusalIn } from './forms/formPage.ts';
import { rowsIn, tidied, type FieldOption, type FormPart } from './forms/model.ts';
import { planAsForm, planBody, planParts, type PlanContext } from './milestoneForm.ts';
import type { PageCall, PageDependencies, PageRoute, Shown } from './pageRoute.ts';
import { phaseWord } from './phaseWords.ts';

const path = `${engagementPath}/new-milestone`;
const offered = 200;

export const newMilestonePages: readonly PageRoute[] = [
  {
    ...{ method: 'get', path, name: 'startMilestone.form', right: 'runMilestones' },
    audited: { as: 'recordRead', on: 'engagement' },
    async handle(deps, call) {
      const context = await contextOf(deps, call);
      const { from } = call.query;
      const plan = from ? await planFrom(deps, context, from) : undefined;
      const form = plan && from ? { ...planAsForm(planParts(context), plan, context), from } : {};
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

/** Of an example, or of an earlier milestone of the engagement. */
async function planFrom(
  { db }: PageDependencies,
  { engagement, words }: PlanContext,
  from: string,
): Promise<object | undefined> {
  const example = exampleOf(words, from);
  if (example) return example.plan;
  const row = await findMilestone(db, from);
  return row?.engagementId === engagement.engagementId ? row.plan : undefined;
}

function starting(
  deps: PageDependencies,
  context: PlanContext,
  { now }: PageCall,
  form: DecisionForm,
  { refusal, isNew = false }: { refusal?: Refusal; isNew?: boolean },
): Shown {
  const { engagement, words } = context;
  const { say } = words;
  const parts = planParts(context);
  return formPage(
    {
      ...{ title: say('form.plan.titleNew'), says: say('form.plan.says'), look: say('act.look') },
      ...{ action: `${engagementHref(engagement.engagementId)}/new-milestone`, finishHint: say('act.lookHint') },
      ...{ crumb: engagement.name, crumbAt: engagementHref(engagement.engagementId) },
      copies: copiesFor(context, form.from),
      live: liveView(deps, context, parts, form, now),
    },
    parts,
    { form, isNew, ...(refusal ? { refusal } : {}) },
    words,
  );
}

function copiesFor({ earlier, words }: PlanContext, chosen: string | undefined) {
  const marked = (options: readonly FieldOption[]) =>
    options.map((each) => ({ ...each, isChosen: each.value === chosen }));
  const examples = examplesIn(words).map(({ key, name }) => ({ value: key, label: name }));
  return [
    ...(earlier.length > 0 ? [{ label: words.say('form.plan.earlier'), options: marked(earlier) }] : []),
    { label: words.say('form.plan.examples'), options: marked(examples) },
  ];
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
    return { isMissing, why: faults.slice(0, 12).map((each) => each.words), more: Math.max(faults.length - 12, 0) };
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
  if (isOnlyRows(form) || form.step === 'check') return starting(deps, context, call, form, {});
  let plan: MilestonePlan;
  try {
    plan = planIn(deps, context, parts, form, call.now);
  } catch (error) {
    return starting(deps, context, call, form, { refusal: { ...refusalIn(error), people: context.engagement.people } });
  }
  return { page: 'deskStartPreview', values: previewView(context, form, plan, call.now) };
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
    return { goTo: `${milestoneHref(milestoneId)}?done=started` };
  } catch (error) {
    return starting(deps, context, call, form, { refusal: { ...refusalIn(error), people: context.engagement.people } });
  }
}

const unsent = ['formToken', 'formId', 'step'];

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
