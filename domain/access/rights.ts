// Who may do what: one table from right to the roles that have it, of keys and of people alike. Every operation of the API asks for one right of it.
import type { CommandName } from '../commands.ts';
import { kindOfCommand } from '../people/decisionKinds.ts';
import { whoMay, type GuardedAct } from '../people/whoMay.ts';

interface RoleTerms {
  says: string;
  /** `key`: a system has it in the engagements of its key. */
  key?: true;
  /** `engagement`: a person has it as the engagement or one of its plans names them; `everywhere`: by a grant. */
  person?: 'engagement' | 'everywhere';
}

/** Whoever has several has the rights of all of them. */
export const roles = {
  engagementManager: {
    says: 'registers engagements, runs their milestones and reads all of them',
    key: true,
    person: 'engagement',
  },
  sponsor: { says: 'reads all of the engagement, ends what is in dispute, and decides', person: 'engagement' },
  author: { says: 'makes deliverables: uploads and reads documents', person: 'engagement' },
  validator: { says: 'validates: reads documents, and reports', person: 'engagement' },
  stakeholder: { says: 'reviews what they are asked for, on its page', person: 'engagement' },
  approver: { says: 'signs what they are asked for, on its page', person: 'engagement' },
  validationSystem: { says: 'a system that reports on technical validation', key: true },
  finance: {
    says: 'invoices against what was released; sees money, no deliverable, document or record',
    key: true,
    person: 'everywhere',
  },
  auditor: { says: 'reads everything and writes nothing', key: true, person: 'everywhere' },
  recordsOfficer: {
    says: 'holds, retention, erasure and disposal; sees no content of a record',
    key: true,
    person: 'everywhere',
  },
  administrator: {
    says: 'keys, roles, sessions, effects, obstacles, and files that the scanner kept aside; else sees nothing of an engagement but IDs',
    key: true,
    person: 'everywhere',
  },
  engagementRegistrar: {
    says: 'registers engagements, signed in, in which they are engagement manager or sponsor; sees nothing of others',
    person: 'everywhere',
  },
  payloadReader: {
    says: 'sees in the Temporal UI what Temporal keeps encrypted, and sends messages from there in their own name',
    person: 'everywhere',
  },
} as const satisfies Record<string, RoleTerms>;
export type Role = keyof typeof roles;

const named = (is: (terms: RoleTerms) => boolean): Role[] =>
  (Object.keys(roles) as Role[]).filter((each) => is(roles[each]));

type With<K extends keyof RoleTerms, V> = {
  [R in Role]: (typeof roles)[R] extends Record<K, V> ? R : never;
}[Role];

/** What the holder of a key is to the engagements it is for. */
export type KeyRole = With<'key', true>;
export const keyRoles = named((each) => each.key === true) as KeyRole[];
/** What a person of the firm is to one engagement. */
export type EngagementRole = With<'person', 'engagement'>;
export const engagementRoles = named((each) => each.person === 'engagement') as EngagementRole[];
/** What a person of the firm is to all of the installation. */
export type InstallationRole = With<'person', 'everywhere'>;
export const installationRoles = named((each) => each.person === 'everywhere') as InstallationRole[];

interface RightTerms {
  allows: string;
  /** Changes something: a key that is read-only is without it, whatever its roles. */
  isWrite?: true;
  /** `service`: shows nothing of an engagement but IDs. */
  of: 'engagement' | 'service';
  /** Need to know: a role that does without is not listed. */
  roles: readonly Role[];
}

const everyRole = Object.keys(roles) as Role[];

/** The only place that says which role has which right. */
export const rights = {
  listMilestones: {
    allows: 'see which engagements and milestones there are, where each stands and whom it waits for',
    of: 'engagement',
    roles: [
      'engagementManager',
      'sponsor',
      'author',
      'validator',
      'stakeholder',
      'approver',
      'validationSystem',
      'finance',
      'auditor',
      'recordsOfficer',
    ],
  },
  readMilestones: {
    allows: 'read terms and plan, and what was found, said and decided',
    of: 'engagement',
    roles: ['engagementManager', 'sponsor', 'validationSystem', 'auditor'],
  },
  readRefusals: {
    allows:
      'see who else refused or asked for a revision, and why, where the contract keeps that to whom it concerns (`refusals: confidential`)',
    of: 'engagement',
    roles: ['engagementManager', 'sponsor', 'author', 'auditor'],
  },
  readDocuments: {
    allows: 'list and download documents',
    of: 'engagement',
    roles: ['engagementManager', 'sponsor', 'author', 'validator', 'validationSystem', 'auditor'],
  },
  readRecord: {
    allows: 'read events, requests, mails, replies, the audit log, the archived record and the evidence pack',
    of: 'engagement',
    roles: ['engagementManager', 'sponsor', 'auditor'],
  },
  readCertificates: {
    allows: 'read certificates and authorisations of the next phase',
    of: 'engagement',
    roles: ['engagementManager', 'sponsor', 'auditor'],
  },
  readMoney: {
    allows: 'read what may be invoiced, invoices, drafts and credit notes',
    of: 'engagement',
    roles: ['engagementManager', 'sponsor', 'finance', 'auditor'],
  },
  readReports: {
    allows: 'read registers and Open Contracting releases',
    of: 'engagement',
    roles: ['engagementManager', 'sponsor', 'auditor'],
  },
  readRetention: {
    allows: 'read retention, legal holds, erasures and tombstones',
    of: 'engagement',
    roles: ['auditor', 'recordsOfficer'],
  },
  readEffects: {
    allows: 'list webhook deliveries and obstacles, by ID',
    of: 'service',
    roles: ['auditor', 'administrator'],
  },
  readKeys: {
    allows: 'list keys, with what each is for and when it was last used',
    of: 'service',
    roles: ['auditor', 'administrator'],
  },
  readQuarantine: {
    allows: 'list files that the scanner kept aside, by name',
    of: 'engagement',
    roles: ['auditor', 'administrator'],
  },
  readReads: {
    allows: 'list what was read with a key, or by a person',
    of: 'engagement',
    roles: ['auditor'],
  },
  decodePayloads: {
    allows: 'have payloads decoded in the Temporal UI, and messages sent from there encoded',
    isWrite: true,
    of: 'engagement',
    roles: ['payloadReader'],
  },
  exportLog: {
    allows: 'export the audit log over all chains, for monitoring',
    of: 'engagement',
    roles: ['auditor'],
  },
  readService: {
    allows: 'read the public key, checkpoints and growth proofs of the log, and the profiles of registers',
    of: 'service',
    roles: everyRole,
  },
  registerEngagements: {
    allows: 'register engagements and correct their calendars',
    isWrite: true,
    of: 'engagement',
    roles: ['engagementManager', 'engagementRegistrar'],
  },
  runMilestones: {
    allows: 'start milestones and act as engagement manager',
    isWrite: true,
    of: 'engagement',
    roles: ['engagementManager'],
  },
  oversee: {
    allows:
      'extend a deadline, escalate, cancel a milestone, declare an exception failed, withdraw links, reset passkeys, correct and add people, stop the clock, amend a plan',
    isWrite: true,
    of: 'engagement',
    roles: ['engagementManager', 'sponsor'],
  },
  uploadDocuments: {
    allows: 'upload documents, and remove those that nothing on record names',
    isWrite: true,
    of: 'engagement',
    roles: ['engagementManager', 'sponsor', 'author'],
  },
  enterDecisions: {
    allows: 'enter a decision that a document shows, where the contract lets the firm',
    isWrite: true,
    of: 'engagement',
    roles: ['engagementManager', 'sponsor'],
  },
  conveyDecisions: {
    allows:
      'decide what one is asked oneself, signed in; with a key, hand over what is said to be a decision: whether it counts, the channels of the contract say',
    isWrite: true,
    of: 'engagement',
    roles: ['engagementManager', 'sponsor', 'author', 'validator', 'stakeholder', 'approver'],
  },
  reportValidation: {
    allows: 'report on technical validation, where the plan names the person, or the key as a system',
    isWrite: true,
    of: 'engagement',
    roles: ['validator', 'validationSystem'],
  },
  registerInvoices: {
    allows: 'register invoices, drafts, credit notes and cancellations',
    isWrite: true,
    of: 'engagement',
    roles: ['finance'],
  },
  manageBarriers: {
    allows: 'set, see and lift information barriers',
    isWrite: true,
    of: 'service',
    roles: ['recordsOfficer'],
  },
  breakGlass: {
    allows:
      'open one engagement for reading, for hours, with a reason that its sponsor and the records officers are told',
    isWrite: true,
    of: 'service',
    roles: ['administrator'],
  },
  keepRecords: {
    allows: 'record ends, place and release legal holds, erase people, dispose of records',
    isWrite: true,
    of: 'engagement',
    roles: ['recordsOfficer'],
  },
  retryEffects: {
    allows: 'have webhooks sent and publications tried again',
    isWrite: true,
    of: 'service',
    roles: ['engagementManager', 'administrator'],
  },
  settleQuarantine: {
    allows: 'release a file that the scanner kept aside as the document it was meant to be, or remove it',
    isWrite: true,
    of: 'engagement',
    roles: ['administrator'],
  },
  recoverMilestones: {
    allows: 'have a milestone whose workflow and record do not agree go on from the record',
    isWrite: true,
    of: 'service',
    roles: ['administrator'],
  },
  manageEndpoints: {
    allows: 'have systems outside told what happens, by ID, and end that',
    isWrite: true,
    of: 'service',
    roles: ['administrator'],
  },
  readAccess: {
    allows: 'list sessions and the roles that people have been given',
    of: 'service',
    roles: ['auditor', 'administrator'],
  },
  manageAccess: {
    allows: 'end sessions, give and end roles of people',
    isWrite: true,
    of: 'service',
    roles: ['administrator'],
  },
  manageKeys: {
    allows: 'register, rotate and revoke keys',
    isWrite: true,
    of: 'service',
    roles: ['administrator'],
  },
} as const satisfies Record<string, RightTerms>;
export type Right = keyof typeof rights;

export const rightNames = Object.keys(rights) as Right[];
export const termsOf = (right: Right): RightTerms => rights[right];

/** Roles that hold together, with what they may. */
export interface Having {
  roles: readonly Role[];
  isReadOnly: boolean;
}

export const hasRight = ({ roles: held, isReadOnly }: Having, right: Right): boolean => {
  const { isWrite = false, roles: having } = termsOf(right);
  return !(isWrite && isReadOnly) && held.some((each) => having.includes(each));
};

export const rightsOf = (holder: Having): Right[] => rightNames.filter((each) => hasRight(holder, each));

/** The right that a command asks for when it comes over the API. */
export function rightOfCommand(command: CommandName): Right {
  if (command === 'recordValidationReport') return 'reportValidation';
  if (command === 'enterDecision') return 'enterDecisions';
  if (kindOfCommand(command) !== undefined) return 'conveyDecisions';
  return isForSponsor(command) ? 'oversee' : 'runMilestones';
}

/** What the engagement sponsor may do as well as the manager, or alone. */
const isForSponsor = (command: CommandName): boolean =>
  command in whoMay && ['sponsor', 'managerOrSponsor'].includes(whoMay[command as GuardedAct].by);
