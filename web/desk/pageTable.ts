// The table of all pages of people who are signed in, from which Express, the door and the audit trail are made.
import { actPages } from './actPages.ts';
import { milestonePages } from './milestonePage.ts';
import { packagePages } from './packagePages.ts';
import type { PageRoute } from './pageRoute.ts';
import { portfolioPages } from './portfolioPages.ts';
import { workPages } from './workPage.ts';

export const pageTable: readonly PageRoute[] = [
  ...workPages,
  ...milestonePages,
  ...portfolioPages,
  ...packagePages,
  ...actPages,
];
