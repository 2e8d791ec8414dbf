// Renders the pages from their Handlebars templates, in the language of the words it is given; escapes everything else.
import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';
import { withWords } from '../mail/messages/inTemplates.ts';
import type { Words } from '../mail/messages/words.ts';

const pageNames = [
  ...[
    'request',
    'receipt',
    'message',
    'passkeys',
    'certificate',
    'account',
    'asked',
    'askedByMail',
    'askedTogether',
    'askedAway',
    'askedDigest',
  ],
  ...[
    'deskWork',
    'deskCalendar',
    'deskSecret',
    'deskProblem',
    'deskHome',
    'deskAct',
    'deskPreview',
    'deskMilestone',
    'deskPackage',
    'deskPackagePreview',
    'deskPortfolio',
    'deskMoney',
    'deskForecast',
    'deskForm',
    'deskNew',
    'deskEngagement',
    'deskStartPreview',
    'deskTermsPreview',
    'deskLists',
    'deskImport',
    'deskImportRows',
    'deskTemplates',
    'deskChat',
    'deskComponents',
  ],
] as const;
export type PageName = (typeof pageNames)[number];
const partials = [
  'file',
  'digest',
  'documents',
  'terms',
  'banner',
  'decision',
  'validationForm',
  'reviewForm',
  'signatureForm',
  'managerForms',
  'closeOutForms',
  'exceptionRows',
  'requirementColumns',
  'attachments',
  'delegateFields',
  'insteadChoices',
  'insteadFields',
  'part',
  'withdrawForm',
  'amendmentForm',
  'confirm',
  'passkeyMissing',
  'deskRow',
  'deskWorkLists',
  'deskField',
  'deskMoneyTable',
  'deskBars',
  'deskFormPart',
  'deskFormField',
  'deskLive',
  'deskCourse',
  'deskDrafts',
  'askedFoot',
  'deskDocuments',
  'uploading',
];

type Entered = Record<string, string> | undefined;
interface PageError {
  detail: string;
  field?: string;
}

const handlebars = withWords(Handlebars.create());
/** Handlebars hands every helper its options last. */
const nameFrom = (parts: unknown[]): string => parts.slice(0, -1).map(String).join('');
handlebars.registerHelper('entered', (entered: Entered, ...parts: unknown[]) => entered?.[nameFrom(parts)] ?? '');
/** `selected` or `checked`, where the form as posted had this value. */
handlebars.registerHelper('if_entered', (entered: Entered, field: string, value: string, attribute: string) =>
  entered?.[field] === value ? attribute : '',
);
handlebars.registerHelper('equal', (value: unknown, wanted: unknown) => value === wanted);
handlebars.registerHelper('join', (...parts: unknown[]) => nameFrom(parts));
/** The first exception is there to be filled in, the others once something was. */
handlebars.registerHelper(
  'is_open',
  (entered: Entered, row: number) =>
    row === 1 || Object.entries(entered ?? {}).some(([name, value]) => name.startsWith(`exception-${row}-`) && value),
);
/** Whether the form as posted said that a requirement is not met. */
handlebars.registerHelper(
  'is_unmet',
  (entered: Entered, requirementId: string) => entered?.[`outcome-${requirementId}`] === 'notMet',
);
/** Ties a field to the error about it, for screen readers. */
handlebars.registerHelper('invalid', (error: PageError | undefined, field: string) =>
  error?.field === field ? new Handlebars.SafeString("aria-invalid='true' aria-describedby='error'") : '',
);

const read = (name: string): string => readFileSync(new URL(`templates/${name}.hbs`, import.meta.url), 'utf8');
for (const name of partials) handlebars.registerPartial(name, read(name));
const layout = handlebars.compile(read('layout'));
const deskLayout = handlebars.compile(read('deskLayout'));
const pages = Object.fromEntries(pageNames.map((name) => [name, handlebars.compile(read(name))])) as Record<
  PageName,
  HandlebarsTemplateDelegate
>;

const parts = { deskWorkLists: handlebars.compile(read('deskWorkLists')) };

export function renderPage(words: Words, name: PageName, values: Record<string, unknown>): string {
  const all = { ...values, words };
  // Pages of who is signed in have the places that are theirs around them.
  return (values.isDesk === true ? deskLayout : layout)({ ...all, body: new Handlebars.SafeString(pages[name](all)) });
}

/** A part of a page by itself, as it is put in the place of an earlier one. */
export const renderPart = (words: Words, name: 'deskWorkLists', values: Record<string, unknown>): string =>
  parts[name]({ ...values, words });
