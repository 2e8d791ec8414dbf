// A firm in which each role of an engagement is somebody's, for tests of rights.
import type { EngagementRole } from '../../domain/access/rights.ts';
import { people } from '../domain/cast.ts';

/** Two of the firm beside the usual cast, so that each role of an engagement is somebody's and nobody has two. */
export const firmOf = (engagementId: string) => ({
  engagement: {
    people: [
      ...people.map((each) => ({ ...each, email: each.email.replace('@', `@${engagementId}.`) })),
      ...['reader', 'signer', 'desk'].map((personId) => ({
        ...{ personId, name: personId, email: `${personId}@${engagementId}.example.com` },
        ...{ party: 'firm', capacity: 'x', ...(personId === 'desk' ? { sharedMailbox: true } : {}) },
      })),
    ],
  },
  plan: {
    reviewGroups: [{ name: 'Readers', memberIds: ['user1', 'reader'] }],
    approvalAuthorityList: [{ name: 'Signers', members: [{ personId: 'director' }, { personId: 'signer' }] }],
  },
});
export const whoIs: Record<EngagementRole, string> = {
  engagementManager: 'manager',
  sponsor: 'sponsor',
  author: 'author',
  validator: 'validator1',
  stakeholder: 'reader',
  approver: 'signer',
};
