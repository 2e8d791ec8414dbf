// Templates on a page: those that are there, the form that takes one out of a milestone or an engagement, and letting one go.
import { listTemplates, type ShownTemplate } from '../../api/http/templates.ts';
import { perform } from '../../api/http/operations.ts';
import { templateKinds } from '../../domain/work/template.ts';
import { operationPages } from './forms/operationPage.ts';
import { yesOrNo } from './forms/reading.ts';
import type { FormField } from './forms/model.ts';
import type { PageCall, PageRoute } from './pageRoute.ts';

export const templatesPath = '/desk/templates';
const right = 'registerEngagements';

export const templatePages: readonly PageRoute[] = [
  {
    ...{ method: 'get', path: templatesPath, name: 'templates', right },
    audited: { as: 'recordRead', on: 'service' },
    async handle({ pool }, call) {
      const { access, words, query } = call;
      const all = await listTemplates(pool, access, words);
      return {
        page: 'deskTemplates',
        values: {
          title: words.say('template.title'),
          done: query.done === 'saveTemplate' ? words.say('template.done') : undefined,
          kinds: templateKinds.map((kind) => ({
            ...{ id: kind, title: words.say(`template.kinds.${kind}`), how: words.say(`template.how.${kind}`) },
            rows: all.filter((each) => each.kind === kind).map((each) => rowOf(each, call)),
          })),
        },
      };
    },
  },
  {
    ...{ method: 'post', path: `${templatesPath}/removal`, name: 'removeTemplate', right, asks: 'removeTemplate' },
    audited: { as: 'administered', on: 'service' },
    async handle(deps, { form, params, access: key, request, response }) {
      const body = { templateId: form.templateId ?? '' };
      await perform(deps.operations('removeTemplate'), deps, { params, body, key, request, response });
      return { goTo: templatesPath };
    },
  },
  ...operationPages([
    {
      ...{ path: `${templatesPath}/new`, operation: 'saveTemplate', right, audited: 'service' },
      ...{ title: 'template.keep', says: 'template.keepSays', act: 'template.keep' },
      setting: (_deps, { words: { say }, query, form }) => {
        const isOfMilestone = Boolean(query.fromMilestoneId ?? form.fromMilestoneId);
        const from = isOfMilestone ? 'fromMilestoneId' : 'fromEngagementId';
        const kinds = templateKinds.filter((kind) => (kind === 'terms') !== isOfMilestone);
        const fields: FormField[] = [
          { name: from, kind: 'hidden', label: 'template.keep' },
          { name: 'name', kind: 'line', label: 'template.name' },
          {
            ...{ name: 'kind', kind: 'choice', label: 'template.what', usual: kinds[0] ?? 'plan', isShort: true },
            options: kinds.map((value) => ({ value, label: say(`template.kind.${value}`) })),
          },
          {
            ...{ name: 'isShared', kind: 'choice', label: 'template.for', usual: 'false', isShort: true, ...yesOrNo },
            options: [
              { value: 'false', label: say('template.forMe') },
              { value: 'true', label: say('template.forAll') },
            ],
          },
        ];
        return {
          parts: [{ id: 'template', legend: 'template.one', fields }],
          ...{ crumb: say('template.title'), crumbAt: templatesPath },
        };
      },
    },
  ]),
];

function rowOf(
  { templateId, name, isShipped, isShared, isOwn, savedAt, kind }: ShownTemplate,
  { words }: Pick<PageCall, 'words'>,
) {
  const { say } = words;
  return {
    ...{ templateId, name, mayRemove: !isShipped },
    whose: isShipped ? say('template.shipped') : isShared ? say('template.shared') : say('template.own'),
    saved: savedAt && say('template.saved', { date: words.dateIn(savedAt, 'UTC') }),
    isOthers: isShared && !isOwn && !isShipped,
    at: kind === 'terms' ? `/desk/new-engagement?from=${encodeURIComponent(templateId)}` : undefined,
  };
}
