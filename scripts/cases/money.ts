// Cases of money: amounts as the API takes them in a milestone's value, as they are printed, and as invoices share a release.
import assert from 'node:assert/strict';
import { buffer } from 'node:stream/consumers';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { findCertificate } from '../../db/outputs.ts';
import type { ApiStage, HttpMilestone } from '../../test/api/apiStage.ts';
import * as act from '../../test/domain/acts.ts';
import { planWith } from '../../test/domain/cast.ts';
import { readPdf } from '../../test/evidence/readPdf.ts';
import { jsonKind } from './caseKind.ts';

const expect = z.enum(['ok', 'refuse']);
const note = z.string().optional();
const amountCase = z.strictObject({
  currency: z.string().min(1),
  amount: z.string().min(1),
  expect,
  printedEnglish: z.string().min(1).optional().describe('on the certificate'),
  note,
});
const courseCase = z.strictObject({ course: z.string().min(1), amounts: z.array(z.string()).optional(), expect, note });
type AmountCase = z.infer<typeof amountCase>;

export const money = jsonKind({
  name: 'money',
  shape: z.union([amountCase, courseCase]),
  titleOf: (each) => ('course' in each ? each.course : `${each.amount} ${each.currency}`),
  async run(given, environment) {
    const api = await environment.api();
    if ('course' in given) return runCourse(api, given);
    await registered(api, given);
    if (given.printedEnglish !== undefined) await assertPrinted(api, given, given.printedEnglish);
  },
});

/** Whoever signs may accept any value, in whatever currency. */
const worth = (amount: string, currency: string) => ({
  value: { amount, currency },
  approvalAuthorityList: [
    { name: 'Business', members: [{ personId: 'approver1' }, { personId: 'approver2' }] },
    { name: 'Direction', members: [{ personId: 'director' }] },
  ],
});

async function registered(api: ApiStage, { amount, currency, expect: wanted }: AmountCase): Promise<void> {
  const engagementId = await api.engagement();
  const { status, body } = await api.post('/milestones', {
    milestoneId: `money-${randomUUID()}`,
    engagementId,
    personId: 'manager',
    plan: planWith(worth(amount, currency)),
  });
  const said = JSON.stringify(body);
  if (wanted === 'ok') return assert.equal(status, 201, `the API answered ${status}: ${said}; it should take it`);
  assert.equal(status, 400, `the API answered ${status}; it should refuse ${amount} ${currency}`);
  assert.match(said, /value/, `the refusal should name the field; it says ${said}`);
}

async function accepted(api: ApiStage, amount: string, currency: string): Promise<HttpMilestone> {
  const milestone = await api.milestone({ plan: worth(amount, currency) });
  await milestone.play(...act.toAccepted);
  await milestone.until(({ outputs }) => outputs.length > 0);
  return milestone;
}

async function assertPrinted(api: ApiStage, { amount, currency }: AmountCase, printed: string): Promise<void> {
  const milestone = await accepted(api, amount, currency);
  const certificate = await findCertificate(api.database.db, milestone.milestoneId);
  const { text } = readPdf(await buffer(await api.files.of(milestone.engagementId).open(certificate?.pdfSha256 ?? '')));
  assert.ok(text.includes(printed), `the certificate should print ${printed}; it has ${amountsIn(text).join(', ')}`);
}

const amountsIn = (text: string): string[] => text.match(/\S{0,4}\s?\d[\d,.]*\d/gu) ?? [];

async function runCourse(
  api: ApiStage,
  { course, amounts, expect: wanted }: z.infer<typeof courseCase>,
): Promise<void> {
  const typed =
    /\binvoice of ([\d.]+)(?: ([A-Z]{3}))? typed for [\d.]+(?: [A-Z]{3})?, (credited|cancelled), then ([\d.]+)/.exec(
      course,
    );
  if (typed) {
    const [, wrong = '', currency = 'EUR', how, right = ''] = typed;
    return takeBackMistyped(api, { wrong, right, currency, isCancelled: how === 'cancelled', wanted });
  }
  const late = /\binvoice of ([\d.]+)(?: ([A-Z]{3}))? (credited|cancelled) after (?:a|the) revocation\b/.exec(course);
  if (late) {
    const [, amount = '', currency = 'EUR', how] = late;
    return takeBackRevoked(api, { amount, currency, isCancelled: how === 'cancelled', wanted });
  }
  const shared = /\bshare ([\d.]+) ([A-Z]{3})\b/.exec(course);
  if (shared && amounts)
    return shareRelease(api, { amounts, total: shared[1] ?? '', currency: shared[2] ?? '', wanted });
  throw new Error(`is malformed: there is no such course as “${course}”`);
}

interface TakenBack {
  currency: string;
  isCancelled: boolean;
  wanted: 'ok' | 'refuse';
}

const today = (): string => new Date().toISOString().slice(0, 10);

/** An invoice in full, by a credit note or by cancelling it. */
async function takeBack(
  api: ApiStage,
  { path }: HttpMilestone,
  amount: string,
  { currency, isCancelled }: TakenBack,
): Promise<{ status: number; body: unknown }> {
  const invoiceNumber = 'INV-1';
  if (isCancelled)
    return api.post(`${path}/invoices/${invoiceNumber}/cancellation`, { personId: 'manager', reason: 'Mistyped' });
  const note = { personId: 'manager', creditNoteNumber: 'CN-1', invoiceNumber, amount, currency, issuedOn: today() };
  return api.post(`${path}/credit-notes`, note);
}

/** The release has room for the wrong amount and no more, so that the right one fits only once that is taken back. */
async function takeBackMistyped(
  api: ApiStage,
  { wrong, right, ...how }: TakenBack & { wrong: string; right: string },
): Promise<void> {
  const { currency, wanted } = how;
  const milestone = await accepted(api, wrong, currency);
  const common = { personId: 'manager', currency, issuedOn: today() };
  const invoice = (invoiceNumber: string, amount: string) =>
    api.post(`${milestone.path}/invoices`, { ...common, invoiceNumber, amount });
  assert.equal((await invoice('INV-1', wrong)).status, 201);
  assert.equal((await invoice('INV-2', right)).status, 422, 'nothing is left before it is taken back');
  const credited = await takeBack(api, milestone, wrong, how);
  const registered = await invoice('INV-2', right);
  if (wanted === 'refuse') return assert.ok(credited.status !== 201 || registered.status !== 201);
  assert.deepEqual([credited.status, registered.status], [201, 201], JSON.stringify([credited.body, registered.body]));
  const { body } = await api.get<{ amountAvailable: string }>(`${milestone.path}/invoice-release`);
  assert.equal(body.amountAvailable, difference(wrong, right));
}

/** Exactly, with as many decimals as the longer of the two. */
function difference(minuend: string, subtrahend: string): string {
  const digits = Math.max(...[minuend, subtrahend].map((each) => each.split('.')[1]?.length ?? 0));
  const whole = (amount: string): bigint => {
    const [units = '', decimals = ''] = amount.split('.');
    return BigInt(units + decimals.padEnd(digits, '0'));
  };
  const left = String(whole(minuend) - whole(subtrahend)).padStart(digits + 1, '0');
  return digits === 0 ? left : `${left.slice(0, -digits)}.${left.slice(-digits)}`;
}

async function takeBackRevoked(api: ApiStage, { amount, ...how }: TakenBack & { amount: string }): Promise<void> {
  const { currency, wanted } = how;
  const milestone = await accepted(api, amount, currency);
  const invoice = { personId: 'manager', currency, issuedOn: today(), invoiceNumber: 'INV-1', amount };
  assert.equal((await api.post(`${milestone.path}/invoices`, invoice)).status, 201);
  await milestone.play(act.proposeRevocation(), act.confirmRevocation());
  const over = async () =>
    (await api.get<{ amountOverInvoiced: string }>(`${milestone.path}/invoice-release`)).body.amountOverInvoiced;
  assert.equal(await over(), amount, 'all that was invoiced is over once the certificate is revoked');
  const { status, body } = await takeBack(api, milestone, amount, how);
  assert.equal(status === 201, wanted === 'ok', JSON.stringify(body));
  if (wanted === 'ok') assert.equal(Number(await over()), 0, 'nothing should be over');
}

interface Sharing {
  amounts: string[];
  total: string;
  currency: string;
  wanted: 'ok' | 'refuse';
}

async function shareRelease(api: ApiStage, { amounts, total, currency, wanted }: Sharing): Promise<void> {
  const milestone = await accepted(api, total, currency);
  const answers: string[] = [];
  for (const [index, amount] of amounts.entries()) {
    const { status, body } = await api.post(`${milestone.path}/invoices`, {
      personId: 'manager',
      invoiceNumber: `INV-${index + 1}`,
      amount,
      currency,
      issuedOn: today(),
    });
    answers.push(status === 201 ? '' : JSON.stringify(body));
  }
  const refused = answers.filter(Boolean);
  if (wanted === 'refuse') return assert.notEqual(refused.length, 0, 'one of the invoices should be refused');
  assert.deepEqual(refused, [], `every invoice should be taken`);
  const { body } = await api.get<{ amountAvailable: string }>(`${milestone.path}/invoice-release`);
  assert.equal(Number(body.amountAvailable), 0, `nothing should be left; ${body.amountAvailable} is`);
}
