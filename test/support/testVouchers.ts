// The entrances of tests: one key that signs for what test people send. In the domain nobody checks a signature, so there none is made.
import { createPrivateKey, sign } from 'node:crypto';
import type { RecordedEvent } from '../../domain/events.ts';
import { milestonePlan } from '../../domain/terms/plan.ts';
import { entranceKeysOf } from '../../evidence/vouchers/entranceKeys.ts';
import {
  claimOf,
  claimOnRecord,
  firstPackageMessage,
  recorded,
  startMessage,
  statementText,
  type Addressee,
  type Entrance,
  type RecordedVoucher,
  type VoucherStatement,
} from '../../domain/records/vouchers.ts';
import type { StartInput } from '../../workflows/messages.ts';
import { milestoneWorkflowId } from '../../workflows/temporalNames.ts';

/** The same in every process, so that a worker in one of its own checks by it too. */
const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 7)]);
const privateKey = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
export const testEntrances = entranceKeysOf(privateKey, '2026-01-01T00:00:00.000Z');

const testSign = (statement: VoucherStatement): string =>
  sign(null, Buffer.from(statementText(statement)), privateKey).toString('base64');

export const addressee = (milestoneId: string): Addressee => ({
  milestoneId,
  workflowId: milestoneWorkflowId(milestoneId),
});

const byMethod: Record<string, Entrance> = { requestLink: 'page', emailReply: 'reply', system: 'mailRoom' };
const entranceOf = (message: object): Entrance => {
  const { method = '' } = (message as { actor?: { authentication?: { method?: string } } }).actor?.authentication ?? {};
  return byMethod[method] ?? 'api';
};

/** The message as its entrance would hand it over. */
export function vouched<M extends object>(milestoneId: string, command: string, message: M, takenAt: string): M {
  const taken = { entrance: entranceOf(message), takenAt };
  return { ...message, voucher: testEntrances.vouch(addressee(milestoneId), command, message, taken) };
}

const unsigned = `${'A'.repeat(86)}==`;

/** What the record would have of a voucher, but for its signature; undefined for what no entrance would hand over. */
export function unsignedVoucher(
  milestoneId: string,
  command: string,
  message: object,
  takenAt: string,
): RecordedVoucher | undefined {
  const [{ keyId = '' } = {}] = testEntrances.keys();
  const claimed = { keyId, entrance: entranceOf(message), takenAt, signature: unsigned };
  const claim = claimOf(addressee(milestoneId), command, { ...message, voucher: claimed });
  return claim && recorded(claim);
}

/** An event of the domain's as the entrance of its message would have signed it. */
export function signedOnRecord(event: RecordedEvent): RecordedEvent {
  const { voucher, messageId = '', actor } = event;
  if (!voucher) return event;
  const { statement } = claimOnRecord(addressee('M1'), messageId, actor, voucher);
  return { ...event, voucher: { ...voucher, signature: testSign(statement) } };
}

/** A start as the API would ask for it, with the package that comes with it. */
export function vouchedStart(input: StartInput): StartInput {
  const { milestoneId, startedBy, package: submission } = input;
  const plan = milestonePlan.safeParse(input.plan).data;
  const { engagementId } = input.engagement as { engagementId: string };
  const taken = { entrance: 'api', takenAt: new Date().toISOString() } as const;
  const vouch = (command: string, message: object) =>
    testEntrances.vouch(addressee(milestoneId), command, message, taken);
  return {
    ...input,
    vouchers: {
      start: vouch('startMilestone', startMessage({ milestoneId, engagementId, plan, startedBy })),
      ...(submission
        ? { package: vouch('submitPackage', firstPackageMessage(milestoneId, submission, startedBy)) }
        : {}),
    },
  };
}
