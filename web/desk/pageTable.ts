// The table of all pages of people who are signed in, from which Express, the door and the audit trail are made.
import { actPages } from './actPages.ts';
import { administrationPages } from './administrationPages.ts';
import { calendarPages } from './calendarPages.ts';
import { chatPages } from './chatPages.ts';
import { componentsPages } from './componentsPage.ts';
import { draftPages } from './drafts.ts';
import { engagementPages } from './engagementPages.ts';
import { forecastPages } from './forecastPage.ts';
import { importPages } from './importPages.ts';
import { engagementInvoicePages } from './engagementInvoicePages.ts';
import { invoicePages } from './invoicePages.ts';
import { milestonePages } from './milestonePage.ts';
import { newMilestonePages } from './newMilestonePages.ts';
import { packagePages } from './packagePages.ts';
import { peoplePages } from './peoplePages.ts';
import type { PageRoute } from './pageRoute.ts';
import { portfolioPages } from './portfolioPages.ts';
import { recordsPages } from './recordsPages.ts';
import { templatePages } from './templatePages.ts';
import { termsPages } from './termsPages.ts';
import { workPages } from './workPage.ts';

export const pageTable: readonly PageRoute[] = [
  ...workPages,
  ...calendarPages,
  ...chatPages,
  ...engagementPages,
  ...termsPages,
  ...newMilestonePages,
  ...draftPages,
  ...templatePages,
  ...peoplePages,
  ...importPages,
  ...invoicePages,
  ...engagementInvoicePages,
  ...recordsPages,
  ...administrationPages,
  ...milestonePages,
  ...portfolioPages,
  ...forecastPages,
  ...packagePages,
  ...actPages,
  ...componentsPages,
];
