// What a service writes and claims all the time, each by the function that the product calls.
import { generateKeyPairSync } from 'node:crypto';
import { issueCode, tryCode } from '../../../db/confirmationCodes.ts';
import type { Database } from '../../../db/database.ts';
import { expireRows } from '../../../db/expiry.ts';
import { findOrClaim } from '../../../db/idempotency.ts';
import { claimMessages, recordReceived, settleMessage } from '../../../db/inboundMessages.ts';
import type { OutgoingMail } from '../../../db/mails.ts';
import { integrateLog } from '../../../db/merkleLog.ts';
import { registerMilestone } from '../../../db/milestones.ts';
import { claimEffects, settleEffects } from '../../../db/outbox.ts';
import { recordBatch, type BatchRecord } from '../../../db/recordBatch.ts';
import { recordVisit } from '../../../db/requests.ts';
import { replayWebhook } from '../../../db/webhooks.ts';
import { canonicalJson, sha256Hex } from '../../../evidence/ledger/canonicalJson.ts';
import { logSigner } from '../../../evidence/ledger/logSigner.ts';
import { actorOf, samplePlan } from '../sampleMilestone.ts';
import type { HotQuery } from './hotQuery.ts';
import { playMilestone } from './playedMilestone.ts';
import { engagementOf as engagement, milestoneOf as milestone } from './population.ts';

const claim = { limit: 20, staleAfterSeconds: 120 };
const effects = { room: { mail: 20, webhook: 10, fileRemoval: 2 }, claimant: 'bench', leaseSeconds: 30 };
const played = playMilestone();
const signer = logSigner('bench.example', generateKeyPairSync('ed25519').privateKey);

const mailOf = (n: number, k: number): OutgoingMail => ({
  mailId: `new-${n}-${k}`,
  milestoneId: milestone(n),
  engagementId: engagement(n),
  kind: 'signatureRequest',
  recipientId: `approver${k}`,
  toAddress: `person${k}@client.example`,
  round: 1,
  sequence: 5,
  requestId: `R${n}-1`,
  model: { title: 'Detailed design' },
  messageIdHeader: `<new-${n}-${k}@example.com>`,
});

/** One more signature with three mails, on top of what is on record, and a request that has its link already. */
const batchOf = (n: number): BatchRecord => ({
  milestoneId: milestone(n),
  engagementId: engagement(n),
  workflowId: `milestone-${milestone(n)}`,
  batch: 5,
  follows: sha256Hex(String(n)),
  at: new Date().toISOString(),
  events: [{ ...played.events.signed, sequence: 1000 }],
  refused: [],
  notifications: [],
  snapshot: played.states.formalSignOff,
  vouchers: [],
  mails: [1, 2, 3].map((k) => mailOf(n, k)),
  requests: [],
  links: [{ requestId: `R${n}-1`, nonce: 'new', tokenHash: `new ${n}`, replyTokenHash: `new reply ${n}` }],
});

async function dispatch(db: Database): Promise<void> {
  const claimed = await claimEffects(db, effects);
  const entry = canonicalJson({ at: new Date().toISOString(), type: 'mailSent' });
  await settleEffects(
    db,
    claimed.map((effect) => ({ effect, outcome: { status: 'done', response: '250 OK', entry } })),
  );
}

async function settleOneReply(db: Database, n: number): Promise<void> {
  const [message] = await claimMessages(db, claim);
  const of = {
    outcome: 'decided' as const,
    reason: 'It says so.',
    requestId: `R${n}-1`,
    engagementId: engagement(n),
    milestoneId: milestone(n),
  };
  if (message) await settleMessage(db, message, of, new Date().toISOString(), [mailOf(n, 1)]);
}

const claims: readonly HotQuery[] = [
  { name: 'claim of effects, with a backlog', job: 'dispatcher', run: (db) => claimEffects(db, effects) },
  { name: 'claim of messages that came in', job: 'intake', run: (db) => claimMessages(db, claim) },
  {
    name: 'whether a file is still referred to',
    run: (db, n) => db.raw('select is_referred_to(?, ?)', [engagement(n), sha256Hex(`archive${n}`)]),
  },
  { name: 'effects claimed and settled', run: dispatch },
  { name: 'a reply claimed and settled', job: 'intake', run: settleOneReply },
  { name: 'lines taken into the log', job: 'logKeeper', run: (db) => integrateLog(db, signer) },
];

const ofMilestone: readonly HotQuery[] = [
  {
    name: 'milestone registered',
    run: (db, n) =>
      registerMilestone(db, {
        ...{ milestoneId: `new-${n}`, engagementId: engagement(n), workflowId: `new-${n}`, plan: samplePlan },
        startedBy: actorOf('manager', 'engagementManager'),
      }),
  },
  { name: 'batch recorded', run: (db, n) => recordBatch(db, batchOf(n)) },
  { name: 'visit recorded', run: (db, n) => recordVisit(db, { requestId: `R${n}-1`, method: 'GET' }) },
  {
    name: 'message received',
    job: 'intake',
    run: (db, n) =>
      recordReceived(db, {
        ...{ sha256: sha256Hex(`new${n}`), sizeBytes: 3000, source: 'smtp' },
        ...{ envelopeFrom: 'person1@client.example', envelopeTo: ['replies@example.com'] },
      }),
  },
  {
    name: 'code issued',
    run: (db, n) =>
      issueCode(db, { codeId: `new-${n}`, requestId: `R${n}-1`, codeHash: 'x', expiresInSeconds: 900 }, mailOf(n, 1)),
  },
  { name: 'code tried', run: (db, n) => tryCode(db, `R${n}-1`, 'x') },
  {
    name: 'answer by Idempotency-Key',
    job: 'door',
    run: (db, n) => findOrClaim(db, { key: `key:${n}`, route: 'POST /milestones', requestHash: 'x' }),
  },
  { name: 'webhook sent again', run: (db, n) => replayWebhook(db, `msg_${n}-1`) },
];

const jobs: readonly HotQuery[] = [
  {
    name: 'a run of what expires',
    job: 'keeper',
    takesItsTime: 'job',
    run: (db) => expireRows(db, { unusedDocumentDays: 365 }),
  },
];

export const hotWrites: readonly HotQuery[] = [...claims, ...ofMilestone, ...jobs];
