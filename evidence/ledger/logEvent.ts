// A line of the audit log as monitoring takes it: the Elastic Common Schema 8, with what it has no field for beside it. Adds nothing that the line has not.
import type { AuditEntry } from './auditEntry.ts';

export interface LoggedEntry {
  leafIndex: number;
  chain: string;
  sequence: number;
  /** Canonical JSON; empty after a disposal. */
  line: string;
  hash: string;
}

/** What a monitor groups by (ECS event.category). */
const categories: Partial<Record<AuditEntry['type'], string>> = {
  sessionBegun: 'authentication',
  sessionEnded: 'authentication',
  keyRegistered: 'iam',
  keyRotated: 'iam',
  keyRevoked: 'iam',
  roleGiven: 'iam',
  roleEnded: 'iam',
  barrierSet: 'iam',
  barrierLifted: 'iam',
  departureRecorded: 'iam',
  departureTakenBack: 'iam',
  engagementOpened: 'iam',
  fileQuarantined: 'malware',
  fileReleased: 'malware',
  fileRemoved: 'malware',
  recordRead: 'web',
  documentRead: 'file',
  linkVisited: 'web',
  mailSent: 'email',
  mailFailed: 'email',
  messageReceived: 'email',
};

type Said = Partial<
  Record<'at' | 'type' | 'keyId' | 'personId' | 'ipAddress' | 'userAgent' | 'method' | 'code', string>
>;

export interface LogEvent {
  /** ISO 8601 UTC, of the entry; absent for a line that a disposal emptied. */
  '@timestamp'?: string;
  event: {
    kind: 'event';
    action: string;
    category: string[];
    outcome: 'success' | 'failure';
    /** Place in the log over all chains: what a monitor goes on after. */
    sequence: number;
    provider: 'milestone-sign-off';
  };
  user?: { id: string };
  source?: { ip: string };
  user_agent?: { original: string };
  log: { chain: string; sequence: number; hash: string; entry?: unknown };
}

export function logEvent({ leafIndex, chain, sequence, line, hash }: LoggedEntry): LogEvent {
  const entry = line === '' ? undefined : (JSON.parse(line) as { entry: Said }).entry;
  const { at, type = 'disposed', keyId, personId, ipAddress, userAgent } = entry ?? {};
  const who = personId ?? keyId;
  return {
    ...(at === undefined ? {} : { '@timestamp': at }),
    event: {
      kind: 'event',
      action: type,
      category: [categories[type as AuditEntry['type']] ?? 'process'],
      outcome: type === 'attemptRefused' || type === 'mailFailed' ? 'failure' : 'success',
      sequence: leafIndex,
      provider: 'milestone-sign-off',
    },
    ...(who === undefined ? {} : { user: { id: who } }),
    ...(ipAddress === undefined ? {} : { source: { ip: ipAddress } }),
    ...(userAgent === undefined ? {} : { user_agent: { original: userAgent } }),
    log: { chain, sequence, hash, ...(entry === undefined ? {} : { entry }) },
  };
}
