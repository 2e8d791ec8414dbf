// The words of mails about what the firm entered as somebody's decision: to whose it is said to be, and what became of it.
import { nameOf, type EnteredDecision, type Milestone } from '../domain/milestone.ts';
import { standingEntries } from '../domain/entered/entries.ts';
import type { EnterableKind } from '../domain/terms/channels.ts';
import { written } from './contentSections.ts';
import { formatInstant } from './formatInstant.ts';
import type { MailContent, MailSection, NotificationContext, Renderer } from './mailContent.ts';

type EntryNotification = 'entryNotice' | 'entryPeriodNotice' | 'entryOutcomeNotice';

/** What is said to have been decided. */
export const entryWords: Record<EnterableKind, string> = {
  review: 'approval of the package',
  signature: 'acceptance of the milestone',
};

const entryIn = ({ milestone, event }: NotificationContext): EnteredDecision | undefined =>
  'entry' in event
    ? event.entry
    : milestone.entered.find((each) => 'entryId' in event && each.entryId === event.entryId);

const documentSection = ({ files, decidedOn }: EnteredDecision): MailSection[] => [
  {
    title: `The document, dated ${decidedOn}`,
    items: files.map((each) => `${each.fileName}, SHA-256 ${each.sha256}`),
    rest: 'on the page',
  },
];

function entryNotice(context: NotificationContext): MailContent {
  const { milestone, notification } = context;
  const entry = entryIn(context);
  if (!entry) throw new RangeError(`${context.event.type} enters nothing`);
  const [whose, enterer] = [nameOf(milestone, entry.personId), nameOf(milestone, entry.enteredBy)];
  const isTheirs = notification.recipientId === entry.personId;
  const until = formatInstant(milestone, notification.recipientId, entry.objectBy);
  return {
    subject: `${isTheirs ? 'Entered as your decision' : `Entered as a decision of ${whose}`}: ${milestone.plan.title}`,
    headline: `${enterer} of ${milestone.engagement.firm} entered, on the evidence of a document, the ${entryWords[entry.duty]} as ${isTheirs ? 'yours' : `that of ${whose}`}.`,
    by: entry.objectBy,
    paragraphs: [
      isTheirs
        ? 'The contract lets the firm do so. It is not your signature, and nothing is said to be signed by you. Look at the document, and object if you did not decide so, or not on this package.'
        : `It is not a signature. ${whose} has been told and may object until ${until}.`,
    ],
    sections: documentSection(entry),
    next: isTheirs
      ? `If you object until ${until}, it stands for nothing. If you do not, the milestone goes on with it. A decision of your own counts instead.`
      : 'Nothing rests on it before.',
    ...(isTheirs ? { button: 'Look at it, or object' } : {}),
  };
}

function entryPeriodNotice(context: NotificationContext): MailContent {
  const { milestone, event, notification } = context;
  const reasons = event.type === 'objectionPeriodExtended' ? event.reasons : [];
  const entry = entryIn(context);
  return {
    subject: `More time to object: ${milestone.plan.title}`,
    headline: 'You have more time to object to what the firm entered as your decision.',
    ...(entry ? { by: entry.objectBy } : {}),
    paragraphs: reasons,
    sections: entry ? documentSection(entry) : [],
    next: `Nothing rests on it before ${formatInstant(milestone, notification.recipientId, entry?.objectBy ?? event.at)}.`,
    button: 'Look at it, or object',
  };
}

function entryOutcomeNotice(context: NotificationContext): MailContent {
  const { milestone, event, notification } = context;
  const entry = entryIn(context);
  const isTheirs = notification.recipientId === entry?.personId;
  const whose = isTheirs ? 'your decision' : `the decision of ${nameOf(milestone, entry?.personId ?? '')}`;
  const subject = `What was entered as ${whose}: ${milestone.plan.title}`;
  const still = `${isTheirs ? 'You are' : `${nameOf(milestone, entry?.personId ?? '')} is`} asked as before.`;
  if (event.type === 'entryUpheld')
    return {
      subject,
      headline: `Nobody objected in time to what the firm entered as ${whose}; the milestone goes on with it.`,
      paragraphs: ['Nobody signed it. Certificate and record name it as entered by the firm, with the document.'],
      sections: entry ? documentSection(entry) : [],
      next: `A decision of ${isTheirs ? 'your' : 'their'} own still counts instead, as long as the milestone takes one.`,
    };
  const why = event.type === 'entryOpposed' ? [event.reasons] : [];
  return {
    subject,
    headline:
      event.type === 'entryOpposed'
        ? `${nameOf(milestone, event.actor.personId)} objects to what the firm entered as their decision; it stands for nothing.`
        : `What the firm entered as ${whose} stands for nothing.`,
    paragraphs: event.type === 'entryDropped' ? event.reasons : [],
    sections: [...written(milestone, 'Reasons given', why), ...(entry ? documentSection(entry) : [])],
    next: still,
  };
}

export const entryContent: Record<EntryNotification, Renderer> = { entryNotice, entryPeriodNotice, entryOutcomeNotice };

/** In mails that tell of an acceptance: apart from who signed. */
export const enteredSection = (milestone: Milestone): MailSection[] => {
  const items = [...standingEntries(milestone, 'review'), ...standingEntries(milestone, 'signature')].map(
    (each) =>
      `${nameOf(milestone, each.personId)}, ${each.capacity}: ${entryWords[each.duty]}, by a document of ${each.decidedOn}, entered by ${nameOf(milestone, each.enteredBy)}`,
  );
  return items.length > 0 ? [{ title: 'Entered by the firm on the evidence of a document', items }] : [];
};
