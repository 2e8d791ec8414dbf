// A document that nobody named yet.
import type { DocumentStanding } from '../../domain/compilation/documentRemoval.ts';

export const standing = (other: Partial<DocumentStanding> = {}): DocumentStanding => ({
  ...{ documentId: 'doc-1', fileName: 'design.pdf', uploadedById: 'author', engagementManagerId: 'manager' },
  ...{ isNamed: false, holds: [], ...other },
});
