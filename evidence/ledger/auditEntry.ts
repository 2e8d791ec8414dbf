// What the audit log takes down beside the milestone's own events, and which chain it belongs to.
import type { Batch } from '../../domain/records/batch.ts';
import type { RefusedMessage } from '../../domain/events.ts';
import { whoGetsReceipt } from '../../domain/records/decisions.ts';
import type { LinkedEvent } from '../../domain/records/eventChain.ts';
import { canonicalJson } from './canonicalJson.ts';

export interface Visitor {
  ipAddress?: string;
  userAgent?: string;
}

export type AuditEntry = { at: string } & (
  | {
      type: 'batchRecorded';
      batch: number;
      /** Which events it brought, and the hash of the last one: the events themselves have a chain of their own. */
      events: { first: number; last: number; head: string } | null;
      refused: RefusedMessage[];
      mailsQueued: { mailId: string; kind: string; recipientId: string; messageId: string; sequence: number }[];
      requestIds: string[];
    }
  | {
      /** Of each event that is somebody's answer, a line that says nothing of anybody else: it is the leaf of the proof they are given. */
      type: 'decisionRecorded';
      event: number;
      /** SHA-256 of the event in its chain. */
      hash: string;
    }
  | { type: 'mailSent'; mailId: string; response: string }
  | { type: 'mailFailed'; mailId: string; error: string }
  | {
      /** A message that came in by e-mail, and what it was taken for; what it says is kept under its SHA-256. */
      type: 'messageReceived';
      sha256: string;
      outcome: string;
      reason: string;
      envelopeFrom: string;
      messageIdHeader?: string;
      requestId?: string;
      personId?: string;
      remoteAddress?: string;
    }
  | {
      /** Every link of a request so far; whether its person was mailed a new one. */
      type: 'linkRevoked';
      requestId: string;
      personId: string;
      reason: string;
      isReplaced: boolean;
      keyId: string;
    }
  | {
      /** Behind the link of a request, with a code by e-mail; `confirmedBy` is a passkey that the person had before. */
      type: 'passkeyEnrolled';
      requestId: string;
      personId: string;
      credentialId: string;
      codeConfirmedAt: string;
      confirmedBy?: string;
    }
  | { type: 'passkeyRemoved'; requestId: string; personId: string; credentialId: string; confirmedBy: string }
  | {
      /** All that somebody had, by the engagement manager or sponsor; `personId` is whose they were. */
      type: 'passkeysReset';
      personId: string;
      by: string;
      reason: string;
      credentialIds: string[];
      keyId: string;
    }
  | ({ type: 'linkVisited'; requestId: string; personId: string; method: string } & Visitor)
  | ({ type: 'documentRead'; documentId: string; sha256: string; requestId?: string; keyId?: string } & Visitor)
  | ({ type: 'recordRead'; what: string; keyId?: string } & Visitor)
  | ({
      type: 'attemptRefused';
      method: string;
      route: string;
      code: string;
      detail: string;
      requestId?: string;
      keyId?: string;
    } & Visitor)
  | ({ type: 'administered'; act: string; subject: string; keyId?: string } & Visitor)
  | {
      type: 'certificateSealed';
      certificateNumber: string;
      level: 'B-B' | 'B-T';
      documentSha256: string;
      pdfSha256: string;
    }
  | {
      /** On the chain of the service: why a record is held is nothing for the archive that goes to every party. */
      type:
        | 'engagementEnded'
        | 'holdPlaced'
        | 'holdReleased'
        | 'calendarCorrected'
        | 'personCorrected'
        | 'personAdded'
        | 'termsAmended';
      engagementId: string;
      milestoneId?: string;
      holdId?: string;
      /** Of the canonical JSON of what was recorded. */
      recordSha256: string;
      keyId: string;
    }
  | {
      /** On the chain of the service. `keyId` is the key it was done with, or how else it was done. */
      type: 'keyRegistered' | 'keyRotated' | 'keyRevoked';
      subject: string;
      what: object;
      keyId: string;
    }
  | {
      /** On the chain of the service: `what` names keys and engagement by ID. */
      type: 'dataKeyRotated' | 'dataKeysWrappedAnew' | 'workflowsRecovered' | 'effectsRetried' | 'recordAccepted';
      what: object;
      keyId: string;
    }
  | {
      /** On the chain of the service: a role of the installation that somebody was given by their address. */
      type: 'roleGiven' | 'roleEnded';
      subject: string;
      what: object;
      keyId: string;
    }
  | {
      /** On the chain of the service, which others read: whom it keeps from what stands in the table alone. */
      type: 'barrierSet' | 'barrierLifted' | 'departureRecorded' | 'departureTakenBack';
      subject: string;
      keyId: string;
    }
  | { type: 'engagementOpened'; subject: string; what: object; keyId: string }
  | {
      /** On the chain of the service; `foundAs` is the scanner's own name for what it found. */
      type: 'fileQuarantined';
      quarantineId: string;
      engagementId: string;
      sha256: string;
      foundAs: string;
    }
  | {
      type: 'fileReleased' | 'fileRemoved';
      quarantineId: string;
      engagementId: string;
      sha256: string;
      by: string;
      reason: string;
    }
  | {
      /** On the chain of the service: nothing on record named it. */
      type: 'documentRemoved';
      documentId: string;
      engagementId: string;
      sha256: string;
      by: string;
      reason?: string;
      replacedBy?: string;
    }
  /** On the chain of the service. `keyId` is the person, by no name; whose it is the sessions say, as long as they are kept. */
  | ({ type: 'sessionBegun'; sessionId: string; keyId: string } & Visitor)
  | { type: 'sessionEnded'; sessionId: string; reason: string; keyId: string }
  /** Written by the functions of the database that do what they say. */
  | { type: 'dataKeysShredded'; engagementId: string }
  | { type: 'disposed'; milestoneId: string; tombstoneSha256: string }
  | { type: 'personErased'; milestoneId: string; erasureId: string; documentSha256: string }
);

/** "milestone:M1", "engagement:E1", "reads:key-1" for what was read with a key, or "service:main" for what concerns none of them. */
export type Chain = `milestone:${string}` | `engagement:${string}` | `reads:${string}` | 'service:main';

export const milestoneChain = (milestoneId: string): Chain => `milestone:${milestoneId}`;
export const engagementChain = (engagementId: string): Chain => `engagement:${engagementId}`;
/** One for each key: reading is most of what is asked, and neither bloats a record that every party gets nor waits for other keys. */
export const readsChain = (keyId: string): Chain => `reads:${keyId}`;
export const serviceChain: Chain = 'service:main';

/** A line of the log: canonical JSON, so that `sha256sum` of it is the `previousHash` of the next. */
export interface AuditLine {
  chain: string;
  entry: AuditEntry;
  previousHash: string;
  sequence: number;
}

/** Lone surrogates have no place in canonical JSON, and what visitors send must not keep an entry out of the log. */
export const entryText = (entry: AuditEntry): string =>
  canonicalJson(
    JSON.parse(
      JSON.stringify(entry, (_key, value: unknown) => (typeof value === 'string' ? wellFormed(value) : value)),
    ),
  );

const wellFormed = (text: string): string => text.replace(/[\uD800-\uDFFF]/gu, '\uFFFD');

/** The entry for what one workflow task decided. `head` is the hash of the last of the batch's events. */
export function batchEntry(
  batch: Batch,
  head: string,
  mails: { mailId: string; kind: string; recipientId: string; messageIdHeader: string; sequence: number }[],
  requests: { requestId: string }[],
): AuditEntry {
  const [first, last] = [batch.events[0], batch.events.at(-1)];
  return {
    at: batch.at,
    type: 'batchRecorded',
    batch: batch.batch,
    events: first && last ? { first: first.sequence, last: last.sequence, head } : null,
    refused: batch.refused,
    mailsQueued: mails.map(({ mailId, kind, recipientId, messageIdHeader, sequence }) => ({
      mailId,
      kind,
      recipientId,
      messageId: messageIdHeader,
      sequence,
    })),
    requestIds: requests.map((each) => each.requestId),
  };
}

/** The lines that decisions of a batch are proven by, to those who took them. */
export const decisionEntries = (at: string, chained: readonly LinkedEvent[]): AuditEntry[] =>
  chained
    .filter(({ event }) => whoGetsReceipt(event).length > 0)
    .map(({ event, hash }) => ({ at, type: 'decisionRecorded', event: event.sequence, hash }));
