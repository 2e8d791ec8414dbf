// The rights of keys as tables, from the declaration that the API follows, and their places in docs/rights.md.
import { routes } from '../api/routes.ts';
import { keyRoles, rightNames, termsOf, type KeyRole } from '../domain/access/rights.ts';

const roles = Object.keys(keyRoles) as KeyRole[];

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

const roleTable = (): string =>
  table(
    ['Role', 'Who has it'],
    roles.map((role) => [`\`${role}\``, keyRoles[role]]),
  );

const rightTable = (): string =>
  table(
    ['Right', 'To', ...roles.map((role) => `\`${role}\``)],
    rightNames.map((right) => {
      const { allows, isWrite, roles: having } = termsOf(right);
      return [
        `\`${right}\`${isWrite ? ' (changes something)' : ''}`,
        allows,
        ...roles.map((role) => (having.includes(role) ? 'yes' : '')),
      ];
    }),
  );

const operationTable = (): string =>
  table(
    ['Operation', 'Asks for'],
    routes.map(({ method, path, right }) => [
      `\`${method.toUpperCase()} ${path}\``,
      right === 'none' ? 'no key' : `\`${right}\``,
    ]),
  );

const parts = { roles: roleTable, rights: rightTable, operations: operationTable };

/** The document with each table between its marks. Throws RangeError where marks are gone. */
export function withRights(document: string): string {
  return Object.entries(parts).reduce((text, [name, made]) => {
    const [begin, end] = [`<!-- ${name}: \`npm run print-rights\` -->\n`, `<!-- end of ${name} -->`];
    const [at, until] = [text.indexOf(begin), text.indexOf(end)];
    if (at < 0 || until < at) throw new RangeError(`docs/rights.md has no place marked ${begin.trim()} … ${end}`);
    return `${text.slice(0, at + begin.length)}\n${made()}\n\n${text.slice(until)}`;
  }, document);
}
