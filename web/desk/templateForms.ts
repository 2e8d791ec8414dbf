// How forms begin from templates, and how what is in a form is kept as one.
import { perform } from '../../api/http/operations.ts';
import type { ShownTemplate } from '../../api/http/templates.ts';
import type { Words } from '../../mail/messages/words.ts';
import type { Refusal } from './forms/faults.ts';
import { refusalIn } from './forms/formPage.ts';
import type { FieldOption } from './forms/model.ts';
import type { PageCall, PageDependencies } from './pageRoute.ts';

interface Offer {
  label: string;
  options: readonly FieldOption[];
}

/** Undefined where there is nothing to begin from. */
export function offers(all: readonly Offer[], chosen: string | undefined) {
  const some = all.filter(({ options }) => options.length > 0);
  if (some.length === 0) return undefined;
  return some.map(({ label, options }) => ({
    label,
    options: options.map((each) => ({ ...each, isChosen: each.value === chosen })),
  }));
}

/** Kept ones before those that come with the service. */
export function templateOffers(
  templates: readonly ShownTemplate[],
  { say }: Words,
  examples: 'form.plan.examples' | 'form.engagement.examples',
): Offer[] {
  const having = (isShipped: boolean): FieldOption[] =>
    templates
      .filter((each) => each.isShipped === isShipped)
      .map(({ templateId, name }) => ({ value: templateId, label: name }));
  return [
    { label: say('template.title'), options: having(false) },
    { label: say(examples), options: having(true) },
  ];
}

/** As the operation finds it; a refusal is shown on the form. */
export async function keepFromForm(
  deps: PageDependencies,
  { access: key, form, params, request, response, words }: PageCall,
  content: { plan?: object; terms?: object; authority?: object },
): Promise<{ refusal?: Refusal }> {
  const [kind] = Object.keys(content);
  const name = form.templateName?.trim();
  if (!name) return { refusal: { message: words.say('template.nameIt'), details: [] } };
  const body = { kind, name, isShared: form.templateShared === 'true', ...content };
  try {
    await perform(deps.operations('saveTemplate'), deps, { params, body, key, request, response });
    return {};
  } catch (error) {
    const refusal = refusalIn(error);
    return { refusal: { ...refusal, details: refusal.details.map((each) => inForm(each, kind ?? '')) } };
  }
}

/** A path within the template is one of the form. */
const inForm = (sentence: string, kind: string): string =>
  kind === 'terms'
    ? sentence.replace(/^terms\./, 'contract.')
    : sentence.replace(/^authority\.groups/, 'plan.approvalAuthorityList');
