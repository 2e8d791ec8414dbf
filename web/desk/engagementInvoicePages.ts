// Invoices over several milestones of an engagement, and the drafts that reserve for one: over the API's own operations.
import { getEngagement } from '../../api/http/lookUps.ts';
import { readMoney, type MoneyShown } from '../../api/http/portfolio.ts';
import { readDraftLines, type DraftRecord, type InvoiceWithLines } from '../../db/invoices.ts';
import { inEngagement } from '../../db/inScope.ts';
import { sumOf } from '../../domain/terms/money.ts';
import { dateAfter } from '../../domain/time/businessTime.ts';
import type { Words } from '../../mail/messages/words.ts';
import type { DecisionForm } from '../postedForm.ts';
import { ask, mayHere } from './ask.ts';
import { draftRows } from './draftRows.ts';
import { engagementHref, engagementPath } from './engagementHref.ts';
import type { FormField, FormPart } from './forms/model.ts';
import { operationPages, type OperationPage } from './forms/operationPage.ts';
import { asThemself, invoicesHref, withReason } from './invoicePages.ts';
import { listPage, type ListRow } from './lists.ts';
import type { PageCall, PageDependencies, PageRoute, Shown } from './pageRoute.ts';

const page = { right: 'registerInvoices', audited: 'engagement' } as const;

/** A draft is looked at again before a month is over. */
const usualReservationDays = 30;

type Line = { milestoneId: string; amount: string };
type Choice = MoneyShown['ready'][number];

/** What may be invoiced is offered, and what the draft has that an invoice is made from. */
async function offered({ pool }: PageDependencies, { access, params, now, query, form }: PageCall) {
  const { engagementId = '' } = params;
  const { ready, reserved } = await readMoney(pool, access, engagementId, now);
  const draftNumber = form.draftNumber ?? query.draftNumber;
  const draft = draftNumber ? await readDraftLines(inEngagement(pool, engagementId), engagementId, draftNumber) : [];
  const drafted = draft.filter((each) => each.endedAs === undefined);
  const among = [...ready, ...reserved.filter((each) => drafted.some((line) => line.milestoneId === each.milestoneId))];
  const choices = among
    .filter((each, at) => among.findIndex((one) => one.milestoneId === each.milestoneId) === at)
    .map((each) => {
      const parts = [...ready, ...drafted].filter((one) => one.milestoneId === each.milestoneId);
      return {
        ...each,
        amount: sumOf(
          parts.map(({ amount }) => amount),
          each.currency,
        ),
      };
    });
  return { choices, lines: drafted.length > 0 ? drafted : ready };
}

const linesPart = (choices: readonly Choice[], words: Words): FormPart => ({
  id: 'lines',
  legend: 'invoice.lines',
  says: 'invoice.linesSays',
  rows: { atLeast: 1, add: 'invoice.addLine', of: 'invoice.line' },
  fields: [
    {
      ...{ name: 'milestoneId', kind: 'choice', label: 'desk.portfolio.milestone' },
      options: choices.map(({ milestoneId, title, amount, currency }) => ({
        value: milestoneId,
        label: words.say('invoice.lineChoice', { title, amount: words.money(amount, currency) }),
      })),
    },
    { name: 'amount', kind: 'line', label: 'invoice.amount', hint: 'form.plan.amountHint', isShort: true },
  ],
});

const firstLines = (lines: readonly Line[]): DecisionForm =>
  Object.fromEntries(
    lines.flatMap(({ milestoneId, amount }, row) => [
      [`lines.${row}.milestoneId`, milestoneId],
      [`lines.${row}.amount`, amount],
    ]),
  );

const withLines =
  (fields: readonly FormField[], first: (now: string) => DecisionForm): OperationPage['setting'] =>
  async (deps, call) => {
    const { engagementId = '' } = call.params;
    const [{ name }, { choices, lines }] = await Promise.all([
      getEngagement(deps.db, engagementId),
      offered(deps, call),
    ]);
    const isChosen = Object.keys(call.query).some((each) => each.startsWith('lines.'));
    return {
      ...{ crumb: name, crumbAt: invoicesHref(engagementId) },
      parts: [{ id: 'invoice', legend: 'invoice.details', fields }, linesPart(choices, call.words)],
      first: {
        ...first(call.now),
        currency: choices[0]?.currency ?? '',
        ...(isChosen ? {} : firstLines(lines)),
      },
    };
  };

const number = (name: string, label: FormField['label']): FormField => ({ name, kind: 'line', label });
const currency: FormField = { name: 'currency', kind: 'line', label: 'form.plan.currency', isShort: true };

const about =
  (parameter: string): OperationPage['setting'] =>
  async ({ db }, { params }) => {
    const { engagementId = '' } = params;
    return {
      ...{ crumb: (await getEngagement(db, engagementId)).name, crumbAt: invoicesHref(engagementId) },
      parts: [{ id: 'invoice', legend: 'invoice.details', fields: [withReason] }],
      about: params[parameter] ?? '',
    };
  };

const forms: readonly OperationPage[] = [
  {
    ...{ ...page, path: `${engagementPath}/new-invoice`, operation: 'registerInvoiceOfSeveral' },
    ...{ title: 'invoice.register', says: 'invoice.registerSays', act: 'invoice.register' },
    setting: withLines(
      [
        number('invoiceNumber', 'invoice.number'),
        { name: 'issuedOn', kind: 'date', label: 'invoice.issuedOn', isShort: true },
        currency,
        { name: 'draftNumber', kind: 'line', label: 'invoice.fromDraft', isOptional: true, isShort: true },
      ],
      (now) => ({ issuedOn: now.slice(0, 10) }),
    ),
    body: asThemself,
  },
  {
    ...{ ...page, path: `${engagementPath}/new-invoice-draft`, operation: 'registerInvoiceDraft' },
    ...{ title: 'invoice.draft', says: 'invoice.draftSays', act: 'invoice.draft' },
    setting: withLines(
      [
        number('draftNumber', 'invoice.draftNumber'),
        { name: 'reservedUntil', kind: 'date', label: 'invoice.reservedUntil', isShort: true },
        currency,
      ],
      (now) => ({ reservedUntil: dateAfter(now.slice(0, 10), usualReservationDays) }),
    ),
    body: asThemself,
  },
  {
    ...{ ...page, path: `${engagementPath}/invoices/{invoiceNumber}/cancel`, operation: 'cancelInvoiceOfSeveral' },
    ...{ title: 'invoice.cancel', says: 'invoice.cancelAllSays', act: 'invoice.cancel' },
    setting: about('invoiceNumber'),
    body: asThemself,
  },
  {
    ...{ ...page, path: `${engagementPath}/invoice-drafts/{draftNumber}/withdraw`, operation: 'withdrawInvoiceDraft' },
    ...{ title: 'invoice.withdraw', says: 'invoice.withdrawSays', act: 'invoice.withdraw' },
    setting: about('draftNumber'),
    body: asThemself,
  },
];

export const engagementInvoicePages: readonly PageRoute[] = [
  {
    ...{ method: 'get', path: `${engagementPath}/invoices`, name: 'engagementInvoices', right: 'readMoney' },
    audited: { as: 'recordRead', on: 'engagement' },
    handle: (deps, call) => invoicesOf(deps, call),
  },
  ...operationPages(forms),
];

interface Items<T> {
  items: T[];
}

async function invoicesOf(deps: PageDependencies, call: PageCall): Promise<Shown> {
  const { words, query, now, access } = call;
  const { say } = words;
  const { engagementId = '' } = call.params;
  const [{ name }, money, invoices, drafts] = await Promise.all([
    getEngagement(deps.db, engagementId),
    readMoney(deps.pool, access, engagementId, now),
    ask<Items<InvoiceWithLines>>(deps, call, 'listInvoicesOfEngagement', { query: { limit: '200' } }),
    ask<Items<DraftRecord>>(deps, call, 'listInvoiceDraftsOfEngagement', { query: { limit: '200' } }),
  ]);
  const mayRegister = mayHere(call, 'registerInvoices');
  const at = engagementHref(engagementId);
  const titles = new Map(
    [...money.ready, ...money.reserved, ...money.withheld].map((each) => [each.milestoneId, each]),
  );
  const titleOf = (milestoneId: string): string => titles.get(milestoneId)?.title ?? milestoneId;
  return listPage({
    title: say('invoice.ofEngagement', { name }),
    crumb: { href: '/desk/money', label: say('desk.nav.money') },
    done: query.done ? say('invoice.done') : undefined,
    tiles: (['ready', 'reserved', 'toCredit'] as const).flatMap((list) =>
      money.totals[list].map(({ amount, currency: unit }) => ({
        label: say(`desk.money.${list}`),
        value: words.money(amount, unit),
      })),
    ),
    sections: [
      {
        ...{ id: 'invoices', heading: say('invoice.invoices'), none: say('invoice.noInvoices') },
        add: mayRegister ? { href: `${at}/new-invoice`, label: say('invoice.register') } : undefined,
        rows: (invoices?.items ?? []).map((each): ListRow => ({
          ...invoiceRow(each, words),
          facts: [
            say('invoice.wholeFacts', {
              amount: words.money(each.amount, each.currency),
              date: words.date(each.issuedOn),
            }),
            ...each.lines.map((line) =>
              say('invoice.lineFacts', {
                milestone: titleOf(line.milestoneId),
                amount: words.money(line.amount, each.currency),
              }),
            ),
          ],
          acts:
            mayRegister && Number(each.amountLeft) > 0
              ? [
                  {
                    href: `${at}/invoices/${encodeURIComponent(each.invoiceNumber)}/cancel`,
                    label: say('invoice.cancel'),
                  },
                ]
              : [],
        })),
      },
      {
        ...{ id: 'drafts', heading: say('invoice.drafts'), none: say('invoice.noDrafts') },
        add: mayRegister ? { href: `${at}/new-invoice-draft`, label: say('invoice.draft') } : undefined,
        rows: draftRows(drafts?.items ?? [], { words, at, mayRegister, titleOf }),
      },
    ],
  });
}

const invoiceRow = ({ invoiceNumber, amountLeft, amount, currency: unit }: InvoiceWithLines, words: Words) => ({
  title: invoiceNumber,
  ...(Number(amountLeft) === 0
    ? { chip: words.say('invoice.takenBack'), tone: 'notMet' as const }
    : amountLeft === amount
      ? {}
      : { chip: words.say('invoice.leftOfIt', { amount: words.money(amountLeft, unit) }) }),
});
