// Templates as somebody sees them: those shipped for kinds of service, their own, and what the firm shares; for the API and for the forms.
import { randomUUID } from 'node:crypto';
import { findEngagement } from '../../db/engagements.ts';
import type { Pool } from '../../db/database.ts';
import { asJob, inScope } from '../../db/inScope.ts';
import { findMilestone } from '../../db/milestones.ts';
import {
  findTemplate as findKept,
  listTemplates as listKept,
  removeTemplate as removeKept,
  saveTemplate as saveKept,
  type KeptTemplate,
} from '../../db/templates.ts';
import { mayIn, scopeWith } from '../../domain/access/holders.ts';
import { SignOffError } from '../../domain/errors.ts';
import {
  authorityTemplateOf,
  planTemplateOf,
  termsTemplate,
  termsTemplateOf,
  type Template,
  type TemplateKind,
} from '../../domain/work/template.ts';
import type { Example } from '../../mail/messages/example.ts';
import type { Words } from '../../mail/messages/words.ts';
import type { Access } from './holders.ts';
import { noSuch } from './lookUps.ts';
import { HttpProblem } from './problems.ts';

export type ShownTemplate = Template & {
  templateId: string;
  /** Comes with the service. */
  isShipped: boolean;
  isOwn: boolean;
  isShared: boolean;
  fromEngagementId?: string;
  savedAt?: string;
};

/** Business days by kind of service; whatever is not said here is usual. */
const waits: Record<string, Partial<Record<'compiling' | 'validating' | 'inReview' | 'formalSignOff', number>>> = {
  software: { compiling: 20, validating: 10, inReview: 10, formalSignOff: 5 },
  migration: { compiling: 15, validating: 5, inReview: 5, formalSignOff: 3 },
  design: { compiling: 20, validating: 15, inReview: 15, formalSignOff: 10 },
  advice: { compiling: 10, validating: 5, inReview: 15, formalSignOff: 10 },
  audit: { compiling: 10, validating: 10, inReview: 10, formalSignOff: 10 },
  training: { compiling: 10, validating: 5, inReview: 5, formalSignOff: 5 },
  managedService: { compiling: 5, validating: 5, inReview: 5, formalSignOff: 5 },
};

const prefixes = { plan: 'example:', terms: 'example-terms:', authority: 'example-authority:' } as const;

function shipped({ key, ...example }: Example): Template[] {
  const { name, title, deliverables, requirements, qualityReviews, next, signers } = example;
  const days = Object.entries(waits[key] ?? {});
  return [
    {
      ...{ kind: 'plan', name },
      content: {
        ...{ title, nextPhase: next, reviewGroups: [], qualityStandards: [] },
        deliverables: deliverables.map((each, index) => ({
          ...{ deliverableId: `D${index + 1}`, title: each, isRequired: true },
        })),
        requirements: requirements.map((each, index) => ({
          ...{ requirementId: `R${index + 1}`, isMandatory: true, ...each },
        })),
        expectedQualityReviews: [...qualityReviews],
      },
    },
    {
      ...{ kind: 'terms', name },
      content: termsTemplate.parse({
        waits: Object.fromEntries(days.map(([phase, businessDays]) => [phase, { businessDays }])),
      }),
    },
    {
      ...{ kind: 'authority', name },
      content: {
        groups: signers.map((each) => ({
          ...{ name: each.name, quorum: { kind: 'all' } },
          members: each.capacities.map((capacity) => ({ capacity })),
        })),
      },
    },
  ];
}

const shippedIn = ({ examples }: Words): ShownTemplate[] =>
  examples.flatMap((example) =>
    shipped(example).map((template) => ({
      ...template,
      ...{ templateId: `${prefixes[template.kind]}${example.key}`, isShipped: true, isOwn: false, isShared: true },
    })),
  );

/** One that was taken out of an engagement is shown to its holder as long as they read that engagement. */
const isShown = ({ keyId, holder }: Access, { holderId, isShared, fromEngagementId: from }: KeptTemplate): boolean =>
  isShared || (holderId === keyId && (from === undefined || mayIn(holder, 'readMilestones', from)));

function shownTo(access: Access, kept: KeptTemplate): ShownTemplate {
  const { holderId, ...template } = kept;
  return { ...template, isShipped: false, isOwn: holderId === access.keyId };
}

export async function listTemplates(
  pool: Pool,
  access: Access,
  words: Words,
  kind?: TemplateKind,
): Promise<ShownTemplate[]> {
  const kept = await listKept(asJob(pool, 'signIn'), access.keyId, kind);
  return [
    ...kept.filter((each) => isShown(access, each)).map((each) => shownTo(access, each)),
    ...shippedIn(words).filter((each) => kind === undefined || each.kind === kind),
  ];
}

/** Undefined for one that is not there, or not theirs to see. */
export async function findTemplate(
  pool: Pool,
  access: Access,
  words: Words,
  templateId: string,
): Promise<ShownTemplate | undefined> {
  const own = shippedIn(words).find((each) => each.templateId === templateId);
  if (own) return own;
  const kept = await findKept(asJob(pool, 'signIn'), templateId);
  return kept && isShown(access, kept) ? shownTo(access, kept) : undefined;
}

export interface SaveTemplate {
  kind: TemplateKind;
  name: string;
  isShared: boolean;
  fromMilestoneId?: string | undefined;
  fromEngagementId?: string | undefined;
  plan?: Extract<Template, { kind: 'plan' }>['content'] | undefined;
  terms?: Extract<Template, { kind: 'terms' }>['content'] | undefined;
  authority?: Extract<Template, { kind: 'authority' }>['content'] | undefined;
}

/** Throws INVALID_MESSAGE where it is of something else than its kind, NOT_FOUND for what is not theirs to read. */
export async function saveTemplate(
  pool: Pool,
  access: Access,
  wanted: SaveTemplate,
  now: string,
): Promise<ShownTemplate> {
  const { template, fromEngagementId } = await templateWanted(pool, access, wanted);
  const kept = await saveKept(asJob(pool, 'signIn'), {
    ...template,
    ...{ templateId: `template-${randomUUID()}`, holderId: access.keyId, isShared: wanted.isShared, savedAt: now },
    ...(fromEngagementId === undefined ? {} : { fromEngagementId }),
  });
  return shownTo(access, kept);
}

type Wanted = { template: Template; fromEngagementId?: string };

async function templateWanted(pool: Pool, access: Access, wanted: SaveTemplate): Promise<Wanted> {
  const { kind, name, plan, terms, authority, fromMilestoneId, fromEngagementId } = wanted;
  const given = [plan, terms, authority, fromMilestoneId, fromEngagementId].filter((each) => each !== undefined);
  if (given.length === 1) {
    if (kind === 'plan' && plan) return { template: { kind, name, content: plan } };
    if (kind === 'terms' && terms) return { template: { kind, name, content: termsTemplateOf(terms) } };
    if (kind === 'authority' && authority) return { template: { kind, name, content: authority } };
    if (fromMilestoneId !== undefined && kind !== 'terms')
      return ofMilestone(pool, access, kind, name, fromMilestoneId);
    if (fromEngagementId !== undefined && kind === 'terms') return ofEngagement(pool, access, name, fromEngagementId);
  }
  throw new SignOffError(
    'INVALID_MESSAGE',
    `A template of the kind "${kind}" is made from one thing: ${kind}, or ${kind === 'terms' ? 'fromEngagementId' : 'fromMilestoneId'}.`,
    { field: kind },
  );
}

async function ofMilestone(
  pool: Pool,
  { holder }: Access,
  kind: 'plan' | 'authority',
  name: string,
  milestoneId: string,
): Promise<Wanted> {
  const db = inScope(pool, scopeWith(holder, 'readMilestones'));
  const row = await findMilestone(db, milestoneId);
  const engagement = row && (await findEngagement(db, row.engagementId));
  if (!engagement) throw noSuch('milestone', milestoneId);
  const { plan, engagementId: fromEngagementId } = row;
  if (kind === 'plan') return { template: { kind, name, content: planTemplateOf(plan) }, fromEngagementId };
  const content = authorityTemplateOf(plan.approvalAuthorityList, engagement.people);
  return { template: { kind, name, content }, fromEngagementId };
}

async function ofEngagement(pool: Pool, { holder }: Access, name: string, engagementId: string): Promise<Wanted> {
  const found = await findEngagement(inScope(pool, scopeWith(holder, 'readMilestones')), engagementId);
  if (!found) throw noSuch('engagement', engagementId);
  const content = termsTemplateOf(found.contract);
  return { template: { kind: 'terms', name, content }, fromEngagementId: engagementId };
}

/** One’s own, or one that is shared. Throws NOT_FOUND for every other. */
export async function removeTemplate(pool: Pool, access: Access, templateId: string): Promise<void> {
  const db = asJob(pool, 'signIn');
  const kept = await findKept(db, templateId);
  if (!kept || !isShown(access, kept))
    throw new HttpProblem(
      'NOT_FOUND',
      `There is no template "${templateId.slice(0, 100)}" of yours or shared.`,
      'templateId',
    );
  await removeKept(db, templateId);
}
