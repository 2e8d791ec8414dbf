// Renders the pages from their Handlebars templates; escapes everything.
import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';

const pageNames = ['request', 'receipt', 'message'] as const;
type PageName = (typeof pageNames)[number];
const partials = [
  'documents',
  'banner',
  'decision',
  'validationForm',
  'reviewForm',
  'signatureForm',
  'officeForms',
  'laterForms',
  'delegateFields',
  'confirm',
];

type Entered = Record<string, string> | undefined;
interface PageError {
  detail: string;
  field?: string;
}

const handlebars = Handlebars.create();
handlebars.registerHelper('entered', (entered: Entered, prefix: string, key: string | number) =>
  entered ? (entered[`${prefix}${key}`] ?? '') : '',
);
/** `selected` or `checked`, where the form as posted had this value. */
handlebars.registerHelper('if_entered', (entered: Entered, field: string, value: string, attribute: string) =>
  entered?.[field] === value ? attribute : '',
);
handlebars.registerHelper('join', (prefix: string, key: string | number) => `${prefix}${key}`);
/** Ties a field to the error about it, for screen readers. */
handlebars.registerHelper('invalid', (error: PageError | undefined, field: string) =>
  error?.field === field ? new Handlebars.SafeString("aria-invalid='true' aria-describedby='error'") : '',
);

const read = (name: string): string => readFileSync(new URL(`templates/${name}.hbs`, import.meta.url), 'utf8');
for (const name of partials) handlebars.registerPartial(name, read(name));
const layout = handlebars.compile(read('layout'));
const pages = Object.fromEntries(pageNames.map((name) => [name, handlebars.compile(read(name))])) as Record<
  PageName,
  HandlebarsTemplateDelegate
>;

export function renderPage(name: PageName, values: Record<string, unknown>): string {
  return layout({ ...values, body: new Handlebars.SafeString(pages[name](values)) });
}
