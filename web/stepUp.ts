// The code sent by e-mail that confirms a decision where the contract asks for one. Mailed through the outbox, so never lost.
import { randomUUID } from 'node:crypto';
import type { ApiDependencies } from '../api/http/dependencies.ts';
import { hasLiveCode, issueCode, tryCode } from '../db/confirmationCodes.ts';
import { PageProblem, PageRefusal } from './problemWords.ts';
import { personOf } from '../domain/milestone.ts';
import { codeMailModel } from '../mail/codeMail.ts';
import { codeHash, confirmationCode, tokenHash } from '../mail/requestToken.ts';
import type { Visitor } from './linkActor.ts';
import type { OpenedRequest } from './resolveLink.ts';

type Deps = Pick<ApiDependencies, 'limits' | 'linkSecret' | 'mailDomain'>;

const codeLivesSeconds = 15 * 60;

/**
 * Mails a code, or leaves it at the one that is still good when it went out a moment ago; only ever after the person's name was
 * typed, so that no machine sets it off.
 */
export async function sendCode(
  { linkSecret, mailDomain }: Deps,
  { db, request, milestone }: OpenedRequest,
): Promise<void> {
  const { requestId, milestoneId, engagementId, personId, round } = request;
  const codeId = randomUUID();
  const expiresAt = new Date(Date.now() + codeLivesSeconds * 1000).toISOString();
  const mailId = `${requestId}:code:${codeId}`;
  const secondsLeft = await issueCode(
    db,
    {
      codeId,
      requestId,
      codeHash: codeHash(linkSecret, requestId, confirmationCode(linkSecret, codeId)),
      expiresInSeconds: codeLivesSeconds,
    },
    {
      mailId,
      milestoneId,
      engagementId,
      kind: 'confirmationCode',
      recipientId: personId,
      toAddress: personOf(milestone, personId)?.email ?? '',
      round,
      sequence: milestone.sequence,
      requestId,
      model: codeMailModel(milestone, { codeId, recipientId: personId, expiresAt }),
      messageIdHeader: `<${tokenHash(mailId).slice(0, 32)}@${mailDomain}>`,
    },
  );
  if (secondsLeft === 0 || (await hasLiveCode(db, requestId))) return;
  throw new PageProblem(
    'TOO_MANY_REQUESTS',
    ({ say }) => say('refusal.codeSoon', { seconds: secondsLeft }),
    'code',
    secondsLeft,
  );
}

/**
 * The ID of the code that was entered. Throws CODE_REQUIRED when it is wrong, used or expired, and TOO_MANY_REQUESTS for an address
 * that tries too fast: whoever guesses is slowed down where they are, and locks nobody out.
 */
export async function confirmCode(
  { limits, linkSecret }: Deps,
  { db, request: { requestId } }: OpenedRequest,
  entered: string,
  { ipAddress = '' }: Visitor,
): Promise<string> {
  await limits.count('codeTry', `${ipAddress} ${requestId}`);
  const codeId = await tryCode(db, requestId, codeHash(linkSecret, requestId, entered.replace(/\D/g, '')));
  if (codeId !== undefined) return codeId;
  throw new PageRefusal('CODE_REQUIRED', ({ say }) => say('refusal.code'), { field: 'code' });
}
