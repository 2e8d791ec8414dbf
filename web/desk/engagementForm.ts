// The form of a new engagement: its parties, its contract, its people, its calendar and deadlines. All else of a contract stays as in the one it is copied from, or usual.
import type { Words } from '../../mail/messages/words.ts';
import { languages } from '../../mail/messages/words.ts';
import type { DecisionForm } from '../postedForm.ts';
import { bodyOf, type FormPart } from './forms/model.ts';
import { asPlaces } from './forms/reading.ts';

const waits = ['compiling', 'validating', 'inReview', 'formalSignOff', 'facilitation', 'escalated'] as const;
const usualDays = {
  compiling: '20',
  validating: '5',
  inReview: '10',
  formalSignOff: '10',
  facilitation: '10',
  escalated: '10',
};

const languageName = ({ language }: Words, tag: string): string =>
  new Intl.DisplayNames(language, { type: 'language' }).of(tag) ?? tag;

export const spokenLanguages = (words: Words): { value: string; label: string }[] =>
  languages.map((value) => ({ value, label: languageName(words, value) }));

export function engagementParts(words: Words): FormPart[] {
  const { say } = words;
  const spoken = spokenLanguages(words);
  return [
    {
      id: 'parties',
      legend: 'form.engagement.parties',
      fields: [
        { name: 'name', kind: 'line', label: 'form.engagement.name', hint: 'form.engagement.nameHint' },
        { name: 'client', kind: 'line', label: 'form.engagement.client' },
        { name: 'firm', kind: 'line', label: 'form.engagement.firm' },
        {
          name: 'type',
          kind: 'line',
          label: 'form.engagement.type',
          hint: 'form.engagement.typeHint',
          isOptional: true,
          isShort: true,
        },
        { name: 'startsOn', kind: 'date', label: 'form.engagement.startsOn', isOptional: true, isShort: true },
      ],
    },
    {
      id: 'terms',
      legend: 'form.engagement.contract',
      fields: [
        { name: 'contract.reference', kind: 'line', label: 'form.engagement.reference', isShort: true },
        { name: 'contract.statementOfWork', kind: 'line', label: 'form.engagement.statementOfWork', isShort: true },
        {
          ...{ name: 'contract.form', kind: 'choice', label: 'form.engagement.form', isShort: true, usual: 'simple' },
          options: [
            { value: 'simple', label: say('form.engagement.form.simple') },
            { value: 'deed', label: say('form.engagement.form.deed') },
          ],
        },
        {
          ...{ name: 'contract.language', kind: 'choice', label: 'form.engagement.language', isShort: true },
          ...{ usual: words.language.slice(0, 2), options: spoken },
        },
      ],
    },
    {
      id: 'people',
      legend: 'form.engagement.people',
      says: 'form.engagement.peopleSays',
      rows: { atLeast: 2, add: 'form.engagement.addPerson', of: 'form.engagement.person' },
      fields: personFields(words, spoken),
    },
    {
      id: 'calendar',
      legend: 'form.engagement.calendar',
      says: 'form.engagement.calendarSays',
      isFolded: true,
      fields: [
        {
          name: 'contract.calendar.timeZone',
          kind: 'line',
          label: 'form.engagement.timeZone',
          hint: 'form.engagement.timeZoneHint',
          usual: 'UTC',
        },
        {
          ...{ name: 'contract.calendar.publicHolidaysOf', kind: 'lines', label: 'form.engagement.holidays' },
          ...{ hint: 'form.engagement.holidaysHint', isOptional: true, ...asPlaces },
        },
        ...waits.map((phase) => ({
          ...{
            name: `contract.waits.${phase}.businessDays`,
            kind: 'number' as const,
            label: `form.waits.${phase}` as const,
          },
          ...{ usual: usualDays[phase], isShort: true as const },
        })),
      ],
    },
  ];
}

export const personFields = ({ say }: Words, spoken: { value: string; label: string }[]): FormPart['fields'] => [
  { name: 'personId', kind: 'hidden', label: 'form.engagement.person' },
  { name: 'name', kind: 'line', label: 'form.person.name', isShort: true },
  { name: 'email', kind: 'email', label: 'form.person.email', isShort: true },
  {
    ...{ name: 'party', kind: 'choice', label: 'form.person.party', isShort: true, usual: 'firm' },
    options: [
      { value: 'firm', label: say('form.person.firm') },
      { value: 'client', label: say('form.person.client') },
    ],
  },
  { name: 'capacity', kind: 'line', label: 'form.person.capacity', hint: 'form.person.capacityHint', isShort: true },
  {
    ...{ name: 'phone', kind: 'line', label: 'form.person.phone', hint: 'form.person.phoneHint' },
    ...{ isShort: true, isOptional: true },
  },
  {
    ...{ name: 'role', kind: 'choice', label: 'form.person.role', isShort: true, isOptional: true },
    options: [
      { value: 'manager', label: say('form.person.manager') },
      { value: 'sponsor', label: say('form.person.sponsor') },
    ],
  },
  { name: 'language', kind: 'choice', label: 'form.person.language', isShort: true, isOptional: true, options: spoken },
];

/** The two that every engagement has, with who is signed in as its manager. */
export const firstPeople = ({ name, address }: { name: string; address: string }): DecisionForm => ({
  ...{ 'people.0.name': name, 'people.0.email': address, 'people.0.party': 'firm', 'people.0.role': 'manager' },
  ...{ 'people.1.party': 'client', 'people.1.role': 'sponsor' },
});

export const plainId = (words: string): string =>
  words
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .toLowerCase();

/** The same for the same form, so that sending it again registers nothing more. */
const idOf = (name: string, formId: string): string =>
  `${plainId(name) || 'engagement'}-${formId.replace(/[^a-z0-9]/gi, '').slice(0, 8)}`;

interface EnteredPerson {
  personId?: string;
  name?: string;
  role?: string;
}

/** The body of the operation: people get IDs by their names, and the roles chosen beside them their places. */
export function engagementBody(parts: readonly FormPart[], form: DecisionForm, base: object): Record<string, unknown> {
  const body = bodyOf(parts, form, base);
  const people = (body.people ?? []) as EnteredPerson[];
  const taken = new Set(people.flatMap((each) => each.personId ?? []));
  for (const each of people) each.personId ??= freeId(plainId(each.name ?? ''), taken);
  const having = (role: string): string | undefined => people.find((each) => each.role === role)?.personId;
  const [engagementManagerId, engagementSponsorId] = [having('manager'), having('sponsor')];
  return {
    ...body,
    engagementId: idOf(form.name ?? '', form.formId ?? ''),
    people: people.map(({ role: _role, ...each }) => each),
    engagementManagerId,
    engagementSponsorId,
  };
}

function freeId(wanted: string, taken: Set<string>): string {
  const start = wanted || 'person';
  let id = start;
  for (let number = 2; taken.has(id); number += 1) id = `${start}-${number}`;
  taken.add(id);
  return id;
}
