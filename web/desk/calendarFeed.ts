// The calendar behind its secret address: what the desk of its person has dates for, for a calendar program that reads it again and again.
import { Router, type Request, type Response } from 'express';
import { recordPageRead } from '../../api/http/auditTrail.ts';
import type { ApiDependencies } from '../../api/http/dependencies.ts';
import { holderOf } from '../../api/http/holders.ts';
import { readWork, type Work } from '../../api/http/work.ts';
import { readCalendarFeed, type CalendarHolder } from '../../db/calendarFeeds.ts';
import { asJob } from '../../db/inScope.ts';
import { calendarEntries, type CalendarEntry } from '../../domain/work/calendar.ts';
import { calendarText } from '../../mail/calendarText.ts';
import { wordsIn, type Words } from '../../mail/messages/words.ts';
import { wordsAsked } from '../pageWords.ts';
import { withinLimits } from '../withinLimits.ts';
import { actWords, milestonePage } from './workPage.ts';

/** Programs ask this often, as far as they heed it. */
const refreshSeconds = 3600;

export function calendarFeed(deps: ApiDependencies): Router {
  const router = Router();
  router.use('/calendar', withinLimits(deps));
  router.get('/calendar/:token.ics', (request, response) => answer(deps, request, response));
  return router;
}

/** An address that never was looks like one that was ended. What its person may no longer see is not in it: whoever has left has an empty one. */
async function answer(deps: ApiDependencies, request: Request, response: Response): Promise<void> {
  const signIn = asJob(deps.db, 'signIn');
  const found = await readCalendarFeed(signIn, String(request.params.token));
  if (!found) {
    response
      .status(404)
      .type('text/plain')
      .send(`${wordsAsked(request).say('calendar.none')}\n`);
    return;
  }
  const holder = await holderOf(signIn, { mailbox: found.mailbox, roles: [] });
  const now = new Date().toISOString();
  const text = textOf(await readWork(deps.db, { holder }, now), found, deps, now);
  recordPageRead(deps.auditWriter, request, found.holderId);
  response.type('text/calendar').set('Content-Disposition', 'inline; filename="sign-off.ics"').send(text);
}

type Entry = CalendarEntry<Work['needsYou'][number]>;

function textOf(work: Work, { language }: CalendarHolder, deps: ApiDependencies, now: string): string {
  const words = wordsIn(language);
  const { settings, mailDomain } = deps;
  const deadlines = calendarEntries(work).map((entry) => ({
    uid: `${entry.entryId}@${mailDomain}`,
    due: entry.due,
    isReminded: entry.isYours,
    summary: summaryOf(entry, words),
    description: words.say('calendar.where', { milestone: entry.title, engagement: entry.engagement }),
    url: `${settings.publicUrl}${milestonePage(entry.milestoneId)}`,
  }));
  return calendarText(deadlines, { name: words.say('calendar.name'), language: words.language, now, refreshSeconds });
}

function summaryOf({ isYours, title, personId, name = personId, ...row }: Entry, words: Words): string {
  const act = actWords(words, { ...row, name });
  return isYours
    ? words.say('calendar.yours', { act, milestone: title })
    : words.say('calendar.others', { act, milestone: title, name });
}
