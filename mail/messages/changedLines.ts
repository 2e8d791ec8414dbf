// What is another in a plan, line by line, as mails, pages and certificates say it.
import type { ChangedTerm } from '../../domain/amendments/amendment.ts';
import type { Words } from './words.ts';

/** One line a term, as "Value: €90,000.00, instead of €85,000.00". */
export const changedLines = (changed: readonly ChangedTerm[], words: Words): string[] =>
  changed.map((each) => {
    const { field, about } = each;
    const [was, is] = [shownIn(each.was, each, words), shownIn(each.is, each, words)];
    const name = words.say(`amend.field.${field}`);
    const what = about === undefined || about === was || about === is ? name : `${name} ${about}`;
    if (was !== undefined && is !== undefined) return words.say('amend.instead', { what, was, is });
    if (is !== undefined) return words.say('amend.new', { what, is });
    return was === undefined ? words.say('amend.other', { what }) : words.say('amend.gone', { what, was });
  });

function shownIn(value: string | undefined, { field }: ChangedTerm, words: Words): string | undefined {
  if (value === undefined) return undefined;
  if (field === 'dueOn') return words.date(value);
  const [amount = '', currency = ''] = value.split(' ');
  return field === 'value' ? words.money(amount, currency) : value;
}
