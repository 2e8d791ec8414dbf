// The rights of keys as tables, from the declaration that the API follows, and their places in docs/rights.md.
import { routes } from '../api/routes.ts';
import {
  engagementRoles,
  installationRoles,
  keyRoles,
  rightNames,
  roles,
  termsOf,
  type Role,
} from '../domain/access/rights.ts';

const everyRole = Object.keys(roles) as Role[];
const isOneOf = (some: readonly Role[], role: Role): boolean => some.includes(role);
/** Whether a key can have a role, and how a person comes by it. */
const holders = (role: Role): [key: string, person: string] => [
  isOneOf(keyRoles, role) ? 'yes' : '',
  isOneOf(engagementRoles, role)
    ? 'named by the engagement or a plan'
    : isOneOf(installationRoles, role)
      ? 'by a grant'
      : '',
];

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

const roleTable = (): string =>
  table(
    ['Role', 'Who has it', 'A key', 'A person of the firm'],
    everyRole.map((role) => [`\`${role}\``, roles[role].says, ...holders(role)]),
  );

const rightTable = (): string =>
  table(
    ['Right', 'To', ...everyRole.map((role) => `\`${role}\``)],
    rightNames.map((right) => {
      const { allows, isWrite, roles: having } = termsOf(right);
      return [
        `\`${right}\`${isWrite ? ' (changes something)' : ''}`,
        allows,
        ...everyRole.map((role) => (having.includes(role) ? 'yes' : '')),
      ];
    }),
  );

const operationTable = (): string =>
  table(
    ['Operation', 'Asks for'],
    routes.map(({ method, path, right }) => [
      `\`${method.toUpperCase()} ${path}\``,
      right === 'none' ? 'neither key nor session' : `\`${right}\``,
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
