// Renders the pages from their Handlebars templates; escapes everything.
import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';

type PageName = 'request' | 'receipt' | 'unknownLink';

const handlebars = Handlebars.create();
handlebars.registerHelper('equals', (left: unknown, right: unknown) => left === right);
handlebars.registerHelper(
  'valueOf',
  (entered: Record<string, string> | undefined, prefix: string, key: string | number) =>
    entered?.[`${prefix}${key}`] ?? '',
);
const read = (name: string): string => readFileSync(new URL(`templates/${name}.hbs`, import.meta.url), 'utf8');
const layout = handlebars.compile(read('layout'));
const pages: Record<PageName, HandlebarsTemplateDelegate> = {
  request: handlebars.compile(read('request')),
  receipt: handlebars.compile(read('receipt')),
  unknownLink: handlebars.compile(read('unknownLink')),
};

export function renderPage(name: PageName, values: Record<string, unknown>): string {
  return layout({ title: values.title, body: new Handlebars.SafeString(pages[name](values)) });
}
