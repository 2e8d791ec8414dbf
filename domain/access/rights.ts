// Who may do what with a key: one table from right to the roles that have it. Every operation of the API asks for one right of it.
import type { CommandName } from '../commands.ts';
import { kindOfCommand } from '../people/decisionKinds.ts';

/** What the holder of a key is to the engagements it is for. A key can have several roles; their rights add up. */
export const keyRoles = {
  engagementManager: 'registers engagements, runs their milestones and reads all of them',
  validator: 'a system that reports on technical validation',
  finance: 'invoices against what was released; sees money, no deliverable, document or record',
  auditor: 'reads everything and writes nothing',
  recordsOfficer: 'holds, retention, erasure and disposal; sees no content of a record',
  administrator: 'keys, effects and obstacles; sees nothing of an engagement but IDs',
} as const;
export type KeyRole = keyof typeof keyRoles;

interface RightTerms {
  allows: string;
  /** Changes something: a key that is read-only is without it, whatever its roles. */
  isWrite?: true;
  /** `service`: shows nothing of an engagement but IDs. */
  of: 'engagement' | 'service';
  /** Need to know: a role that does without is not listed. */
  roles: readonly KeyRole[];
}

const everyRole = Object.keys(keyRoles) as KeyRole[];

/** The only place that says which role has which right. */
export const rights = {
  listMilestones: {
    allows: 'see which engagements and milestones there are, where each stands and whom it waits for',
    of: 'engagement',
    roles: ['engagementManager', 'validator', 'finance', 'auditor', 'recordsOfficer'],
  },
  readMilestones: {
    allows: 'read terms and plan, and what was found, said and decided',
    of: 'engagement',
    roles: ['engagementManager', 'validator', 'auditor'],
  },
  readDocuments: {
    allows: 'list and download documents',
    of: 'engagement',
    roles: ['engagementManager', 'validator', 'auditor'],
  },
  readRecord: {
    allows: 'read events, requests, mails, replies, the audit log, the archived record and the evidence pack',
    of: 'engagement',
    roles: ['engagementManager', 'auditor'],
  },
  readCertificates: {
    allows: 'read certificates and authorisations of the next phase',
    of: 'engagement',
    roles: ['engagementManager', 'auditor'],
  },
  readMoney: {
    allows: 'read what may be invoiced, invoices and credit notes',
    of: 'engagement',
    roles: ['engagementManager', 'finance', 'auditor'],
  },
  readReports: {
    allows: 'read registers and Open Contracting releases',
    of: 'engagement',
    roles: ['engagementManager', 'auditor'],
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
  readReads: {
    allows: 'list what was read with a key',
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
    roles: ['engagementManager'],
  },
  runMilestones: {
    allows: 'start milestones, upload documents, and act as engagement manager',
    isWrite: true,
    of: 'engagement',
    roles: ['engagementManager'],
  },
  conveyDecisions: {
    allows: 'hand over what is said to be a person’s decision; whether it counts, the channels of the contract say',
    isWrite: true,
    of: 'engagement',
    roles: ['engagementManager'],
  },
  reportValidation: {
    allows: 'report on technical validation, where the plan names the key as that validator',
    isWrite: true,
    of: 'engagement',
    roles: ['validator'],
  },
  registerInvoices: {
    allows: 'register invoices, credit notes and cancellations',
    isWrite: true,
    of: 'engagement',
    roles: ['finance'],
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

export interface Holder {
  roles: readonly KeyRole[];
  isReadOnly: boolean;
}

export const hasRight = ({ roles, isReadOnly }: Holder, right: Right): boolean => {
  const { isWrite = false, roles: having } = termsOf(right);
  return !(isWrite && isReadOnly) && roles.some((each) => having.includes(each));
};

export const rightsOf = (holder: Holder): Right[] => rightNames.filter((each) => hasRight(holder, each));

/** The right that a command asks for when it comes with a key. */
export function rightOfCommand(command: CommandName): Right {
  if (command === 'recordValidationReport') return 'reportValidation';
  const isDecision = command === 'enterDecision' || kindOfCommand(command) !== undefined;
  return isDecision ? 'conveyDecisions' : 'runMilestones';
}
