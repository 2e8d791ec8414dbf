// The made-up people of the firm whom the development issuer signs in with one click: those of the demo, and one for each role of the installation.
import { installationRoles, type InstallationRole } from '../../domain/access/rights.ts';
import type { ClaimedRole } from '../../domain/access/sessions.ts';

export interface SamplePerson {
  address: string;
  name: string;
  says: string;
  roles?: readonly InstallationRole[];
}

export const samplePeople: readonly SamplePerson[] = [
  {
    address: 'manager@firm.example',
    name: 'Mona Sample',
    says: 'engagement manager of the demo, and registers more',
    roles: ['engagementRegistrar'],
  },
  { address: 'author@firm.example', name: 'Ada Sample', says: 'author of the demo’s deliverables' },
  { address: 'validator@firm.example', name: 'Vera Sample', says: 'validator in the demo' },
  { address: 'partner@firm.example', name: 'Pia Sample', says: 'signs for the firm in the demo' },
  { address: 'finance@firm.example', name: 'Finn Sample', says: 'finance', roles: ['finance'] },
  { address: 'auditor@firm.example', name: 'Aud Sample', says: 'auditor', roles: ['auditor'] },
  { address: 'records@firm.example', name: 'Rhea Sample', says: 'records officer', roles: ['recordsOfficer'] },
  { address: 'administrator@firm.example', name: 'Alma Sample', says: 'administrator', roles: ['administrator'] },
  {
    address: 'temporal@firm.example',
    name: 'Tessa Sample',
    says: 'administrator who reads what Temporal keeps, in its UI',
    roles: ['administrator', 'payloadReader'],
  },
];

/** As OIDC_ROLES would say it of an issuer whose claim `roles` names them as they are named here. */
export const sampleRoles: readonly ClaimedRole[] = installationRoles.map((role) => ({
  claim: 'roles',
  value: role,
  role,
}));
