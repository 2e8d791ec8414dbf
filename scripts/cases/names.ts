// Cases of names: as they are registered over the API, and as they are typed in a signature by reply.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { engagementWith, people } from '../../test/domain/cast.ts';
import { signed } from '../../test/mail/replies/replyStage.ts';
import { jsonKind } from './caseKind.ts';
import type { CaseEnvironment } from './caseEnvironment.ts';

const note = z.string().optional();
const shape = z.union([
  z.strictObject({ listed: z.string(), typed: z.string().min(1), expect: z.enum(['same', 'different']), note }),
  z.strictObject({ listed: z.string(), expect: z.literal('refuseAtRegistration'), note }),
]);

export const names = jsonKind({
  name: 'names',
  shape,
  titleOf: (each) => shown('typed' in each ? `“${each.typed}” for “${each.listed}”` : `“${each.listed}”`),
  async run(given, environment) {
    const { status, problem } = await register(given.listed, environment);
    if (given.expect === 'refuseAtRegistration') {
      assert.equal(status, 400, `registration answered ${status}; it should be refused`);
      assert.match(problem, /people.*name/, 'the refusal should name the field');
      return;
    }
    assert.equal(status, 201, `registration answered ${status}: ${problem}; the name should be taken`);
    await signAs(given, environment);
  },
});

/** What cannot be seen by its number, so that a list of results can be read. */
const shown = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}]/gu, (each) => `\\u${(each.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);

async function register(name: string, environment: CaseEnvironment): Promise<{ status: number; problem: string }> {
  const listed = people.map((each) => (each.personId === 'approver1' ? { ...each, name } : each));
  const api = await environment.api();
  const engagement = engagementWith({}, { engagementId: `named-${randomUUID()}`, people: listed });
  const { status, body } = await api.post('/engagements', engagement);
  return { status, problem: JSON.stringify(body) };
}

interface Typed {
  listed: string;
  typed: string;
  expect: 'same' | 'different';
}

async function signAs({ listed, typed, expect }: Typed, environment: CaseEnvironment): Promise<void> {
  const mail = await environment.replies();
  const people = { approver1: { name: listed } };
  const { milestoneId, replyTo, mail: asked } = await mail.stage.ask('signature', 'approver1', { people });
  const head = [
    `From: <${asked.toAddress}>`,
    `To: <${replyTo}>`,
    'Subject: Re: your request',
    `Date: ${new Date().toUTCString()}`,
    `Message-ID: <${randomUUID()}@example.com>`,
    'Content-Type: text/plain; charset=utf-8',
  ];
  const raw = await signed(Buffer.from([...head, '', `SIGN ${typed}`, ''].join('\r\n')));
  const message = await mail.send(raw, { from: asked.toAddress, to: replyTo }, milestoneId);
  const { signatures } = mail.stage.milestone(milestoneId);
  if (expect === 'same') {
    assert.equal(message.outcome, 'decided', `it was ${message.outcome}: ${message.reason}; the names are the same`);
    assert.equal(signatures.length, 1, 'the milestone should have the signature');
    return;
  }
  assert.equal(message.outcome, 'held', `it was ${message.outcome}; the names are different`);
  assert.equal(signatures.length, 0, 'the milestone should have no signature');
  const answer = (await mail.stage.mails(milestoneId)).find((each) => each.kind === 'replyHelp');
  const { paragraphs } = (answer?.model ?? { paragraphs: [] }) as { paragraphs: string[] };
  const said = paragraphs.join(' ');
  assert.ok(said.includes(listed), `the answer should say how the name is listed; it says “${said}”`);
  const [plainListed, plainTyped] = [listed, typed].map((each) => each.normalize('NFD').replace(/\p{M}/gu, ''));
  if (plainListed === plainTyped)
    assert.match(said, /accents/, `the answer should say that accents are missing; it says “${said}”`);
}
