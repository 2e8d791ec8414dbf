// Routes of what a firm has under way over all engagements, and of the money in it.
import { z } from 'zod';
import { key, line } from '../domain/terms/text.ts';
import { readForecast } from './http/forecast.ts';
import { readMoney, readPortfolio } from './http/portfolio.ts';
import { moneyTable, portfolioTable, sendSheet, sheetFormats, sheetMedia } from './http/sheets.ts';
import { phaseSchema } from './views.ts';
import { readOf, route } from './route.ts';

const money = z.object({ amount: z.string(), currency: z.string() });
const person = z.object({ personId: z.string(), name: z.string().optional() });
const named = { milestoneId: z.string(), title: z.string(), engagementId: z.string(), engagement: z.string() };

const portfolioItem = z
  .object({
    ...named,
    timeZone: z.string().describe('of the contract’s calendar, in which its dates are meant'),
    phase: phaseSchema,
    waitingFor: z.array(person),
    deadline: z.string().optional().describe('until when the current wait lasts'),
    isOverdue: z.boolean(),
    dueOn: z.string().optional().describe('the contract’s date for the milestone'),
    value: money.optional().describe('where the right `readMoney` shows it'),
  })
  .meta({ id: 'PortfolioItem' });

const portfolioView = z
  .object({
    items: z.array(portfolioItem),
    page: z.int(),
    hasMore: z.boolean(),
    totals: z.object({
      count: z.int(),
      overdue: z.int(),
      values: z.array(money).describe('exact sums, by currency'),
    }),
  })
  .meta({ id: 'Portfolio' });

const isTrue = z.enum(['true', 'false']).transform((value) => value === 'true');

const filters = {
  all: isTrue.default(false).describe('true: those that are over as well, the newest first'),
  engagementId: key.optional(),
  phase: phaseSchema.optional(),
  waitsFor: key.optional().describe('ID of a person'),
  overdue: isTrue.default(false),
  page: z.coerce.number().int().min(1).max(1000).default(1),
  limit: z.coerce.number().int().min(1).max(500).default(100),
};

const format = z.enum(['json', ...sheetFormats]).default('json');

const portfolioQuery = z.object({
  ...filters,
  q: line(200).optional().describe('words to look for'),
  format,
});

const forecastView = z
  .object({
    courses: z.int().describe('accepted milestones it rests on'),
    least: z.int().describe('below so many like it nothing is said of a milestone'),
    milestones: z.array(
      z.object({
        ...named,
        timeZone: z.string(),
        phase: phaseSchema,
        since: z.string().describe('in its stage since then'),
        ageDays: z.int().describe('business days since then'),
        dueOn: z.string().optional(),
        value: money.optional(),
        outlook: z.object({ likelyOn: z.string(), safeOn: z.string(), restsOn: z.int() }).optional(),
        isLate: z.boolean().describe('`safeOn` is after `dueOn`'),
      }),
    ),
    months: z
      .array(z.object({ ...money.shape, month: z.string().optional(), by: z.enum(['likely', 'safe']) }))
      .describe('what would be released, by month; without one where too little is known'),
    stages: z.array(
      z.object({
        phase: phaseSchema,
        open: z.int(),
        ages: z.array(z.int()).describe('of these up to 5, 10 and 20 business days in it, and more'),
        medianDays: z.int().optional().describe('business days accepted ones spent in it'),
      }),
    ),
    isWhole: z.boolean(),
  })
  .meta({ id: 'Forecast' });

const moneyRow = z.object({
  ...named,
  ...money.shape,
  certificateNumber: z.string(),
  releasedAt: z.string(),
  exceptions: z
    .array(z.object({ exceptionId: z.string(), dueOn: z.string(), amountWithheld: z.string() }))
    .optional()
    .describe('open ones, for which it is withheld'),
  revoked: z.string().optional().describe('the certificate that was revoked'),
});

const moneyView = z
  .object({
    ready: z.array(moneyRow).describe('released, and not invoiced yet'),
    reserved: z.array(moneyRow).describe('in draft invoices, which reserve it until their date'),
    withheld: z.array(moneyRow),
    toCredit: z.array(moneyRow).describe('invoiced beyond what is released'),
    blocked: z
      .array(
        z.object({
          ...named,
          ...money.shape,
          phase: phaseSchema,
          waiting: z.array(person),
          dueOn: z.string().optional(),
        }),
      )
      .describe('not accepted yet'),
    expected: z
      .array(z.object({ ...money.shape, month: z.string().optional(), isLate: z.boolean() }))
      .describe('of what is blocked, by the month of the contract’s date'),
    totals: z.object({
      ready: z.array(money),
      reserved: z.array(money),
      withheld: z.array(money),
      toCredit: z.array(money),
      blocked: z.array(money),
    }),
    isWhole: z.boolean().describe('false where more is there than is looked through; totals are of what is shown'),
  })
  .meta({ id: 'Money' });

export const portfolioRoutes = [
  route({
    method: 'get',
    path: '/portfolio',
    operationId: 'getPortfolio',
    right: 'listMilestones',
    tag: 'Work',
    summary: 'Milestones over all engagements, with filters, search and totals',
    description:
      'Open ones by when they are due. `q` finds titles, IDs, references and parties, and where milestones may be read also people, deliverables and requirements; all words have to be there, each may go on.',
    query: portfolioQuery,
    answer: portfolioView,
    media: Object.values(sheetMedia),
    audited: readOf('service'),
    async handle({ pool }, { key: access, query: { all, overdue, q, format, ...rest }, response }) {
      const asked = { ...rest, isAll: all, isOverdue: overdue, ...(q === undefined ? {} : { words: q }) };
      const found = await readPortfolio(pool, access, asked, new Date().toISOString());
      if (format === 'json') return found;
      return sendSheet(response, portfolioTable(found.items), format);
    },
  }),
  route({
    method: 'get',
    path: '/search',
    operationId: 'search',
    right: 'listMilestones',
    tag: 'Work',
    summary: 'Milestones, open or over, by words in them',
    description: 'As `GET /portfolio` with `q` and `all`, the newest first.',
    query: z.object({ q: line(200).describe('words to look for'), page: filters.page, limit: filters.limit }),
    answer: portfolioView,
    audited: readOf('service'),
    handle: ({ pool }, { key: access, query: { q, ...rest } }) =>
      readPortfolio(pool, access, { ...rest, isAll: true, words: q }, new Date().toISOString()),
  }),
  route({
    method: 'get',
    path: '/forecast',
    operationId: 'getForecast',
    right: 'listMilestones',
    tag: 'Work',
    summary:
      'When what is under way will be accepted, and its money released, if it takes as long as what was accepted',
    description:
      'From up to 300 milestones accepted last, in business days of their contracts: `likelyOn` is when half of those in the same stage that took longer so far were accepted, `safeOn` when four of five were. Where fewer than `least` are known it is left out.',
    query: z.object({ engagementId: key.optional() }),
    answer: forecastView,
    audited: readOf('service'),
    handle: ({ pool }, { key: access, query }) =>
      readForecast(pool, access, query.engagementId, new Date().toISOString()),
  }),
  route({
    method: 'get',
    path: '/money',
    operationId: 'getMoney',
    right: 'readMoney',
    tag: 'Work',
    summary: 'What may be invoiced, what is withheld and why, what is blocked, and what is expected by month',
    query: z.object({ engagementId: key.optional(), format }),
    answer: moneyView,
    media: Object.values(sheetMedia),
    audited: readOf('service'),
    async handle({ pool }, { key: access, query, response }) {
      const found = await readMoney(pool, access, query.engagementId, new Date().toISOString());
      return query.format === 'json' ? found : sendSheet(response, moneyTable(found), query.format);
    },
  }),
];
