// Compiling the package: a checklist with files, what would be refused and why, and the submission itself by one message.
import { inNames } from '../../domain/people/inNames.ts';
import { saidIn } from '../../mail/messages/words.ts';
import { randomUUID } from 'node:crypto';
import type { RouteDependencies } from '../../api/http/dependencies.ts';
import { rightOfCommand } from '../../domain/access/rights.ts';
import { problemOf } from '../../api/http/problems.ts';
import { SignOffError } from '../../domain/errors.ts';
import { refusalIn } from '../problemWords.ts';
import type { Milestone, PackageFile } from '../../domain/milestone.ts';
import { dateOf } from '../../domain/time/businessTime.ts';
import { foresee, type Refused } from '../../domain/work/foresee.ts';
import type { DecisionForm } from '../postedForm.ts';
import { sizeWords } from '../shownFiles.ts';
import { deskActor, messageOf, milestoneHref, milestonePath, sent, stateOf } from './actPages.ts';
import { foreseenView } from './actView.ts';
import { readFormWithFiles, uploadsAt } from './formWithFiles.ts';
import { assembledOf, filesIn, firstEntered, idsOf, submissionOf } from './packageForm.ts';
import type { PageCall, PageDependencies, PageRoute, Shown } from './pageRoute.ts';

const path = `${milestonePath}/package`;
const right = rightOfCommand('submitPackage');

export const packagePages: readonly PageRoute[] = [
  {
    ...{ method: 'get', path, name: 'submitPackage.form', right, audited: { as: 'recordRead', on: 'milestone' } },
    async handle({ db }, call) {
      const milestone = await stateOf(db, call);
      const form = firstEntered(milestone, dateOf(call.now, milestone.engagement.contract.calendar));
      return formPage(milestone, call, form, await filesIn(db, milestone, form));
    },
  },
  {
    ...{ method: 'post', path, name: 'submitPackage.preview', right, takesFiles: true },
    // Files are kept by it, whatever becomes of the package.
    audited: { as: 'administered', on: 'milestone' },
    handle: (deps, call) => preview(deps, call),
  },
  {
    ...{ method: 'post', path: `${path}/confirmed`, name: 'submitPackage.act', right },
    audited: { as: 'administered', on: 'milestone' },
    handle: (deps, call) => submit(deps, call),
  },
  {
    ...{ method: 'post', path: `${path}/changed`, name: 'submitPackage.change', right },
    audited: { as: 'recordRead', on: 'milestone' },
    async handle({ db }, call) {
      const milestone = await stateOf(db, call);
      return formPage(milestone, call, call.form, await filesIn(db, milestone, call.form));
    },
  },
];

interface Fault {
  detail: string;
  details: readonly string[];
}

const refusedFault = (milestone: Milestone, { words }: PageCall, refused: Refused): Fault => ({
  detail: refusalIn(words, refused, { code: refused.code, detail: refused.message }, (text) =>
    inNames(milestone, text),
  ),
  details: refused.details.map((each) => inNames(milestone, saidIn(words, each))),
});

function thrownFault(milestone: Milestone, { words }: PageCall, error: Error): Fault {
  const named = (text: string): string => inNames(milestone, text);
  const problem = problemOf(error);
  return {
    detail: refusalIn(words, error, problem, named),
    details: (problem.details ?? []).map((each) => named(saidIn(words, each))),
  };
}

async function preview(deps: PageDependencies, call: PageCall): Promise<Shown> {
  const milestone = await stateOf(deps.db, call);
  const { engagementId } = milestone.engagement;
  const { form, problem } = await readFormWithFiles(deps, engagementId, deskActor(call, milestone), call);
  const files = await filesIn(deps.db, milestone, form);
  if (problem) return formPage(milestone, call, form, files, thrownFault(milestone, call, problem));
  // One more file, or what to take off, is asked for by a button of its own: nothing is judged then.
  if (form.step === 'attach') return formPage(milestone, call, form, files);
  const submission = submissionOf(milestone, form);
  const message = messageOf('submitPackage', submission, milestone, { ...call, form });
  const assembled = assembledOf(milestone, submission, files);
  const foreseen = foresee(milestone, 'submitPackage', message, { now: call.now, assembled });
  if (foreseen.refused) return formPage(milestone, call, form, files, refusedFault(milestone, call, foreseen.refused));
  const view = formView(milestone, call, form, files);
  return { page: 'deskPackagePreview', values: { ...view, ...foreseenView(milestone, foreseen, call) } };
}

async function submit(deps: RouteDependencies, call: PageCall): Promise<Shown> {
  const milestone = await stateOf(deps.db, call);
  try {
    return await sent(deps, 'submitPackage', submissionOf(milestone, call.form), milestone, call);
  } catch (error) {
    if (!(error instanceof SignOffError)) throw error;
    const files = await filesIn(deps.db, milestone, call.form);
    return formPage(milestone, call, call.form, files, thrownFault(milestone, call, error));
  }
}

const formPage = (
  milestone: Milestone,
  call: PageCall,
  form: DecisionForm,
  files: ReadonlyMap<string, PackageFile>,
  fault?: Fault,
): Shown => ({
  page: 'deskPackage',
  ...(fault ? { status: 422 } : {}),
  values: {
    ...formView(milestone, call, form, files),
    ...(fault ? { error: { detail: fault.detail, details: fault.details.length > 1 ? fault.details : [] } } : {}),
  },
});

function formView(milestone: Milestone, call: PageCall, form: DecisionForm, files: ReadonlyMap<string, PackageFile>) {
  const { plan, engagement, milestoneId } = milestone;
  const { words } = call;
  const entered = Object.entries(form).filter(([name]) => !['formToken', 'formId', 'step'].includes(name));
  return {
    title: words.say('act.submitPackage'),
    milestone: plan.title,
    engagement: engagement.name,
    at: milestoneHref(milestoneId),
    formId: form.formId ?? randomUUID(),
    uploadsAt: uploadsAt(engagement.engagementId, deskActor(call, milestone).personId),
    ...{ completedOn: form.completedOn, summary: form.summary, services: form.services },
    entered: entered.map(([name, value]) => ({ name, value })),
    deliverables: plan.deliverables.map(({ deliverableId, title, isRequired }) => ({
      ...{ deliverableId, title, isRequired },
      version: form[`version-${deliverableId}`] ?? '1',
      change: form[`change-${deliverableId}`],
      waive: form[`waive-${deliverableId}`],
      documentIds: idsOf(form, deliverableId).join(' '),
      files: idsOf(form, deliverableId).flatMap((id) => {
        const file = files.get(id);
        return file ? [{ ...file, size: sizeWords(file.sizeBytes) }] : [];
      }),
    })),
    reviews: plan.expectedQualityReviews.map((name) => ({
      ...{ name, explanation: form[`explanation-${name}`] },
      isPassed: form[`review-${name}`] === 'passed',
      isFailed: form[`review-${name}`] === 'failed',
    })),
  };
}
