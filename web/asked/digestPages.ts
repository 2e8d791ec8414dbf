// How somebody's notices come: together at an hour of theirs, or each by itself; set by who is here, or behind the link in a digest.
import express, { Router, type Request, type Response } from 'express';
import { recordPageRead } from '../../api/http/auditTrail.ts';
import type { ApiDependencies } from '../../api/http/dependencies.ts';
import { endDigest, findDigest, findDigestById, setDigest, type DigestPreference } from '../../db/digests.ts';
import { asJob } from '../../db/inScope.ts';
import { digestTimes } from '../../domain/requests/digests.ts';
import { digestPreferenceIn } from '../../mail/digestToken.ts';
import { languages, wordsIn, type Words } from '../../mail/messages/words.ts';
import { answerWithPage } from '../failurePage.ts';
import { closedPolicy } from '../contentSecurity.ts';
import { wordsAsked } from '../pageWords.ts';
import { formOf, type DecisionForm } from '../postedForm.ts';
import { renderPage } from '../renderPage.ts';
import { assertOwnForm, type Here } from './here.ts';

interface Whose {
  mailbox: string;
  address: string;
}

interface Shown {
  action: string;
  found: DigestPreference | undefined;
  entered?: DecisionForm;
  said?: string;
  error?: string;
  formToken?: string | undefined;
  isAccount?: boolean;
}

const weekdays = [1, 2, 3, 4, 5, 6, 7];
const hours = Array.from({ length: 24 }, (_none, hour) => hour);
const zones = Intl.supportedValuesOf('timeZone');

function send(request: Request, response: Response, { found, entered, ...shown }: Shown): void {
  const words = wordsAsked(request);
  const values: Record<string, unknown> = {
    ...(found ? { ...found, isOn: 'yes' } : { hour: 8, timeZone: 'Europe/London' }),
    ...entered,
  };
  const chosen = (value: string | number, of: unknown) => value === of || String(value) === of;
  const page = {
    ...{ title: words.say('digest.title'), ...shown, address: found?.address },
    stands: found && words.say(`digest.stands.${found.frequency}`, standsOf(found, words)),
    isWeekly: values.frequency === 'weekly',
    weekdays: weekdays.map((day) => ({
      ...{ day, name: words.weekday(day), isChosen: chosen(day, values.weekday ?? 1) },
    })),
    hours: hours.map((hour) => ({
      hour,
      at: `${String(hour).padStart(2, '0')}:00`,
      isChosen: chosen(hour, values.hour),
    })),
    zones: ['UTC', ...zones].map((zone) => ({ zone, isChosen: chosen(zone, values.timeZone) })),
    languages: languages.map((tag) => ({
      tag,
      name: new Intl.DisplayNames(tag, { type: 'language' }).of(tag),
      isChosen: chosen(tag, values.language ?? new Intl.Locale(words.language).language),
    })),
  };
  response.type('html').send(renderPage(words, 'askedDigest', page));
}

const standsOf = ({ hour, timeZone, nextAt, weekday = 1 }: DigestPreference, words: Words) => ({
  hour: `${String(hour).padStart(2, '0')}:00`,
  zone: timeZone,
  weekday: words.weekday(weekday),
  next: words.instant(nextAt, timeZone),
});

const whose = (here: Here): Whose =>
  here.by === 'session'
    ? { mailbox: here.open.session.mailbox, address: here.open.session.address }
    : { mailbox: here.visit.mailbox, address: here.visit.address };

const own = '/asked/mails';
const tokenOf = (here: Here) => (here.by === 'session' ? here.open.formToken : undefined);

export async function showOwnDigest(deps: ApiDependencies, request: Request, response: Response, here: Here) {
  if (here.by === 'session') recordPageRead(deps.auditWriter, request, here.openedBy);
  const found = await findDigest(asJob(deps.db, 'signIn'), whose(here).mailbox);
  send(request, response, { action: own, found, formToken: tokenOf(here), isAccount: true });
}

export async function setOwnDigest(deps: ApiDependencies, request: Request, response: Response, here: Here) {
  assertOwnForm(deps, request, here);
  await change(deps, request, response, whose(here), { action: own, formToken: tokenOf(here), isAccount: true });
}

async function change(
  { db: pool }: ApiDependencies,
  request: Request,
  response: Response,
  of: Whose,
  page: Omit<Shown, 'found'>,
): Promise<void> {
  const db = asJob(pool, 'signIn');
  const entered = formOf(request.body);
  const words = wordsAsked(request);
  if (entered.frequency === 'never') {
    await endDigest(db, of.mailbox);
    return send(request, response, { ...page, found: undefined, said: words.say('digest.ended') });
  }
  const { frequency, hour, weekday, timeZone, language } = entered;
  const times = digestTimes.safeParse({
    ...{ frequency, hour: Number(hour), timeZone, language },
    ...(frequency === 'weekly' ? { weekday: Number(weekday) } : {}),
  });
  if (!times.success) {
    response.status(422);
    const found = await findDigest(db, of.mailbox);
    return send(request, response, { ...page, found, entered, error: words.say('digest.notTaken') });
  }
  const found = await setDigest(db, of, times.data, new Date().toISOString());
  send(request, response, { ...page, found, said: wordsIn(words.language).say('digest.set') });
}

/** Behind the link in a digest, which whoever has it may use for this and nothing else. */
export function digestPages(deps: ApiDependencies): Router {
  const router = Router();
  const at = '/digest/:token';
  const form = express.urlencoded({ extended: false, limit: '10kb', parameterLimit: 10 });
  router.use('/digest', async (request, response, next) => {
    response.set({ 'Content-Security-Policy': closedPolicy, 'X-Robots-Tag': 'noindex' });
    await deps.limits.count('address', request.ip ?? '');
    next();
  });
  const behind =
    (act: (request: Request, response: Response, found: DigestPreference) => Promise<void> | void) =>
    async (request: Request, response: Response): Promise<void> => {
      const preferenceId = digestPreferenceIn(deps.linkSecret, String(request.params.token));
      const found = preferenceId && (await findDigestById(asJob(deps.db, 'signIn'), preferenceId));
      if (found) return act(request, response, found);
      const words = wordsAsked(request);
      const page = { title: words.say('digest.over'), isAskedByMail: true };
      response
        .status(410)
        .type('html')
        .send(renderPage(words, 'message', page));
    };
  const action = (request: Request) => `/digest/${encodeURIComponent(String(request.params.token))}`;
  router.get(
    at,
    behind((request, response, found) => send(request, response, { action: action(request), found })),
  );
  router.post(
    at,
    form,
    behind((request, response, found) => change(deps, request, response, found, { action: action(request) })),
  );
  // Pressed by mail programs (RFC 8058), which show nothing of the answer.
  router.post(
    `${at}/end`,
    form,
    behind(async (request, response, { mailbox }) => {
      await endDigest(asJob(deps.db, 'signIn'), mailbox);
      send(request, response, {
        action: action(request),
        found: undefined,
        said: wordsAsked(request).say('digest.ended'),
      });
    }),
  );
  router.use('/digest', answerWithPage(deps));
  return router;
}
