// Where the pages of an engagement are, and that of a new one.
export const engagementPath = '/desk/engagements/{engagementId}';
export const engagementHref = (engagementId: string): string => `/desk/engagements/${encodeURIComponent(engagementId)}`;
export const newEngagementPath = '/desk/new-engagement';
