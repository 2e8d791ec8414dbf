// Routes of what new engagements and milestones begin from: templates shipped, kept for oneself, or shared with the firm.
import { z } from 'zod';
import { key, line } from '../domain/terms/text.ts';
import { authorityTemplate, planTemplate, templateKinds, termsTemplate } from '../domain/work/template.ts';
import { wordsIn } from '../mail/messages/words.ts';
import { findTemplate, listTemplates, removeTemplate, saveTemplate, type ShownTemplate } from './http/templates.ts';
import { actOn, readOf, route } from './route.ts';

const contents = {
  plan: planTemplate.optional().describe('of the kind `plan`'),
  terms: termsTemplate.optional().describe('of the kind `terms`'),
  authority: authorityTemplate.optional().describe('of the kind `authority`'),
};
const kind = z.enum(templateKinds);
const templateId = line(100);

const template = z
  .object({
    templateId: z.string(),
    kind,
    name: z.string(),
    isShipped: z.boolean().describe('comes with the service'),
    isOwn: z.boolean(),
    isShared: z
      .boolean()
      .describe('whether everybody of the firm sees it who registers engagements or starts milestones'),
    fromEngagementId: z.string().optional().describe('out of whose record it was taken'),
    savedAt: z.string().optional(),
    ...contents,
  })
  .meta({ id: 'Template' });

const view = ({ content, ...each }: ShownTemplate): z.input<typeof template> => ({ ...each, [each.kind]: content });

export const templateRoutes = [
  route({
    method: 'get',
    path: '/templates',
    operationId: 'listTemplates',
    right: 'registerEngagements',
    tag: 'Work',
    summary: 'What new engagements and milestones can begin from',
    description:
      'Your own, those that the firm shares, and examples by kind of service. Plans name no people, values or dates; authority lists name capacities in place of people. One that you took out of an engagement is listed as long as you may read that engagement.',
    query: z.object({
      kind: kind.optional().describe('those of this kind alone'),
      templateId: templateId.optional().describe('that one alone, where you see it'),
      language: line(20).optional().describe('of the examples; English by default'),
    }),
    answer: z.object({ items: z.array(template) }),
    audited: readOf('service'),
    async handle({ pool }, { key: access, query: { templateId: one, language, ...query } }) {
      const words = wordsIn(language);
      if (one === undefined) return { items: (await listTemplates(pool, access, words, query.kind)).map(view) };
      const found = await findTemplate(pool, access, words, one);
      return { items: found && (query.kind ?? found.kind) === found.kind ? [view(found)] : [] };
    },
  }),
  route({
    method: 'post',
    path: '/templates',
    operationId: 'saveTemplate',
    right: 'registerEngagements',
    tag: 'Work',
    summary: 'Keep a template',
    description:
      'In the place of an earlier one of yours of that kind and name. It is made from what you send, or from a milestone or an engagement that you may read; people, values, dates and the number of the contract are left out.',
    body: z.object({
      kind,
      name: line(80).describe('as you call it'),
      isShared: z.boolean().default(false).describe('with everybody who registers engagements or starts milestones'),
      fromMilestoneId: key.optional().describe('a plan or an authority list is that of this milestone'),
      fromEngagementId: key.optional().describe('the terms are those of this engagement'),
      ...contents,
    }),
    answer: template,
    problems: ['NOT_FOUND'],
    audited: actOn('service'),
    handle: async ({ pool }, { key: access, body }) =>
      view(await saveTemplate(pool, access, body, new Date().toISOString())),
  }),
  route({
    method: 'post',
    path: '/templates/removal',
    operationId: 'removeTemplate',
    right: 'registerEngagements',
    tag: 'Work',
    summary: 'Let a template go that is yours or shared',
    body: z.object({ templateId }),
    answer: z.object({ items: z.array(template) }),
    problems: ['NOT_FOUND'],
    audited: actOn('service'),
    async handle({ pool }, { key: access, body }) {
      await removeTemplate(pool, access, body.templateId);
      return { items: (await listTemplates(pool, access, wordsIn(undefined))).map(view) };
    },
  }),
];
