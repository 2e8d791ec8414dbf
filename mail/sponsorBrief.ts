// The sponsor's one-page brief, the same in the mail and on the page: agreed, delivered, who says what, options and effects.
import { currentPackage, type Milestone } from '../domain/milestone.ts';
import { whyNotSignable } from '../domain/dispute/facilitation.ts';
import { inNames } from '../domain/people/inNames.ts';
import { notUnderException } from '../domain/validation/unmetRequirements.ts';
import { saidIn, type Words } from './messages/words.ts';
import { positionsSection, reportSection } from './contentSections.ts';
import type { MailSection } from './mailContent.ts';

/** Lists longer than this would not leave a page. */
const onOnePage = 8;

const shortened = (
  items: readonly string[],
  { say }: Words,
  more: 'brief.moreInPlan' | 'brief.moreInPackage',
): string[] =>
  items.length <= onOnePage
    ? [...items]
    : [...items.slice(0, onOnePage), say(more, { count: items.length - onOnePage })];

export function sponsorBrief(milestone: Milestone, words: Words): MailSection[] {
  return [
    ...why(milestone, words),
    agreed(milestone, words),
    delivered(milestone, words),
    ...positionsSection(milestone, words),
    ...reportSection(milestone, words),
    options(milestone, words),
  ];
}

const why = ({ stage }: Milestone, { say }: Words): MailSection[] =>
  stage.phase === 'escalated' ? [{ title: say('mail.section.whyBefore'), items: [stage.reason] }] : [];

/** Those that the plan was amended by. */
const ordersOf = ({ amendments }: Milestone): string[] =>
  amendments.flatMap(({ outcome, changeOrder }) => (outcome?.kind === 'made' && changeOrder ? [changeOrder] : []));

function agreed(milestone: Milestone, words: Words): MailSection {
  const { engagement, plan } = milestone;
  const { reference, statementOfWork, changeOrders } = engagement.contract;
  const { say } = words;
  return {
    title: say('brief.agreed'),
    items: [
      [reference, statementOfWork, ...changeOrders, ...ordersOf(milestone)].join('; '),
      say('brief.valueThen', {
        value: words.money(plan.value.amount, plan.value.currency),
        next: plan.nextPhase.name,
      }),
      ...(plan.dueOn === undefined ? [] : [say('brief.due', { date: words.date(plan.dueOn) })]),
      ...shortened(
        plan.requirements.map(({ requirementId: id, isMandatory, text }) =>
          say(isMandatory ? 'brief.requirement' : 'brief.requirementOptional', { id, text }),
        ),
        words,
        'brief.moreInPlan',
      ),
    ],
  };
}

function delivered(milestone: Milestone, words: Words): MailSection {
  const subject = currentPackage(milestone);
  const { say } = words;
  const title = say('brief.delivered');
  if (!subject) return { title, items: [say('brief.nothing')] };
  const items = subject.deliverables.map(({ title: name, version, change }) =>
    change
      ? say('brief.deliverableChanged', { title: name, version, change })
      : say('brief.deliverable', { title: name, version }),
  );
  const { packageVersion: version, completedOn, summary } = subject;
  return {
    title,
    items: [
      say('brief.package', { version, date: words.date(completedOn), summary }),
      ...shortened(items, words, 'brief.moreInPackage'),
    ],
  };
}

function options(milestone: Milestone, words: Words): MailSection {
  const { say } = words;
  const why = whyNotSignable(milestone).map((each) => inNames(milestone, saidIn(words, each)));
  const unmet = notUnderException(milestone).map((each) => each.requirementId);
  const isOpen = why.length === 0;
  return {
    title: say('brief.options'),
    items: [
      say('brief.rework'),
      ...(isOpen ? [] : [say('brief.notOpen', { why: why.join('; ') })]),
      ...(isOpen && unmet.length === 0 ? [say('brief.asItStands')] : []),
      ...(isOpen && unmet.length > 0 ? [say('brief.concession', { ids: unmet.join(', '), count: unmet.length })] : []),
      ...(isOpen && unmet.length === 0 ? [say('brief.withExceptions')] : []),
      say('brief.terminate'),
    ],
  };
}
