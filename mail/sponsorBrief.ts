// The sponsor's one-page brief, the same in the mail and on the page: agreed, delivered, who says what, options and effects.
import { currentPackage, type Milestone } from '../domain/milestone.ts';
import { whyNotSignable } from '../domain/dispute/facilitation.ts';
import { inNames } from '../domain/people/inNames.ts';
import { notUnderException } from '../domain/validation/unmetRequirements.ts';
import { positionsSection, reportSection } from './contentSections.ts';
import type { MailSection } from './mailContent.ts';
import { formatMoney } from '../domain/terms/money.ts';

/** Lists longer than this would not leave a page. */
const onOnePage = 8;

const shortened = (items: readonly string[], where: string): string[] =>
  items.length <= onOnePage
    ? [...items]
    : [...items.slice(0, onOnePage), `… and ${items.length - onOnePage} more in ${where}`];

export function sponsorBrief(milestone: Milestone): MailSection[] {
  return [...why(milestone), agreed(milestone), delivered(milestone), ...said(milestone), options(milestone)];
}

const why = ({ stage }: Milestone): MailSection[] =>
  stage.phase === 'escalated' ? [{ title: 'Why it is before you', items: [stage.reason] }] : [];

function agreed({ engagement, plan }: Milestone): MailSection {
  const { reference, statementOfWork, changeOrders } = engagement.contract;
  return {
    title: 'What was agreed',
    items: [
      [reference, statementOfWork, ...changeOrders].join('; '),
      `Value ${formatMoney(plan.value.amount, plan.value.currency)}; then: ${plan.nextPhase.name}`,
      ...(plan.dueOn === undefined ? [] : [`Due by the contract on ${plan.dueOn}`]),
      ...shortened(
        plan.requirements.map((each) => `${each.requirementId}${each.isMandatory ? '' : ' (optional)'}: ${each.text}`),
        'the plan',
      ),
    ],
  };
}

function delivered(milestone: Milestone): MailSection {
  const subject = currentPackage(milestone);
  if (!subject) return { title: 'What was delivered', items: ['Nothing has been submitted yet.'] };
  const items = subject.deliverables.map(
    (each) => `${each.title}, version ${each.version}${each.change ? `: ${each.change}` : ''}`,
  );
  return {
    title: 'What was delivered',
    items: [
      `Package version ${subject.packageVersion}, completed on ${subject.completedOn}: ${subject.summary}`,
      ...shortened(items, 'the package'),
    ],
  };
}

const said = (milestone: Milestone): MailSection[] =>
  [...positionsSection(milestone), ...reportSection(milestone)].filter((each) => each.title !== 'Why it is before you');

function options(milestone: Milestone): MailSection {
  const why = whyNotSignable(milestone).map((each) => inNames(milestone, each));
  const unmet = notUnderException(milestone).map((each) => each.requirementId);
  return {
    title: 'Your options and what each leads to',
    items: [
      'Rework: the package is corrected and validated, reviewed and signed anew; it counts against no limit of cycles.',
      ...(why.length > 0 ? [`Formal sign-off is not open: ${why.join('; ')}.`] : []),
      ...(why.length === 0 && unmet.length === 0
        ? [
            'Formal sign-off as it stands: the approval authority list is asked to sign this package. You sign for nobody; whoever refused may refuse again. The certificate says that you decided it.',
          ]
        : []),
      ...(why.length === 0 && unmet.length > 0
        ? [
            `Formal sign-off under a concession: ${unmet.join(', ')}, mandatory and not met, ${unmet.length === 1 ? 'is' : 'are'} accepted only under an exception that names ${unmet.length === 1 ? 'it' : 'them'}, with owner, plan, due date and amount withheld. The client grants it by signing, never who owns or proposes it; the certificate says so. You sign for nobody.`,
          ]
        : []),
      ...(why.length === 0 && unmet.length === 0
        ? [
            'Formal sign-off with exceptions you name: as above, each exception with owner, plan, due date and amount withheld; every signer sees them, and earlier signatures are set aside.',
          ]
        : []),
      'Terminate: the milestone ends without acceptance, nothing is released for invoicing, the next phase is not authorised.',
    ],
  };
}
