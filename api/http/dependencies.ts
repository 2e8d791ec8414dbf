// What routes and pages work with, as types: whoever assembles the server hands it to both.
import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Config } from '../../config.ts';
import type { Identity, SessionLimits } from '../../domain/access/sessions.ts';
import type { CodecServer } from './codecServer.ts';
import type { Database, Pool } from '../../db/database.ts';
import type { AuditWriter } from './auditWriter.ts';
import type { RateLimits } from './rateLimits.ts';
import type { Transport } from '../../mail/transport.ts';
import type { RegisterProfile } from '../../administration/reports/profile.ts';
import type { Vouch } from '../../domain/records/vouchers.ts';
import type { EntranceKeys } from '../../evidence/vouchers/entranceKeys.ts';
import type { Scanner } from '../../storage/clamd.ts';
import type { DataKeys } from '../../storage/encryption/dataKeys.ts';
import type { FileStore } from '../../storage/fileStore.ts';

/** What must be known again when somebody comes back from the identity provider. */
export interface Begun {
  state: string;
  nonce: string;
  /** Of PKCE (RFC 7636). */
  verifier: string;
}

/** Whom the identity provider signed out; by session where it names one, else all sessions of the subject. */
export interface Logout {
  issuer: string;
  jti: string;
  subject?: string;
  providerSession?: string;
}

/** Fails with what its library throws when it cannot be reached. */
export interface IdentityProvider {
  issuer: string;
  begin(redirectUri: string): Promise<Begun & { address: string }>;
  /** `answered` is the address that somebody came back to. Throws INVALID_MESSAGE for who is not vouched for. */
  finish(answered: URL, begun: Begun): Promise<Identity>;
  /** Where somebody signs out there too; undefined where it has no such page. */
  endAddress(returnTo: string): Promise<string | undefined>;
  /** Throws INVALID_MESSAGE for what is no logout token for this service. */
  readLogoutToken(token: string): Promise<Logout>;
}

/** How people of the firm sign in. */
export interface SignIn {
  provider: IdentityProvider;
  limits: SessionLimits;
}

export interface ApiDependencies {
  db: Pool;
  limits: RateLimits;
  auditWriter: AuditWriter;
  client: Client;
  files: FileStore;
  /** What drafts and addresses of chat are sealed by. */
  dataKeys: DataKeys;
  /** Absent where uploads are not scanned. */
  scanner?: Scanner;
  /** Absent where another process sends the mail. */
  transport?: Pick<Transport, 'check'>;
  log: Logger;
  /** What links and codes are made with, and the domain our own Message-IDs carry. */
  linkSecret: string;
  mailDomain: string;
  /** Profiles of the register, by industry body. */
  profiles: RegisterProfile[];
  /** The ways replies come in, by the name health gives them. */
  replySources?: Record<string, { check(): Promise<void> }>;
  /** Vouches for what this entrance hands over to a milestone. */
  vouch: Vouch;
  /** Vouch for whose a passkey is, and hold its enrolment against that when it is used. */
  enrolments: Pick<EntranceKeys, 'vouchEnrolment' | 'holdsEnrolment'>;
  /** Public key of the audit log, as a C2SP verifier key. */
  logKey: string;
  /** Absent where nobody signs in. */
  signIn?: SignIn;
  settings: Pick<
    Config,
    | 'publicUrl'
    | 'maxUploadBytes'
    | 'engagementQuotaBytes'
    | 'administratorEmail'
    | 'answerWithinMilliseconds'
    | 'trustProxy'
    | 'webhook'
    | 'chatHosts'
  >;
  /** Absent where nobody said where it is. */
  temporalUi?: { url: string; namespace: string };
  /** Aborted when the server stops: what answers on and on ends by it. */
  stopping?: AbortSignal;
  /** Absent where nobody signs in: then nobody decodes. */
  codec?: Omit<CodecServer, 'decoderOf'>;
}

/** What a route works with: the record as far as what its address names, or else what its key is for. */
export type RouteDependencies = Omit<ApiDependencies, 'db'> & {
  db: Database;
  /** For what a body names, and for what belongs to no engagement. */
  pool: Pool;
};
