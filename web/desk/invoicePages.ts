// What of a milestone may be invoiced, what was, and taking it back: over the API's own operations.
import { getMilestoneOrTombstone } from '../../api/http/lookUps.ts';
import type { CreditRecord, DraftRecord, InvoiceRecord } from '../../db/invoices.ts';
import { personIdIn } from '../../domain/access/holders.ts';
import { engagementOf } from '../../api/http/access.ts';
import type { InvoiceGate } from '../../domain/acceptance/invoiceGate.ts';
import type { MessageKey } from '../../mail/messages/words.ts';
import { milestoneHref, milestonePath } from './actPages.ts';
import { draftRows } from './draftRows.ts';
import { engagementHref } from './engagementHref.ts';
import { ask, mayHere } from './ask.ts';
import type { FormField } from './forms/model.ts';
import { operationPages, type OperationPage } from './forms/operationPage.ts';
import { listPage } from './lists.ts';
import type { PageCall, PageDependencies, PageRoute, Shown } from './pageRoute.ts';

const path = `${milestonePath}/money`;
export const moneyHref = (milestoneId: string): string => `${milestoneHref(milestoneId)}/money`;
export const invoicesHref = (engagementId: string): string => `${engagementHref(engagementId)}/invoices`;

const page = { right: 'registerInvoices', audited: 'milestone' } as const;

export const withReason: FormField = { name: 'reason', kind: 'text', label: 'form.reason' };
const amountAndDate = (label: MessageKey): FormField[] => [
  { name: 'amount', kind: 'line', label: 'invoice.amount', hint: 'form.plan.amountHint', isShort: true },
  { name: 'currency', kind: 'line', label: 'form.plan.currency', isShort: true },
  { name: 'issuedOn', kind: 'date', label, isShort: true },
];

/** Whoever registers it must be of the engagement; for who is not, the operation says so. */
export const asThemself = (body: Record<string, unknown>, { access, request }: PageCall): object => ({
  personId: personIdIn(access.holder, engagementOf(request) ?? '') ?? access.keyId,
  ...body,
});

const setting =
  (fields: readonly FormField[]): OperationPage['setting'] =>
  async ({ db }, { params: { milestoneId = '', invoiceNumber }, now }) => {
    const { plan } = await getMilestoneOrTombstone(db, milestoneId);
    return {
      ...{
        crumb: plan.title,
        crumbAt: moneyHref(milestoneId),
        parts: [{ id: 'invoice', legend: 'invoice.details', fields }],
      },
      first: { currency: plan.value.currency, issuedOn: now.slice(0, 10) },
      ...(invoiceNumber === undefined ? {} : { about: invoiceNumber }),
    };
  };

const forms: readonly OperationPage[] = [
  {
    ...{ ...page, path: `${path}/new-invoice`, operation: 'registerInvoice' },
    ...{ title: 'invoice.register', says: 'invoice.registerSays', act: 'invoice.register' },
    setting: setting([
      { name: 'invoiceNumber', kind: 'line', label: 'invoice.number' },
      ...amountAndDate('invoice.issuedOn'),
    ]),
    body: asThemself,
  },
  {
    ...{ ...page, path: `${path}/new-credit-note`, operation: 'registerCreditNote' },
    ...{ title: 'invoice.credit', says: 'invoice.creditSays', act: 'invoice.credit' },
    setting: setting([
      { name: 'creditNoteNumber', kind: 'line', label: 'invoice.creditNumber', isShort: true },
      { name: 'invoiceNumber', kind: 'line', label: 'invoice.ofInvoice', isShort: true },
      ...amountAndDate('invoice.issuedOn'),
    ]),
    body: asThemself,
  },
  {
    ...{ ...page, path: `${path}/invoices/{invoiceNumber}/cancel`, operation: 'cancelInvoice' },
    ...{ title: 'invoice.cancel', says: 'invoice.cancelSays', act: 'invoice.cancel' },
    setting: setting([withReason]),
    body: asThemself,
  },
];

export const invoicePages: readonly PageRoute[] = [
  {
    ...{
      method: 'get',
      path,
      name: 'milestoneMoney',
      right: 'readMoney',
      audited: { as: 'recordRead', on: 'milestone' },
    },
    handle: (deps, call) => moneyOf(deps, call),
  },
  ...operationPages(forms),
];

const draftHref = (engagementId: string, milestoneId: string, amount: string): string =>
  `${engagementHref(engagementId)}/new-invoice-draft?${String(
    new URLSearchParams({ 'lines.0.milestoneId': milestoneId, 'lines.0.amount': amount }),
  )}`;

type Gate = InvoiceGate & { certificateNumber?: string; releasedAt?: string };
interface Items<T> {
  items: T[];
}

async function moneyOf(deps: PageDependencies, call: PageCall): Promise<Shown> {
  const {
    words,
    params: { milestoneId = '' },
    query,
  } = call;
  const { say } = words;
  const { plan, engagementId } = await getMilestoneOrTombstone(deps.db, milestoneId);
  const [gate, invoices, credits, drafts] = await Promise.all([
    ask<Gate>(deps, call, 'getInvoiceRelease'),
    ask<Items<InvoiceRecord>>(deps, call, 'listInvoices', { query: { limit: '200' } }),
    ask<Items<CreditRecord>>(deps, call, 'listCreditNotes', { query: { limit: '200' } }),
    ask<Items<DraftRecord>>(deps, call, 'listInvoiceDrafts', { query: { limit: '200' } }),
  ]);
  if (!gate) return { goTo: '/desk/money' };
  const money = (amount: string): string => words.money(amount, gate.currency);
  const mayRegister = mayHere(call, 'registerInvoices');
  const at = moneyHref(milestoneId);
  const cancelled = new Set(
    credits?.items.filter((each) => each.kind === 'cancellation').map((each) => each.invoiceNumber),
  );
  return listPage({
    title: say('invoice.title', { title: plan.title }),
    crumb: { href: '/desk/money', label: say('desk.nav.money') },
    links: [{ href: invoicesHref(engagementId), label: say('invoice.allOfEngagement') }],
    ...(gate.blockedBy ? { says: say('invoice.blocked', { why: gate.blockedBy }) } : {}),
    done: query.done ? say('invoice.done') : undefined,
    tiles: [
      { label: say('invoice.available'), value: money(gate.amountAvailable) },
      { label: say('invoice.reserved'), value: money(gate.amountReserved) },
      { label: say('invoice.released'), value: money(gate.amountReleased) },
      { label: say('desk.money.withheld'), value: money(gate.amountWithheld) },
      { label: say('invoice.invoiced'), value: money(gate.amountInvoiced) },
      { label: say('invoice.credited'), value: money(gate.amountCredited) },
    ],
    sections: [
      gate.toCredit.length === 0
        ? undefined
        : {
            ...{ id: 'to-credit', heading: say('desk.money.toCredit'), none: '' },
            rows: gate.toCredit.map(({ invoiceNumber, amount, issuedOn }) => ({
              title: invoiceNumber,
              facts: [say('invoice.dueFacts', { amount: money(amount), date: words.date(issuedOn) })],
              acts: mayRegister
                ? [
                    {
                      href: `${at}/new-credit-note?${String(new URLSearchParams({ invoiceNumber, amount }))}`,
                      label: say('invoice.credit'),
                    },
                  ]
                : [],
            })),
          },
      {
        ...{ id: 'invoices', heading: say('invoice.invoices'), none: say('invoice.noInvoices') },
        add: mayRegister && !gate.blockedBy ? { href: `${at}/new-invoice`, label: say('invoice.register') } : undefined,
        rows: (invoices?.items ?? []).map((each) => ({
          title: each.invoiceNumber,
          ...(cancelled.has(each.invoiceNumber) ? { chip: say('invoice.cancelled'), tone: 'notMet' as const } : {}),
          facts: [
            say('invoice.facts', {
              amount: money(each.amount),
              date: words.date(each.issuedOn),
              certificate: each.certificateNumber,
            }),
          ],
          acts:
            mayRegister && !cancelled.has(each.invoiceNumber)
              ? [
                  {
                    href: `${at}/new-credit-note?${String(new URLSearchParams({ invoiceNumber: each.invoiceNumber }))}`,
                    label: say('invoice.credit'),
                  },
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
        add:
          mayRegister && Number(gate.amountAvailable) > 0
            ? { href: draftHref(engagementId, milestoneId, gate.amountAvailable), label: say('invoice.draft') }
            : undefined,
        rows: draftRows(drafts?.items ?? [], { words, at: engagementHref(engagementId), mayRegister }),
      },
      {
        ...{ id: 'credits', heading: say('invoice.credits'), none: say('invoice.noCredits') },
        rows: (credits?.items ?? []).map((each) => ({
          title: each.creditNumber,
          chip: each.kind === 'cancellation' ? say('invoice.cancelled') : undefined,
          facts: [
            say('invoice.creditFacts', {
              amount: money(each.amount),
              date: words.date(each.issuedOn),
              invoice: each.invoiceNumber,
            }),
          ],
        })),
      },
    ],
  });
}
