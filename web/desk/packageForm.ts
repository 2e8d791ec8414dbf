// The package as a form: what was entered, and the submission that it makes. Rules nothing.
import type { RouteDependencies } from '../../api/http/dependencies.ts';
import { findDocuments } from '../../db/documents.ts';
import type { AssembledPackage } from '../../domain/compilation/deliverableCompilation.ts';
import { currentPackage, type Milestone, type PackageFile } from '../../domain/milestone.ts';
import type { DecisionForm } from '../postedForm.ts';

const filled = (form: DecisionForm, name: string): string | undefined => form[name]?.trim() || undefined;
export const idsOf = (form: DecisionForm, deliverableId: string): string[] =>
  (filled(form, `documentIds-${deliverableId}`) ?? '').split(' ').filter(Boolean);

/** What the current package says, to be reworked; today's date and nothing else where there is none. */
export function firstEntered(milestone: Milestone, today: string): DecisionForm {
  const current = currentPackage(milestone);
  if (!current) return { completedOn: today };
  const { completedOn, summary, deliverables, waivers, completedServices, qualityReviews } = current;
  return {
    ...{ completedOn, summary, services: completedServices.map((each) => each.description).join('\n') },
    ...Object.fromEntries(
      deliverables.flatMap(({ deliverableId, version, files }) => [
        [`version-${deliverableId}`, version],
        [`documentIds-${deliverableId}`, files.map((each) => each.documentId).join(' ')],
      ]),
    ),
    ...Object.fromEntries(waivers.map(({ deliverableId, reason }) => [`waive-${deliverableId}`, reason])),
    ...Object.fromEntries(
      qualityReviews.flatMap(({ name, outcome, explanation = '' }) => [
        [`review-${name}`, outcome],
        [`explanation-${name}`, explanation],
      ]),
    ),
  };
}

/** The fields of the command; what is not filled in is left out, for the rule to say what is missing. */
export function submissionOf({ plan }: Milestone, form: DecisionForm) {
  const completedOn = filled(form, 'completedOn') ?? '';
  const lines = (filled(form, 'services') ?? '').split('\n').map((each) => each.trim());
  return {
    completedOn,
    summary: filled(form, 'summary') ?? '',
    deliverables: plan.deliverables.flatMap(({ deliverableId }) => {
      const documentIds = idsOf(form, deliverableId);
      const change = filled(form, `change-${deliverableId}`);
      if (documentIds.length === 0) return [];
      const version = filled(form, `version-${deliverableId}`) ?? '1';
      return [{ deliverableId, version, documentIds, ...(change === undefined ? {} : { change }) }];
    }),
    waivers: plan.deliverables.flatMap(({ deliverableId }) => {
      const reason = filled(form, `waive-${deliverableId}`);
      return reason === undefined || idsOf(form, deliverableId).length > 0 ? [] : [{ deliverableId, reason }];
    }),
    completedServices: lines.filter(Boolean).map((description) => ({ description, completedOn })),
    qualityReviews: plan.expectedQualityReviews.flatMap((name) => {
      const [outcome, explanation] = [filled(form, `review-${name}`), filled(form, `explanation-${name}`)];
      if (outcome !== 'passed' && outcome !== 'failed') return [];
      return [{ name, outcome, ...(explanation === undefined ? {} : { explanation }) } as const];
    }),
  };
}

/** As it would be frozen, but for its digest, which nothing here looks at. */
export function assembledOf(
  milestone: Milestone,
  submission: ReturnType<typeof submissionOf>,
  files: ReadonlyMap<string, PackageFile>,
): AssembledPackage {
  const titles = new Map(milestone.plan.deliverables.map((each) => [each.deliverableId, each.title]));
  const deliverables = submission.deliverables.map(({ documentIds, ...rest }) => ({
    ...{ ...rest, title: titles.get(rest.deliverableId) ?? rest.deliverableId },
    files: documentIds.flatMap((id) => files.get(id) ?? []),
  }));
  const wanted = submission.deliverables.flatMap((each) => each.documentIds);
  return {
    contents: {
      ...{ ...submission, deliverables },
      ...{ packageVersion: milestone.packages.length + 1, digest: '0'.repeat(64) },
    },
    unknownDocumentIds: wanted.filter((id) => !files.has(id)),
  };
}

export async function filesIn(
  db: RouteDependencies['db'],
  { plan, engagement }: Milestone,
  form: DecisionForm,
): Promise<Map<string, PackageFile>> {
  const ids = plan.deliverables.flatMap(({ deliverableId }) => idsOf(form, deliverableId));
  const found = await findDocuments(db, engagement.engagementId, [...new Set(ids)]);
  return new Map(found.map((each) => [each.documentId, each]));
}
