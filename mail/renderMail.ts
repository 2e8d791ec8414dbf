// Turns a mail's data into subject, HTML, plain text and, for a meeting, an iCalendar request. Sends nothing.
import { readFile } from 'node:fs/promises';
import Handlebars from 'handlebars';
import ical, { ICalCalendarMethod, ICalEventClass } from 'ical-generator';
import { wordsIn } from './messages/words.ts';
import { withWords } from './messages/inTemplates.ts';
import type { MailModel } from './mailModel.ts';

export interface RenderedMail {
  subject: string;
  html: string;
  text: string;
  /** iCalendar text, method REQUEST. */
  invitation?: string;
  attachments?: { fileName: string; text: string }[];
}

/** `link` and `code` are made when the mail is sent, so that neither is stored; `desk` is where its row is on the desk of whoever runs the milestone. */
export type RenderMail = (model: MailModel, link?: string, code?: string, desk?: string) => RenderedMail;

const template = (name: string): Promise<string> => readFile(new URL(`templates/${name}`, import.meta.url), 'utf8');

let compiled: ReturnType<typeof compile> | undefined;

async function compile(): Promise<Record<'asHtml' | 'asText', HandlebarsTemplateDelegate>> {
  const handlebars = withWords(Handlebars.create());
  return {
    asHtml: handlebars.compile(await template('frame.html'), { strict: false }),
    asText: handlebars.compile(await template('frame.txt.hbs'), { noEscape: true }),
  };
}

/** Compiles the templates, once per process. The build has set the frame as HTML, with the Handlebars expressions left in it. */
export async function loadMailTemplates(domain: string): Promise<RenderMail> {
  const { asHtml, asText } = await (compiled ??= compile());
  return (model, link, code, desk) => {
    const words = wordsIn(model.language);
    const byLabel = words.say(model.kind === 'meetingInvitation' ? 'mail.whenLabel' : 'mail.byLabel');
    const foldsAway = model.requestNumber !== undefined || Boolean(model.verification?.length);
    const values = { ...model, foldsAway, byLabel, link, code, desk, words };
    return {
      subject: oneLine(model.isFollowUp ? `Re: ${model.subject}` : model.subject),
      html: asHtml(values),
      text: `${asText(values)
        .replace(/\n{3,}/g, '\n\n')
        .trim()}\n`,
      ...(model.meeting ? { invitation: invitation(model, model.meeting, domain) } : {}),
      ...(model.attachments ? { attachments: model.attachments } : {}),
    };
  };
}

/** A line break in a subject would start a header of the attacker's choosing. */
const oneLine = (subject: string): string => subject.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').slice(0, 250);

function invitation(model: MailModel, meeting: NonNullable<MailModel['meeting']>, domain: string): string {
  const calendar = ical({
    method: ICalCalendarMethod.REQUEST,
    prodId: `//milestone-sign-off//review//${model.language.slice(0, 2).toUpperCase()}`,
  });
  const start = new Date(meeting.startsAt);
  calendar.createEvent({
    id: `${model.milestoneId}-review@${domain}`,
    sequence: meeting.sequence,
    start,
    end: new Date(start.getTime() + meeting.durationMinutes * 60_000),
    stamp: start,
    summary: oneLine(model.subject),
    description: model.headline,
    location: meeting.location,
    class: ICalEventClass.CONFIDENTIAL,
    organizer: { name: model.firm, email: `sign-off@${domain}` },
  });
  return calendar.toString();
}
