// What the words of a reply are read against: who was asked, who else is named, and the mails they were sent, as they were sent.
import type { MailRecord } from '../../db/mails.ts';
import { currentPackage, personOf, type Milestone } from '../../domain/milestone.ts';
import { withReplySections, type MailModel } from '../mailModel.ts';
import type { RenderMail } from '../renderMail.ts';
import { htmlLines } from './htmlLines.ts';
import type { Context } from './words/hearReply.ts';
import { SentMail } from './words/sentMail.ts';
import { tokensOf, words } from './words/tokens.ts';

/** A mail has a link when it is sent; links are not compared, what is said about them is. */
const anyLink = 'https://link.invalid/r';

export function contextOf(
  milestone: Milestone,
  personId: string,
  sentMails: readonly MailRecord[],
  { render, ownName }: { render: RenderMail; ownName: string },
): Context {
  const { engagement, plan } = milestone;
  const person = personOf(milestone, personId);
  // Of an erased mail nothing is left to compare with.
  const known = sentMails.filter(({ model }) => 'subject' in model);
  const texts = known.flatMap(({ model, requestId }) => {
    const mail = render(withReplySections(model as MailModel), requestId === undefined ? undefined : anyLink);
    const html = htmlLines(mail.html);
    return [mail.text, [...html.unsaid, ...html.lines].join('\n')];
  });
  const titles = [
    plan.title,
    ...(currentPackage(milestone)?.deliverables ?? plan.deliverables).map((each) => each.title),
  ];
  const ofPerson = [person?.capacity ?? '', engagement.firm, engagement.client, ...domainOf(person?.email ?? '')];
  return {
    familiar: {
      name: person?.name ?? '',
      words: words(...ofPerson.map((each) => tokensOf(each).join(' '))),
      matters: new Set(titles.flatMap(tokensOf).filter((each) => each.length > 2)),
    },
    correspondents: {
      sent: new SentMail(
        texts,
        known.map(({ model }) => (model as MailModel).subject),
      ),
      names: new Set([ownName, engagement.firm, ...engagement.people.map((each) => each.name)].flatMap(tokensOf)),
    },
  };
}

/** The name of a firm is often that of its mail domain. */
const domainOf = (email: string): string[] => (email.split('@')[1] ?? '').split('.').slice(0, -1);
