// What the OpenAPI document says of reports.
import { z } from 'zod';
import { registerProfile } from '../reports/profile.ts';
import type { Operation } from './operation.ts';
import { registerQuery } from './reports.ts';

const anything = z.record(z.string(), z.unknown());

export const reportOperations: Operation[] = [
  {
    method: 'get',
    path: '/report-profiles',
    tag: 'Reports',
    summary: 'Profiles of industry bodies, shipped and the firm’s own',
    answer: z.object({ items: z.array(registerProfile) }),
  },
  {
    method: 'get',
    path: '/reports/register',
    tag: 'Reports',
    summary: 'Register of milestones of a period by profile, as JSON, CSV or PDF',
    query: registerQuery,
    answer: anything,
  },
  {
    method: 'get',
    path: '/engagements/{engagementId}/open-contracting',
    tag: 'Reports',
    summary: 'Open Contracting 1.1 release package of an engagement that opted in',
    answer: anything,
  },
  {
    method: 'get',
    path: '/milestones/{milestoneId}/evidence-pack',
    tag: 'Reports',
    summary: 'Evidence pack for notifying a circumstance to an insurer, a BagIt bag as zip',
    media: 'application/zip',
  },
];
