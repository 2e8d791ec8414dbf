// The code sent by e-mail that confirms a decision where the contract asks for one. Mailed through the outbox, so never lost.
import { createHmac, randomUUID } from 'node:crypto';
import type { ApiDependencies } from '../api/http/dependencies.ts';
import { hasLiveCode, issueCode, tryCode } from '../db/confirmationCodes.ts';
import { SignOffError } from '../domain/errors.ts';
import { personOf } from '../domain/milestone.ts';
import { codeMailModel } from '../mail/codeMail.ts';
import { confirmationCode, tokenHash } from '../mail/requestToken.ts';
import type { OpenedRequest } from './resolveLink.ts';

type Deps = Pick<ApiDependencies, 'db' | 'linkSecret' | 'mailDomain'>;

const codeLivesSeconds = 15 * 60;

/** Keyed, because eight digits alone would be found from their hash by trying them all. */
const codeHash = (secret: string, requestId: string, code: string): string =>
  createHmac('sha256', secret).update(`${requestId} ${code}`).digest('hex');

/** Mails a code unless one is still good; only ever after the person's name was typed, so that no machine sets it off. */
export async function sendCode(
  { db, linkSecret, mailDomain }: Deps,
  { request, milestone }: OpenedRequest,
): Promise<void> {
  if (await hasLiveCode(db, request.requestId)) return;
  const { requestId, milestoneId, engagementId, personId, round } = request;
  const codeId = randomUUID();
  const expiresAt = new Date(Date.now() + codeLivesSeconds * 1000).toISOString();
  const mailId = `${requestId}:code:${codeId}`;
  const isIssued = await issueCode(
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
  if (!isIssued)
    throw new SignOffError(
      'CODE_REQUIRED',
      'Too many codes were asked for; wait an hour and send your decision again.',
      {
        field: 'code',
      },
    );
}

/** The ID of the code that was entered. Throws CODE_REQUIRED when it is wrong, used, expired, or tried too often. */
export async function confirmCode({ db, linkSecret }: Deps, requestId: string, entered: string): Promise<string> {
  const codeId = await tryCode(db, requestId, codeHash(linkSecret, requestId, entered.replace(/\D/g, '')));
  if (codeId !== undefined) return codeId;
  throw new SignOffError(
    'CODE_REQUIRED',
    'The code is not the one last sent to you, or it has expired. Look at the newest mail; leave the field empty to have another one sent once this one has expired.',
    { field: 'code' },
  );
}
