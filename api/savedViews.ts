// Routes of the views of the portfolio that whoever asks has kept.
import { z } from 'zod';
import { asJob } from '../db/inScope.ts';
import { listViews, removeView, saveView } from '../db/savedViews.ts';
import { line } from '../domain/terms/text.ts';
import { portfolioFilters } from './http/portfolioFilters.ts';
import { actOn, readOf, route } from './route.ts';

const view = z
  .object({
    name: z.string(),
    filters: z.string().describe('as they follow `?` in an address of the portfolio'),
    savedAt: z.string(),
  })
  .meta({ id: 'SavedView' });

const views = z.object({ items: z.array(view) });
const name = line(80).describe('as you call it');

export const savedViewRoutes = [
  route({
    method: 'get',
    path: '/views',
    operationId: 'listViews',
    right: 'listMilestones',
    tag: 'Work',
    summary: 'Views of the portfolio that you have kept',
    answer: views,
    audited: readOf('service'),
    handle: async ({ pool }, { key }) => ({ items: await listViews(asJob(pool, 'signIn'), key.keyId) }),
  }),
  route({
    method: 'post',
    path: '/views',
    operationId: 'saveView',
    right: 'listMilestones',
    tag: 'Work',
    summary: 'Keep a view of the portfolio',
    description:
      'In the place of an earlier one of that name. What it shows is looked up whenever it is opened, so it gives nobody anything to see. Filters are those of `GET /portfolio`.',
    body: z.object({ name, filters: line(500).describe('such as `phase=inReview&overdue=true`') }),
    answer: views,
    audited: actOn('service'),
    async handle({ pool }, { key, body }) {
      const db = asJob(pool, 'signIn');
      const filters = String(new URLSearchParams(portfolioFilters(new URLSearchParams(body.filters))));
      await saveView(db, key.keyId, { name: body.name, filters, savedAt: new Date().toISOString() });
      return { items: await listViews(db, key.keyId) };
    },
  }),
  route({
    method: 'post',
    path: '/views/removal',
    operationId: 'removeView',
    right: 'listMilestones',
    tag: 'Work',
    summary: 'Let a view of the portfolio go',
    body: z.object({ name }),
    answer: views,
    audited: actOn('service'),
    async handle({ pool }, { key, body }) {
      const db = asJob(pool, 'signIn');
      await removeView(db, key.keyId, body.name);
      return { items: await listViews(db, key.keyId) };
    },
  }),
];
